import { expect, test } from 'vitest';
import { offeredText, takenText } from '../../../../src/ui/quality/findingTexts.ts';

const own = { kind: 'text', given: 'LOE1882', read: 'LOE1892', isCorrection: true } as const;
const imported = { ...own, isCorrection: false };

test('a person’s own text stands in the field, and taking it untouched means what was read', () => {
  expect(offeredText(own)).toBe('LOE1882');
  expect(takenText(own, null)).toBe('LOE1892');
  expect(offeredText(imported)).toBe('LOE1892');
  expect(takenText(imported, null)).toBe('LOE1892');
});

test('Enter on the text that is given keeps the label; a typed one is taken', () => {
  expect(takenText(own, 'LOE1882')).toBeNull();
  expect(takenText(own, 'loe 1882')).toBeNull();
  expect(takenText(own, 'LOE1889')).toBe('LOE1889');
  expect(takenText({ ...own, kind: 'missed', given: '', read: '' }, 'AB1')).toBe('AB1');
});
