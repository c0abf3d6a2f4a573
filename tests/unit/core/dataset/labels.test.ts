import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyEdits,
  applyUndo,
  LabelEditError,
  noPlateEdits,
  stillHolds,
} from '../../../../src/core/dataset/edits.ts';
import { isCorrection, labelState, unanswered } from '../../../../src/core/dataset/labelState.ts';
import type {
  Label,
  LabelEdit,
  PlateLabel,
  Prediction,
} from '../../../../src/core/dataset/types.ts';
import type { Plate } from '../../../../src/core/types.ts';

const box = { x: 10, y: 20, width: 100, height: 30 };
const plate = (id: string, more: Partial<PlateLabel> = {}): PlateLabel => ({
  id,
  box,
  verdict: 'plate',
  text: 'ABC123',
  raw: null,
  unreadable: null,
  region: null,
  rows: null,
  origin: null,
  ...more,
});
const predicted = (x: number, text = 'ABC123'): Plate => ({
  detection: { box: { ...box, x }, confidence: 0.9, classIndex: 0 },
  reading: { text, confidence: 0.9, characters: [], rows: 1, alternatives: [] },
});
const model = { id: 'm', sha256: '', backend: 'wasm' } as const;
const prediction: Prediction = {
  sample: 's',
  id: 'p',
  at: 0,
  plates: [predicted(10), predicted(500)],
  detector: model,
  reader: model,
  embedding: null,
};
const context = { sample: 's', at: 1, prediction: 'p' };
const set = (id: string, value: PlateLabel | null): LabelEdit => ({ kind: 'plate', id, value });

describe('edits', () => {
  test('undo brings back any label, whatever was done', () => {
    const edit = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      text: fc.option(fc.constantFrom('AB1', 'XY9')),
      remove: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.array(edit, { minLength: 1 }), { minLength: 1 }), (steps) => {
        let label: Label | null = null;
        const states: (Label | null)[] = [];
        const undos: (readonly LabelEdit[])[] = [];
        for (const step of steps) {
          const edits = step.map(({ id, text, remove }) =>
            set(id, remove ? null : plate(id, { text })),
          );
          const applied = applyEdits(label, edits, context);
          states.push(label);
          undos.push(applied.entry.undo);
          label = applied.label;
          expect(stillHolds(label, edits)).toBe(true);
        }
        while (undos.length > 0) {
          label = applyEdits(label, undos.pop() ?? [], context).label;
          expect(label.plates).toEqual(states.pop()?.plates ?? []);
        }
        expect(label?.revision).toBe(2 * steps.length);
      }),
    );
  });

  test('undo leads back to the prediction that the label was on, unless another answer needs it', () => {
    const imported = applyEdits(null, [set('i', plate('i')), { kind: 'partly', value: true }], {
      ...context,
      prediction: null,
    }).label;
    const answer = (id: string, n: number) =>
      set(id, plate(id, { origin: { prediction: 'p', plate: n } }));
    const one = applyEdits(imported, [answer('a', 0)], { ...context, prediction: 'p' });
    expect(one.label.prediction).toBe('p');
    const back = applyUndo(one.label, one.entry, 2);
    expect(back.label).toMatchObject({ plates: imported.plates, prediction: null, revision: 3 });
    const again = applyUndo(back.label, back.entry, 3);
    expect(again.label).toMatchObject({ plates: one.label.plates, prediction: 'p', revision: 4 });

    const two = applyEdits(one.label, [answer('b', 1)], { ...context, prediction: 'p' });
    const firstBack = applyUndo(two.label, one.entry, 2);
    expect(firstBack.label.prediction).toBe('p');
    const bothBack = applyUndo(applyUndo(two.label, two.entry, 2).label, one.entry, 3);
    expect(bothBack.label).toMatchObject({ plates: imported.plates, prediction: null });
  });

  test('a photo that was labelled before anything was read stays labelled when a plate is answered', () => {
    const unread = { ...context, prediction: null };
    const imported = applyEdits(null, [set('i', plate('i'))], unread).label;
    expect(labelState(imported, prediction)).toBe('labelled');
    // The reader sees one plate more, at 500: a doubt about the label, not a gap in it.
    const answered = applyEdits(imported, [set('i', plate('i', { text: 'XY9' }))], context);
    expect(labelState(answered.label, prediction)).toBe('labelled');
    expect(unanswered(answered.label, prediction)).toEqual([1]);
    // What an import left out, or a photo said to hold none, is answered plate by plate from then on.
    const partly = applyEdits(
      null,
      [...answered.entry.edits, { kind: 'partly', value: true }],
      unread,
    );
    const whole = [set('i', plate('i')), { kind: 'partly', value: false } as const];
    expect(labelState(applyEdits(partly.label, whole, context).label, prediction)).toBe('partly');
    const none = applyEdits(null, [{ kind: 'no-plate', value: true }], unread).label;
    const found = [{ kind: 'no-plate', value: false } as const, set('i', plate('i'))];
    expect(labelState(applyEdits(none, found, context).label, prediction)).toBe('partly');
    // So is a photo whose labels were all taken back.
    const empty = applyEdits(imported, [set('i', null)], unread).label;
    expect(labelState(applyEdits(empty, [set('j', plate('j'))], context).label, prediction)).toBe(
      'partly',
    );
  });

  test('two tabs on two plates of one photo lose nothing', () => {
    const first = applyEdits(null, [set('a', plate('a'))], context).label;
    const both = applyEdits(first, [set('b', plate('b'))], context).label;
    expect(both.plates.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('two tabs on one plate: what the other said of it stays, and undo takes back only mine', () => {
    const theirs = applyEdits(null, [set('a', plate('a', { text: 'X1' }))], context).label;
    // Drawn before the other tab's text was known.
    const value = plate('a', { text: null, region: 'de' });
    const mine: LabelEdit = { kind: 'plate', id: 'a', value, fields: ['region'] };
    const { label, entry } = applyEdits(theirs, [mine], context);
    expect(label.plates).toEqual([plate('a', { text: 'X1', region: 'de' })]);
    expect(stillHolds(label, entry.edits)).toBe(true);
    expect(applyEdits(label, entry.undo, context).label.plates).toEqual(theirs.plates);
    expect(applyEdits(null, [mine], context).label.plates).toEqual([value]);
  });

  test('undo knows when somebody else changed the plate since', () => {
    const mine = [set('a', plate('a'))];
    const label = applyEdits(null, mine, context).label;
    const theirs = applyEdits(label, [set('a', plate('a', { text: 'X1' }))], context).label;
    expect(stillHolds(theirs, mine)).toBe(false);
  });

  test.each([
    ['plates on a photo without plates', [set('a', plate('a')), { kind: 'no-plate', value: true }]],
    ['a box without area', [set('a', plate('a', { box: { ...box, width: 0 } }))]],
    ['text on an unreadable plate', [set('a', plate('a', { unreadable: 'dark' }))]],
    ['an empty text', [set('a', plate('a', { text: '' }))]],
    ['another id', [set('b', plate('a'))]],
  ] as [string, LabelEdit[]][])('%s makes no sense', (_, edits) => {
    expect(() => applyEdits(null, edits, context)).toThrow(LabelEditError);
  });

  test('"no plate here" answers every plate, takes drawn ones back, and can be undone', () => {
    const origin = { prediction: 'p', plate: 0 };
    const before = applyEdits(
      null,
      [set('a', plate('a', { origin })), set('z', plate('z'))],
      context,
    );
    const edits = noPlateEdits(before.label, [plate('a', { origin }), plate('b', { origin })]);
    const after = applyEdits(before.label, edits, context);
    expect(after.label.noPlate).toBe(true);
    expect(after.label.plates.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['a', 'not-plate'],
      ['b', 'not-plate'],
    ]);
    const undone = applyEdits(after.label, after.entry.undo, context).label;
    expect(undone.plates).toEqual(before.label.plates);
    expect(undone.noPlate).toBe(false);
  });
});

describe('state', () => {
  const origin = (n: number) => ({ prediction: 'p', plate: n });
  const labelOf = (...plates: PlateLabel[]) =>
    applyEdits(
      null,
      plates.map((p) => set(p.id, p)),
      context,
    ).label;

  test('from unlabelled over partly to labelled', () => {
    expect(labelState(null, prediction)).toBe('unlabelled');
    const one = labelOf(plate('a', { origin: origin(0) }));
    expect(labelState(one, prediction)).toBe('partly');
    expect(unanswered(one, prediction)).toEqual([1]);
    const both = labelOf(plate('a', { origin: origin(0) }), plate('b', { origin: origin(1) }));
    expect(labelState(both, prediction)).toBe('labelled');
  });

  test('a drawn box over a predicted plate answers it', () => {
    const drawn = labelOf(plate('a'), plate('b', { box: { ...box, x: 510 } }));
    expect(labelState(drawn, prediction)).toBe('labelled');
  });

  test('all plates refused is a negative', () => {
    const refused = (n: number) =>
      plate(`r${n}`, { origin: origin(n), verdict: 'not-plate', text: null });
    expect(labelState(labelOf(refused(0), refused(1)), prediction)).toBe('negative');
  });

  test('what counts as a correction', () => {
    expect(isCorrection(plate('a'), predicted(10))).toBe(false);
    expect(isCorrection(plate('a', { text: 'ABC124' }), predicted(10))).toBe(true);
    const answer = plate('a', { origin: { prediction: 'p', plate: 0 } });
    expect(isCorrection(answer, predicted(11))).toBe(true); // its box was moved
    expect(isCorrection(plate('a'), predicted(11))).toBe(false); // it has a box of its own
    expect(isCorrection(plate('a'), null)).toBe(true);
  });
});
