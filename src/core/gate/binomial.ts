/** Exact binomial probabilities: sums of terms that follow from their neighbour, none from a series. */

const logFactorials: number[] = [0];

/** ln n!; n a whole number ≥ 0. */
function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) {
    logFactorials.push((logFactorials[i - 1] as number) + Math.log(i));
  }
  return logFactorials[n] as number;
}

/** P(X = k) for X ~ Bin(n, p). */
export function binomialPmf(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  if (p <= 0) return k === 0 ? 1 : 0;
  if (p >= 1) return k === n ? 1 : 0;
  const ways = logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  return Math.exp(ways + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

/** P(X ≤ k) for X ~ Bin(n, p). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n || p <= 0) return 1;
  if (p >= 1) return 0;
  // From the larger term outwards, on the shorter side of the mean.
  if (k > n * p) return 1 - upperTail(k + 1, n, p);
  let term = binomialPmf(k, n, p);
  let sum = term;
  for (let i = k; i > 0 && term > sum * 1e-17; i--) {
    term *= (i / (n - i + 1)) * ((1 - p) / p);
    sum += term;
  }
  return Math.min(1, sum);
}

/** P(X ≥ k). */
function upperTail(k: number, n: number, p: number): number {
  let term = binomialPmf(k, n, p);
  let sum = term;
  for (let i = k; i < n && term > sum * 1e-17; i++) {
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
    sum += term;
  }
  return Math.min(1, sum);
}

/**
 * The largest rate that `hits` of `n` leave possible at one-sided `level` (Clopper and Pearson
 * 1934): P(X ≤ hits) = 1 − level there. 1 when n is 0.
 */
export function upperBound(hits: number, n: number, level = 0.95): number {
  if (hits >= n) return 1;
  return rateWhere((p) => binomialCdf(hits, n, p) < 1 - level);
}

/** The smallest such rate; 0 when n is 0. */
export function lowerBound(hits: number, n: number, level = 0.95): number {
  return hits <= 0 ? 0 : 1 - upperBound(n - hits, n, level);
}

/** The rate from which on `isBeyond` holds, by halving down to neighbouring doubles. */
function rateWhere(isBeyond: (rate: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (isBeyond(middle)) high = middle;
    else low = middle;
  }
}
