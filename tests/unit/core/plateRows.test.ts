import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plateRows } from '../../../src/core/plateRows.ts';

const places = (...points: [number, number][]) => Float32Array.from(points.flat());

describe('plateRows', () => {
  it('says nothing about an empty plate', () => {
    expect(plateRows(places([0.5, 0.5], [0.5, 0.5]), [false, false])).toBeNull();
  });

  it('finds the second row where the characters begin again at the left, lower', () => {
    const two = places([0.3, 0.3], [0.6, 0.3], [0.2, 0.7], [0.5, 0.7], [0.8, 0.7]);
    expect(plateRows(two, [true, true, true, true, true])).toBe(2);
    // One character over three, one over one, and the lower row alone.
    expect(plateRows(two.subarray(2), [true, true, true, true])).toBe(2);
    expect(plateRows(places([0.5, 0.3], [0.2, 0.7]), [true, true])).toBe(2);
    expect(plateRows(two.subarray(4), [true, true, true])).toBe(1);
  });

  it('does not look at slots without a character', () => {
    const row = places([0.3, 0.4], [0.1, 0.9], [0.6, 0.5]);
    expect(plateRows(row, [true, false, true])).toBe(1);
  });

  it('takes a row that goes on to the right for one, however tilted', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (count, slope) => {
          const row = Array.from({ length: count }, (_, i): [number, number] => {
            const x = (i + 0.5) / count;
            return [x, 0.5 + slope * (x - 0.5)];
          });
          expect(plateRows(places(...row), new Array(count).fill(true))).toBe(1);
        },
      ),
    );
  });
});
