/** Pairing rows with columns at the least total cost (Hungarian method, shortest augmenting paths). */

/** A pair that must not be made. */
export const FORBIDDEN = Number.POSITIVE_INFINITY;

/**
 * For each row the column it is paired with, or −1. Makes as many allowed pairs as possible and,
 * among those, the cheapest; costs may be negative. `costs[row][column]`, all rows of one length.
 */
export function assign(costs: readonly (readonly number[])[]): number[] {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  if (rows === 0 || columns === 0) return costs.map(() => -1);
  const finite = costs.flat().filter(Number.isFinite);
  if (finite.length === 0) return costs.map(() => -1);
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  // Dearer than any set of allowed pairs, yet small enough to keep differences exact.
  const never = (high - low + 1) * (Math.min(rows, columns) + 1);
  const size = Math.max(rows, columns);
  const cost = (row: number, column: number): number => {
    const value = costs[row]?.[column];
    return value === undefined || value === FORBIDDEN ? never : value - low;
  };
  const rowOf = solveSquare(size, cost);
  const result = costs.map(() => -1);
  rowOf.forEach((row, column) => {
    const value = costs[row]?.[column];
    if (value !== undefined && value !== FORBIDDEN) result[row] = column;
  });
  return result;
}

/** The row of each column in the cheapest complete pairing of a square matrix. Costs ≥ 0. */
function solveSquare(size: number, cost: (row: number, column: number) => number): number[] {
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  // Index 0 is a helper column that holds the row being placed; real ones start at 1.
  const rowAt = new Int32Array(size + 1);
  const cameFrom = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    rowAt[0] = row;
    let column = 0;
    const slack = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const done = new Uint8Array(size + 1);
    do {
      done[column] = 1;
      const current = rowAt[column] as number;
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= size; j++) {
        if (done[j]) continue;
        const reduced =
          cost(current - 1, j - 1) -
          (rowPotential[current] as number) -
          (columnPotential[j] as number);
        if (reduced < (slack[j] as number)) {
          slack[j] = reduced;
          cameFrom[j] = column;
        }
        if ((slack[j] as number) < step) {
          step = slack[j] as number;
          next = j;
        }
      }
      for (let j = 0; j <= size; j++) {
        if (done[j]) {
          const at = rowAt[j] as number;
          rowPotential[at] = (rowPotential[at] as number) + step;
          columnPotential[j] = (columnPotential[j] as number) - step;
        } else {
          slack[j] = (slack[j] as number) - step;
        }
      }
      column = next;
    } while (rowAt[column] !== 0);
    while (column !== 0) {
      const previous = cameFrom[column] as number;
      rowAt[column] = rowAt[previous] as number;
      column = previous;
    }
  }
  return Array.from(rowAt.subarray(1), (row) => row - 1);
}
