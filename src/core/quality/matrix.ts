/** Points as rows of numbers: the one shape that all searches and maps here work on. */

/** `count` points of `dim` numbers each, one after the other. */
export interface Points {
  readonly data: Float32Array;
  readonly count: number;
  readonly dim: number;
}

/** Packs rows of equal length. @throws RangeError when one is of another length or not finite. */
export function toPoints(rows: readonly ArrayLike<number>[]): Points {
  const dim = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * dim);
  rows.forEach((row, i) => {
    if (row.length !== dim)
      throw new RangeError(`point ${i} has ${row.length} numbers, not ${dim}`);
    if (!isFinitePoint(row)) throw new RangeError(`point ${i} has a number that is not finite`);
    data.set(row, i * dim);
  });
  return { data, count: rows.length, dim };
}

/** Whether every number of an embedding can be reckoned with. */
export function isFinitePoint(row: ArrayLike<number>): boolean {
  for (let i = 0; i < row.length; i++) if (!Number.isFinite(row[i])) return false;
  return true;
}

/** One point, without a copy. */
export function pointAt({ data, dim }: Points, index: number): Float32Array {
  return data.subarray(index * dim, (index + 1) * dim);
}

/** Squared Euclidean distance of two points of the same length, in double precision. */
export function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) {
    const difference = (a[d] as number) - (b[d] as number);
    sum += difference * difference;
  }
  return sum;
}

/** The same for two of the points. */
export function squaredBetween({ data, dim }: Points, i: number, j: number): number {
  let sum = 0;
  for (let a = i * dim, b = j * dim, end = a + dim; a < end; a++, b++) {
    const difference = (data[a] as number) - (data[b] as number);
    sum += difference * difference;
  }
  return sum;
}
