import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupedFolds } from '../../../../src/core/gate/folds.ts';
import type { PairedPlate } from '../../../../src/core/gate/paired.ts';
import { type RegressRun, regressOutcome } from '../../../../src/core/gate/regress.ts';
import { judge } from '../../../../src/core/gate/verdict.ts';

const CLEAN = { items: 0, red: [] };

/** `mended` and `broken` among `n` plates of one slice. */
function plates(n: number, mended: number, broken: number, slice = 'rows 1'): PairedPlate[] {
  return Array.from({ length: n }, (_, i) => ({
    id: `${slice} ${i}`,
    before: i >= mended,
    after: i < mended || i >= mended + broken,
    slices: [slice],
  }));
}

describe('the gate', () => {
  it('accepts what mends and breaks nothing', () => {
    const record = judge({ plates: plates(120, 9, 0), regress: CLEAN });
    expect(record.verdict).toBe('accept');
    expect(record).toMatchObject({ n: 120, mended: 9, broken: 0, rightBefore: 111 });
  });

  it('refuses what breaks, turned about', () => {
    const record = judge({ plates: plates(120, 0, 9), regress: CLEAN });
    expect(record.verdict).toBe('refuse');
    expect(record.reasons[0]).toEqual({ kind: 'worse' });
  });

  it('says about how many plates are missing, and they suffice', () => {
    const record = judge({ plates: plates(60, 4, 0), regress: CLEAN });
    expect(record.verdict).toBe('undecided');
    const more = record.morePlates as number;
    expect(more).toBeGreaterThan(20);
    expect(more).toBeLessThan(80);
    const scale = (60 + more) / 60;
    const later = judge({ plates: plates(60 + more, Math.floor(4 * scale), 0), regress: CLEAN });
    expect(later.verdict).toBe('accept');
  });

  it('promises nothing where the new model is not ahead', () => {
    expect(judge({ plates: plates(60, 2, 2), regress: CLEAN }).morePlates).toBeNull();
    expect(judge({ plates: plates(60, 0, 0), regress: CLEAN }).reasons).toEqual([{ kind: 'same' }]);
    expect(judge({ plates: [], regress: CLEAN }).reasons).toEqual([{ kind: 'few', more: null }]);
  });

  it('one red item of the regress list refuses the best of candidates', () => {
    const run: RegressRun = {
      item: { id: 'a', kind: 'pinned', text: 'AB12' },
      before: 'AB12',
      after: 'A812',
    };
    const record = judge({ plates: plates(300, 60, 0), regress: regressOutcome([run]) });
    expect(record.verdict).toBe('refuse');
    expect(record.reasons).toEqual([{ kind: 'regress', items: 1 }]);
  });

  it('a slice of a hundred plates that may lose three points holds an acceptance back', () => {
    const all = [...plates(300, 40, 0), ...plates(100, 3, 2, 'rows 2')];
    const record = judge({ plates: all, regress: CLEAN });
    expect(record.better).toBeGreaterThan(20);
    expect(record.verdict).toBe('undecided');
    expect(record.reasons[1]).toMatchObject({ kind: 'slice-open', slice: 'rows 2' });
    expect(record.morePlates).toBeGreaterThan(50);
  });

  it('a slice of thirty refuses only when it is shown to be worse, one below never', () => {
    const withSlice = (n: number, broken: number) =>
      judge({
        plates: [...plates(200, 60, 0), ...plates(n, 0, broken, 'rows 2')],
        regress: CLEAN,
      }).verdict;
    expect(withSlice(30, 2)).toBe('accept');
    expect(withSlice(30, 7)).toBe('refuse');
    expect(withSlice(20, 7)).toBe('accept');
  });

  it('the test split may refuse, never accept', () => {
    const good = plates(120, 9, 0);
    const refused = judge({ plates: good, regress: CLEAN, test: plates(30, 0, 7) });
    expect(refused.verdict).toBe('refuse');
    expect(refused.test).toEqual({ n: 30, mended: 0, broken: 7 });
    expect(judge({ plates: [], regress: CLEAN, test: plates(99, 40, 0) }).verdict).toBe(
      'undecided',
    );
  });

  it('asks each of several candidates for as many times the evidence', () => {
    const input = { plates: plates(120, 7, 0), regress: CLEAN };
    expect(judge(input).verdict).toBe('accept');
    expect(judge({ ...input, candidates: 2 }).verdict).toBe('undecided');
  });

  it('never accepts what lost, never refuses what gained with nothing against it', () => {
    fc.assert(
      fc.property(fc.nat(80), fc.nat(80), fc.nat(300), (f, b, same) => {
        const { verdict } = judge({ plates: plates(f + b + same, f, b), regress: CLEAN });
        if (f <= b) expect(verdict).not.toBe('accept');
        if (f >= b) expect(verdict).not.toBe('refuse');
      }),
    );
  });
});

describe('the regress list', () => {
  it('holds against a candidate only what the present model passes', () => {
    const runs = (['ok', 'red', 'open', 'mended'] as const).map((id) => ({
      item: { id, kind: 'confirmed' as const, text: 'T' },
      before: id === 'ok' || id === 'red' ? 'T' : '',
      after: id === 'ok' || id === 'mended' ? 'T' : 'I',
    }));
    const { red, open, mended, items } = regressOutcome(runs);
    expect([red, open, mended].map((of) => of.map(({ item }) => item.id))).toEqual([
      ['red'],
      ['open'],
      ['mended'],
    ]);
    expect(items).toBe(4);
  });
});

describe('grouped folds', () => {
  it('never part a group, differ by no more than the largest, and follow from the seed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { minLength: 1, maxLength: 80 }), (ids) => {
        const groups = ids.map(String);
        const folds = groupedFolds(groups, 5, 's');
        const of = new Map(groups.map((group, i) => [group, folds[i]]));
        groups.forEach((group, i) => {
          expect(folds[i]).toBe(of.get(group));
        });
        const sizes = [0, 1, 2, 3, 4].map((k) => folds.filter((fold) => fold === k).length);
        const largest = Math.max(
          ...[...of.keys()].map((g) => groups.filter((x) => x === g).length),
        );
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(largest);
        expect(groupedFolds(groups, 5, 's')).toEqual(folds);
      }),
    );
  });
});
