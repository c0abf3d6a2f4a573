import { beforeEach, expect, test, vi } from 'vitest';
import { applyEdits } from '../../../../src/core/dataset/edits.ts';
import type { LabelEdit, Prediction } from '../../../../src/core/dataset/types.ts';
import type { Plate } from '../../../../src/core/types.ts';
import {
  confirmText,
  isOpen,
  markUnreadable,
  moveBox,
  refusePlate,
  setRegion,
  setRows,
  shownPlates,
} from '../../../../src/ui/correct/actions.ts';
import { newSubject, type Subject } from '../../../../src/ui/correct/subject.ts';

// What is kept on disk is another test's business: here a change counts at once.
vi.mock('../../../../src/ui/correct/keeper.ts', () => ({
  correct: async (subject: Subject, edits: readonly LabelEdit[]) => {
    const context = { sample: 's', at: 1, prediction: 'p' };
    subject.label.value = applyEdits(subject.label.peek(), edits, context).label;
  },
}));

const box = { x: 10, y: 20, width: 100, height: 30 };
const moved = { ...box, x: 14 };
const read = (text: string): Plate => ({
  detection: { box, confidence: 0.9, classIndex: 0 },
  reading: { text, confidence: 0.9, characters: [], rows: 2, alternatives: [] },
});
const model = { id: 'm', sha256: '', backend: 'wasm' } as const;
const prediction: Prediction = {
  sample: 's',
  id: 'p',
  at: 0,
  plates: [read('ABC123')],
  detector: model,
  reader: model,
  embedding: null,
};

let subject: Subject;
const first = () => shownPlates(subject)[0] as ReturnType<typeof shownPlates>[number];
beforeEach(() => {
  subject = newSubject({
    key: 'k',
    photo: null,
    file: 'a.jpg',
    source: 'photo',
    burst: null,
    size: { width: 400, height: 300 },
    prediction,
  });
});

test('a change made for a plate as it was on an older screen takes nothing back', () => {
  const older = first();
  confirmText(subject, older, 'FIXED1');
  moveBox(subject, older, moved);
  expect(first().label).toMatchObject({ text: 'FIXED1', box: moved });
  markUnreadable(subject, older, 'dark');
  moveBox(subject, older, box);
  expect(first().label).toMatchObject({ text: null, unreadable: 'dark', box });
  refusePlate(subject, older);
  setRegion(subject, older, 'de');
  expect(first().label).toMatchObject({ verdict: 'not-plate', region: 'de' });
});

test.each([
  ['moving the box', () => moveBox(subject, first(), moved)],
  ['the country', () => setRegion(subject, first(), 'DE')],
  ['the rows', () => setRows(subject, first(), 1)],
])('%s does not say that the text was read right', (_, change) => {
  change();
  expect(first().label?.text).toBeNull();
  // It still stands there to be confirmed, and the plate still waits.
  expect([first().text, isOpen(first())]).toEqual(['ABC123', true]);
  confirmText(subject, first(), first().text);
  expect([first().label?.text, isOpen(first())]).toEqual(['ABC123', false]);
});

test('confirming also confirms the rows that stand beside the text, unless said otherwise', () => {
  confirmText(subject, first(), 'ABC123');
  expect(first().label?.rows).toBe(2);
  setRows(subject, first(), 1);
  confirmText(subject, first(), 'ABC124');
  expect(first().label?.rows).toBe(1);
});

test('a country is two letters; anything else changes nothing', () => {
  expect(setRegion(subject, first(), ' De ')).toBe(true);
  expect(first().label?.region).toBe('de');
  expect(setRegion(subject, first(), 'd')).toBe(false);
  expect(first().label?.region).toBe('de');
  expect(setRegion(subject, first(), '')).toBe(true);
  expect(first().label?.region).toBeNull();
});
