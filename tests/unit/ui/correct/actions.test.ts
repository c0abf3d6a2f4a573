import { beforeEach, expect, test, vi } from 'vitest';
import { applyEdits } from '../../../../src/core/dataset/edits.ts';
import type { LabelEdit, Prediction } from '../../../../src/core/dataset/types.ts';
import type { Plate } from '../../../../src/core/types.ts';
import {
  addPlate,
  confirmText,
  drawPlate,
  isOpen,
  markUnreadable,
  moveBox,
  refusePlate,
  setRegion,
  setRows,
  shownPlates,
} from '../../../../src/ui/correct/actions.ts';
import { type AnnotationTarget, newTarget } from '../../../../src/ui/correct/annotationTarget.ts';

// What is kept on disk is another test's business: here a change counts at once.
vi.mock('../../../../src/ui/correct/correctionQueue.ts', () => ({
  correct: async (target: AnnotationTarget, edits: readonly LabelEdit[]) => {
    const context = { sample: 's', at: 1, prediction: 'p' };
    target.label.value = applyEdits(target.label.peek(), edits, context).label;
  },
  undoEdits: async () => null,
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

let target: AnnotationTarget;
const first = () => shownPlates(target)[0] as ReturnType<typeof shownPlates>[number];
beforeEach(() => {
  target = newTarget({
    key: 'k',
    photo: null,
    file: 'a.jpg',
    source: 'photo',
    burst: null,
    size: { width: 400, height: 300 },
    prediction,
    shelf: null,
  });
});

test('a change made for a plate as it was on an older screen takes nothing back', () => {
  const older = first();
  confirmText(target, older, 'FIXED1');
  moveBox(target, older, moved);
  expect(first().label).toMatchObject({ text: 'FIXED1', box: moved });
  markUnreadable(target, older, 'dark');
  moveBox(target, older, box);
  expect(first().label).toMatchObject({ text: null, unreadable: 'dark', box });
  refusePlate(target, older);
  setRegion(target, older, 'de');
  expect(first().label).toMatchObject({ verdict: 'not-plate', region: 'de' });
});

test.each([
  ['moving the box', () => moveBox(target, first(), moved)],
  ['the country', () => setRegion(target, first(), 'DE')],
  ['the rows', () => setRows(target, first(), 1)],
])('%s does not say that the text was read right', (_, change) => {
  change();
  expect(first().label?.text).toBeNull();
  // It still stands there to be confirmed, and the plate still waits.
  expect([first().text, isOpen(first())]).toEqual(['ABC123', true]);
  confirmText(target, first(), first().text);
  expect([first().label?.text, isOpen(first())]).toEqual(['ABC123', false]);
});

test('confirming also confirms the rows that stand beside the text, unless said otherwise', () => {
  confirmText(target, first(), 'ABC123');
  expect(first().label?.rows).toBe(2);
  setRows(target, first(), 1);
  confirmText(target, first(), 'ABC124');
  expect(first().label?.rows).toBe(1);
});

test('a country is two letters; anything else changes nothing', () => {
  expect(setRegion(target, first(), ' De ')).toBe(true);
  expect(first().label?.region).toBe('de');
  expect(setRegion(target, first(), 'd')).toBe(false);
  expect(first().label?.region).toBe('de');
  expect(setRegion(target, first(), '')).toBe(true);
  expect(first().label?.region).toBeNull();
});

test("a box drawn over a plate is that plate's; one beside it is a plate of its own", () => {
  const beside = { ...box, y: 120 };
  expect(drawPlate(target, beside)).toBe(1);
  confirmText(target, first(), 'FIXED1');
  expect(drawPlate(target, moved)).toBe(0);
  expect(drawPlate(target, { ...beside, x: 12 })).toBe(1);
  expect(shownPlates(target).map((plate) => [plate.text, plate.box])).toEqual([
    ['FIXED1', moved],
    ['', { ...beside, x: 12 }],
  ]);
  // A box put in the middle by keys, and found by a model, is always one more.
  expect(addPlate(target, { ...beside, x: 12 })).toBe(2);
});
