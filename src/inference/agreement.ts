/** Whether two backends give the same answers. */
import type { Tensor } from './runtime.ts';

/** What outputs may differ by, in parts of values above 1: fp16 weights and other orders of sums stay far below. */
const MOST = 1e-2;

/** @returns false also for other names, shapes, or values that are no numbers on one side */
export function agree(a: ReadonlyMap<string, Tensor>, b: ReadonlyMap<string, Tensor>): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([name, { data }]) => {
    const other = b.get(name)?.data;
    if (other?.length !== data.length) return false;
    return data.every((value, i) => {
      const difference = Math.abs(value - (other[i] as number));
      return difference <= MOST * Math.max(1, Math.abs(value));
    });
  });
}

/** Noise from 0 to `most`, always the same. */
export function noiseTensor(dims: readonly number[], most: number): Tensor {
  let state = 1;
  const count = dims.reduce((product, n) => product * n, 1);
  const data = Float32Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (((state >> 8) & 255) / 255) * most;
  });
  return { data, dims };
}
