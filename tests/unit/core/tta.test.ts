import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Augmentation, augmentPixels, ensemble } from '../../../src/core/tta.ts';

const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))));

describe('ensemble', () => {
  const distribution = fc
    .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
    .map((weights) => {
      const sum = weights.reduce((a, b) => a + b);
      return weights.map((w) => w / sum);
    });
  const view = fc
    .array(distribution, { minLength: 4, maxLength: 4 })
    .map((rows) => Float32Array.from(rows.flat()));

  it('gives one view back, and the same view however often it is repeated', () => {
    fc.assert(
      fc.property(view, fc.integer({ min: 1, max: 4 }), (one, times) => {
        expect(farthest(ensemble(new Array(times).fill(one), 3), one)).toBeLessThan(1e-4);
      }),
    );
  });

  it('does not hang on the order of the views, and every slot sums to 1', () => {
    fc.assert(
      fc.property(view, view, (a, b) => {
        const ab = ensemble([a, b], 3);
        expect(farthest(ab, ensemble([b, a], 3))).toBeLessThan(1e-5);
        const sums = [0, 3, 6, 9].map((s) => ab.subarray(s, s + 3).reduce((x, p) => x + p));
        expect(farthest(sums, [1, 1, 1, 1])).toBeLessThan(1e-5);
      }),
    );
  });

  it('follows one sure view against two that are not', () => {
    const unsure = Float32Array.of(0.4, 0.3, 0.3, 0.3, 0.4, 0.3);
    const sure = Float32Array.of(0.02, 0.96, 0.02, 0.97, 0.02, 0.01);
    const merged = ensemble([unsure, sure, unsure], 3);
    expect(merged[1]).toBeGreaterThan(0.7);
    expect(merged[3]).toBeGreaterThan(0.7);
  });

  it('doubts where views that are equally sure differ', () => {
    const merged = ensemble([Float32Array.of(0.8, 0.1, 0.1), Float32Array.of(0.1, 0.8, 0.1)], 3);
    expect(merged[0]).toBeLessThan(0.5);
    expect(merged[0]).toBeCloseTo(merged[1] as number, 5);
  });
});

describe('augmentPixels', () => {
  const size = { width: 9, height: 5 };
  const pixels = fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 135, maxLength: 135 })
    .map((values) => Float32Array.from(values));
  const augmented = (from: Float32Array, how: Omit<Augmentation, 'of'>) => {
    const into = new Float32Array(from.length);
    augmentPixels(from, size, { of: 0, ...how }, into);
    return into;
  };
  const numbers = fc.record({
    slant: fc.double({ min: -1, max: 1, noNaN: true }),
    rise: fc.double({ min: -1, max: 1, noNaN: true }),
  });

  it('leaves pixels alone when nothing is asked', () => {
    fc.assert(
      fc.property(pixels, (from) => {
        expect(augmented(from, {})).toEqual(from);
      }),
    );
  });

  it('stays within the range of the pixels, whatever the slant', () => {
    fc.assert(
      fc.property(pixels, numbers, (from, how) => {
        const into = augmented(from, how);
        expect(Math.min(...into)).toBeGreaterThanOrEqual(Math.min(...from) - 1e-6);
        expect(Math.max(...into)).toBeLessThanOrEqual(Math.max(...from) + 1e-6);
      }),
    );
  });

  it('inverts there and back', () => {
    fc.assert(
      fc.property(pixels, (from) => {
        const back = augmented(augmented(from, { inverted: true }), { inverted: true });
        expect(farthest(back, from)).toBeLessThan(1e-6);
      }),
    );
  });

  it('tilts a column by its distance from the middle: a rise of 1 by whole rows', () => {
    const from = Float32Array.from({ length: 135 }, (_, i) => (Math.floor(i / 9) % 5) / 4);
    const into = augmented(from, { rise: 1 });
    expect(into[2 * 9 + 4]).toBeCloseTo(2 / 4, 6);
    expect(into[2 * 9 + 5]).toBeCloseTo(3 / 4, 6);
    expect(into[2 * 9 + 2]).toBeCloseTo(0, 6);
  });

  it('moves a row by its distance from the middle: a slant of 1 by whole columns', () => {
    const from = Float32Array.from({ length: 135 }, (_, i) => (i % 9) / 8);
    const into = augmented(from, { slant: 1 });
    expect(into[2 * 9 + 4]).toBeCloseTo(4 / 8, 6);
    expect(into[3 * 9 + 4]).toBeCloseTo(5 / 8, 6);
    expect(into[0 * 9 + 4]).toBeCloseTo(2 / 8, 6);
    expect(into[4 * 9 + 8]).toBeCloseTo(1, 6);
  });
});
