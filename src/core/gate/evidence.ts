/**
 * Evidence that one model reads better than another, from the plates on which they differ:
 * `mended` only the new one reads right, `broken` only the old one. Were they equally good, each
 * such plate would be mended or broken by the toss of a coin.
 */
import { binomialPmf } from './binomial.ts';

/**
 * The e-value of a uniform mixture over chances of mending from ½ to 1:
 * 2^(f+b) · 2∫½¹ t^f (1−t)^b dt. It may be looked at after every plate: were the new model no
 * better, it would ever reach 20 in at most one of twenty runs (Ville). Infinity beyond 1e308.
 *
 * For whole numbers the integral is a sum of binomial coefficients; each term follows from the one
 * before it.
 */
export function eValue(mended: number, broken: number): number {
  const n = mended + broken;
  let term = 1;
  let sum = 1;
  for (let k = mended; k > 0; k--) {
    term *= k / (n + 2 - k);
    sum += term;
  }
  return sum / (broken + 1);
}

/**
 * McNemar's mid-p, one-sided: P(X > f) + ½P(X = f), X ~ Bin(f + b, ½). For one look at a number of
 * plates fixed beforehand; 0.5 when nothing differs.
 */
export function midP(mended: number, broken: number): number {
  const n = mended + broken;
  // From the smaller tail, so that small values keep their digits.
  if (mended < broken) return 1 - midP(broken, mended);
  let term = binomialPmf(mended, n, 0.5);
  let sum = term / 2;
  for (let k = mended; k < n; k++) {
    term *= (n - k) / (k + 1);
    sum += term;
  }
  return sum;
}

/** A difference in parts of one, with its 95 % interval. */
export interface Difference {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Gain in exact plates of `n`, interval by Agresti and Min (2005); NaN for n = 0. */
export function pairedDifference(mended: number, broken: number, n: number): Difference {
  if (n === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN };
  const [all, f, b] = [n + 2, mended + 0.5, broken + 0.5];
  const middle = (f - b) / all;
  const half = (1.959964 / all) * Math.sqrt(f + b - (f - b) ** 2 / all);
  return {
    value: (mended - broken) / n,
    low: Math.max(-1, middle - half),
    high: Math.min(1, middle + half),
  };
}
