import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, FORBIDDEN } from '../../../../src/core/live/assign.ts';

/** Pairs and total cost of the best pairing, by trying all. */
function bruteForce(costs: number[][]): { pairs: number; cost: number } {
  const columns = costs[0]?.length ?? 0;
  let best = { pairs: 0, cost: 0 };
  const go = (row: number, used: number, pairs: number, cost: number): void => {
    if (row === costs.length) {
      if (pairs > best.pairs || (pairs === best.pairs && cost < best.cost)) best = { pairs, cost };
      return;
    }
    go(row + 1, used, pairs, cost);
    for (let c = 0; c < columns; c++) {
      const value = costs[row]?.[c] as number;
      if (used & (1 << c) || value === FORBIDDEN) continue;
      go(row + 1, used | (1 << c), pairs + 1, cost + value);
    }
  };
  go(0, 0, 0, 0);
  return best;
}

const matrix = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rows, columns]) =>
    fc.array(
      fc.array(fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constant(FORBIDDEN)), {
        minLength: columns,
        maxLength: columns,
      }),
      { minLength: rows, maxLength: rows },
    ),
  );

describe('assign', () => {
  it('is as good as trying all pairings', () => {
    fc.assert(
      fc.property(matrix, (costs) => {
        const result = assign(costs);
        const made = result.flatMap((c, r) => (c >= 0 ? [[r, c] as const] : []));
        expect(new Set(made.map(([, c]) => c)).size).toBe(made.length);
        const cost = made.reduce((sum, [r, c]) => sum + (costs[r]?.[c] as number), 0);
        expect({ pairs: made.length, cost }).toEqual(bruteForce(costs));
      }),
      { numRuns: 500 },
    );
  });

  it('answers for nothing', () => {
    expect(assign([])).toEqual([]);
    expect(assign([[], []])).toEqual([-1, -1]);
    expect(assign([[FORBIDDEN]])).toEqual([-1]);
  });
});
