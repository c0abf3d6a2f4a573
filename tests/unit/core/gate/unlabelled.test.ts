import { expect, it } from 'vitest';
import { compareUnlabelled } from '../../../../src/core/gate/unlabelled.ts';
import type { Plate } from '../../../../src/core/types.ts';

const plate = (x: number, text: string, confidence = 0.9): Plate =>
  ({
    detection: { box: { x, y: 0, width: 100, height: 30 }, confidence, classIndex: 0 },
    reading: { text, confidence: 0.9 },
  }) as unknown as Plate;
const photo = (before: Plate[], after: Plate[]) => ({
  sample: 's',
  file: 'a.jpg',
  reference: { plates: before, ms: 1 },
  candidate: { plates: after, ms: 1 },
});
const outcome = (before: Plate[], after: Plate[]) =>
  compareUnlabelled([photo(before, after)], 0.25);
const texts = (before: Plate[], after: Plate[]) =>
  outcome(before, after).differ.map((one) => [one.before, one.after]);

it('tells texts that differ, plate by plate and whatever the order', () => {
  const before = [plate(0, 'AA1'), plate(300, 'BB2')];
  const after = [plate(302, 'B82'), plate(1, 'AA1')];
  expect(texts(before, after)).toEqual([['BB2', 'B82']]);
  expect(outcome(before, after)).toMatchObject({ photos: 1, plates: 2 });
});

it('tells plates that one of the two alone finds, even one without a text', () => {
  expect(texts([plate(0, 'AA1')], [])).toEqual([['AA1', '']]);
  expect(texts([], [plate(0, 'AA1')])).toEqual([['', 'AA1']]);
  expect(texts([plate(0, '')], [])).toEqual([['', '']]);
  expect(texts([plate(0, 'AA1')], [plate(300, 'AA1')])).toHaveLength(2);
});

it('leaves out what no screen would show', () => {
  expect(texts([plate(0, 'AA1', 0.2)], [])).toEqual([]);
  expect(outcome([], [])).toEqual({ photos: 1, plates: 0, differ: [] });
});
