/**
 * From which confidence on readings may be accepted without a look, as far as a person's own answers
 * justify it. Fixed-sequence testing (Angelopoulos et al., "Learn then test", 2021): from the surest
 * answers down, each set is tested with an exact binomial test; the first that fails ends it, so that
 * all sets before it hold together with the same certainty.
 */

/** An answer of a person to a reading. */
export interface Answer {
  /** How sure the reader was, 0–1. */
  readonly confidence: number;
  /** Whether the text was right as it was read. */
  readonly right: boolean;
}

export interface SureSet {
  /** Readings from this confidence on are sure enough; null where the answers do not justify any. */
  readonly from: number | null;
  /** Answers from that confidence on, or all of them, and how many were right. */
  readonly answers: number;
  readonly right: number;
  /** Right answers that would be enough, were there no wrong one. */
  readonly needed: number;
}

/** Most of the accepted readings that may be wrong, and how often that promise may fail. */
export const MOST_WRONG = 0.02;
export const FAILURE = 0.1;
/** Each set is this much larger than the one before: a test for each answer would say no more. */
const GROWTH = 1.1;

/**
 * @param answers in any order
 * @param mostWrong share of wrong readings to be ruled out, 0–1
 * @param failure chance of the promise not holding, 0–1
 */
export function sureSet(
  answers: readonly Answer[],
  mostWrong = MOST_WRONG,
  failure = FAILURE,
): SureSet {
  const sorted = [...answers].sort((a, b) => b.confidence - a.confidence);
  const needed = Math.ceil(Math.log(failure) / Math.log1p(-mostWrong));
  const wrongOf = (n: number) => sorted.slice(0, n).filter(({ right }) => !right).length;
  let best: number | null = null;
  // The sets depend on the confidences alone, never on what was right: that keeps the test valid.
  for (let n = needed; n <= sorted.length; n = Math.ceil(n * GROWTH)) {
    const size = withTies(sorted, n);
    if (binomialCdf(wrongOf(size), size, mostWrong) > failure) break;
    best = size;
  }
  const size = best ?? sorted.length;
  return {
    from: best === null ? null : (sorted[best - 1]?.confidence ?? null),
    answers: size,
    right: size - wrongOf(size),
    needed,
  };
}

/** A threshold takes all answers of equal confidence. */
function withTies(sorted: readonly Answer[], n: number): number {
  const last = sorted[n - 1]?.confidence;
  let size = n;
  while (size < sorted.length && sorted[size]?.confidence === last) size += 1;
  return size;
}

/**
 * Chance of at most `k` of `n` where each happens with chance `p`; what the one-sided Clopper–Pearson
 * bound inverts. `0 ≤ k ≤ n`, `0 < p < 1`.
 */
export function binomialCdf(k: number, n: number, p: number): number {
  let log = n * Math.log1p(-p);
  let sum = Math.exp(log);
  for (let i = 1; i <= k; i++) {
    log += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

/** Upper one-sided Clopper–Pearson bound of a share: `k` of `n`, failing with chance `failure`. */
export function upperBound(k: number, n: number, failure = FAILURE): number {
  if (k >= n) return 1;
  let [low, high] = [k / n, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (binomialCdf(k, n, middle) > failure) low = middle;
    else high = middle;
  }
  return high;
}
