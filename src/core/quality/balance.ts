/** Which combinations of properties are over- or under-filled, and weights that make up for it. */

/** Counts of two properties against each other. */
export interface CrossTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** `[row][column]`. */
  readonly counts: readonly (readonly number[])[];
  /** The same as if both properties had nothing to do with each other. */
  readonly expected: readonly (readonly number[])[];
  /** Standardised residual (count − expected) / √(expected·(1−row share)·(1−column share)); 0 for empty. */
  readonly residuals: readonly (readonly number[])[];
}

/** Residuals beyond this are called over- or under-filled: chance goes there in 1 of 370 cells. */
export const TELLING_RESIDUAL = 3;

/** Rows and columns in the order of their size, larger first. */
export function crossTable(pairs: readonly (readonly [string, string])[]): CrossTable {
  const rowTotals = totals(pairs.map(([row]) => row));
  const columnTotals = totals(pairs.map(([, column]) => column));
  const rows = [...rowTotals.keys()];
  const columns = [...columnTotals.keys()];
  const at = new Map<string, number>();
  for (const [row, column] of pairs) {
    const key = JSON.stringify([row, column]);
    at.set(key, (at.get(key) ?? 0) + 1);
  }
  const total = pairs.length;
  const each = <T>(make: (row: string, column: string) => T) =>
    rows.map((row) => columns.map((column) => make(row, column)));
  const count = (row: string, column: string) => at.get(JSON.stringify([row, column])) ?? 0;
  const expect = (row: string, column: string) =>
    ((rowTotals.get(row) ?? 0) * (columnTotals.get(column) ?? 0)) / Math.max(1, total);
  return {
    rows,
    columns,
    counts: each(count),
    expected: each(expect),
    residuals: each((row, column) => {
      const expected = expect(row, column);
      const spread =
        expected *
        (1 - (rowTotals.get(row) ?? 0) / total) *
        (1 - (columnTotals.get(column) ?? 0) / total);
      return spread > 0 ? (count(row, column) - expected) / Math.sqrt(spread) : 0;
    }),
  };
}

function totals(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map([...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
}

/** No sample is drawn more than this many times as often as another: a rare cell is also noise. */
const MOST_WEIGHT = 5;

/**
 * Sampling weights that boost rare cells: the inverse square root of a cell's size (between "as it is"
 * and "all cells alike"), at most five times apart, 1 on the mean.
 * @param cells the cell of each sample, e.g. `cluster 3`
 */
export function boostWeights(cells: readonly string[]): number[] {
  const sizes = totals(cells);
  const raw = cells.map((cell) => 1 / Math.sqrt(sizes.get(cell) as number));
  const least = raw.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const capped = raw.map((weight) => Math.min(weight, least * MOST_WEIGHT));
  const mean = capped.reduce((a, b) => a + b, 0) / Math.max(1, capped.length);
  return capped.map((weight) => weight / mean);
}
