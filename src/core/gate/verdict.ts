/**
 * The gate: whether a new model may take over, from plates whose text is known. Accepting asks for
 * evidence that it is better, no red item of the regress list and no slice that may have lost three
 * points; refusing asks for evidence that it is worse, anywhere. `docs/models.md` has the proofs.
 */
import { upperBound } from './binomial.ts';
import { eValue } from './evidence.ts';
import {
  type PairedCounts,
  type PairedPlate,
  pairedCounts,
  pairedSlices,
  type Slice,
} from './paired.ts';
import type { RegressOutcome } from './regress.ts';

/** Evidence of 20 : 1 decides. */
export const ENOUGH = 20;
/** Slices of as many plates are held to `MOST_BROKEN`. */
const SLICE_BOUND_FROM = 100;
/** Slices of fewer plates are shown and decide nothing. */
const SLICE_DECIDES_FROM = 30;
/** What a slice may lose at most, at 95 %. */
export const MOST_BROKEN = 0.03;
/** Beyond this, "about k more" would be a guess. */
const FAR = 5000;

export type Verdict = 'accept' | 'refuse' | 'undecided';

/** Why it is so, most important first; the screens have the words. */
export type Reason =
  | { readonly kind: 'better' }
  | { readonly kind: 'worse' }
  | { readonly kind: 'same' }
  | { readonly kind: 'few'; readonly more: number | null }
  | { readonly kind: 'regress'; readonly items: number }
  | { readonly kind: 'slice-worse'; readonly slice: string }
  | { readonly kind: 'slice-open'; readonly slice: string; readonly bound: number }
  | { readonly kind: 'test-worse' };

export interface JudgedSlice extends Slice {
  /** One-sided 95 % bound of the share broken. */
  readonly bound: number;
  /** E for "this slice got worse". */
  readonly worse: number;
  readonly holds: boolean;
}

export interface GateRecord {
  readonly verdict: Verdict;
  readonly n: number;
  readonly rightBefore: number;
  readonly rightAfter: number;
  readonly mended: number;
  readonly broken: number;
  /** Evidence for better and for worse; 20 decides (20 · candidates for better). */
  readonly better: number;
  readonly worse: number;
  readonly needed: number;
  readonly slices: readonly JudgedSlice[];
  readonly regress: { readonly items: number; readonly red: number };
  /** Plates of the test split, counted in nothing above; missing in records of older versions. */
  readonly test?: Pick<PairedCounts, 'n' | 'mended' | 'broken'>;
  /** Plates on which more would be told apart, at the rates seen; null when that cannot be said. */
  readonly morePlates: number | null;
  readonly reasons: readonly Reason[];
}

export interface GateInput {
  readonly plates: readonly PairedPlate[];
  readonly regress: Pick<RegressOutcome, 'items' | 'red'>;
  /** Candidates judged side by side: each needs as many times the evidence. */
  readonly candidates?: number;
  /** Plates of the test split: they may refuse, never accept. */
  readonly test?: readonly PairedPlate[];
}

/** Judges a candidate. */
export function judge(input: GateInput): GateRecord {
  const counts = pairedCounts(input.plates);
  const { mended, broken, n } = counts;
  const needed = ENOUGH * Math.max(1, input.candidates ?? 1);
  const better = eValue(mended, broken);
  const worse = eValue(broken, mended);
  const slices = pairedSlices(input.plates).map(judgedSlice);
  const test = pairedCounts(input.test ?? []);
  const red = input.regress.red.length;
  const against: Reason[] = [];
  if (worse >= ENOUGH) against.push({ kind: 'worse' });
  if (red > 0) against.push({ kind: 'regress', items: red });
  for (const slice of slices) {
    if (slice.n >= SLICE_DECIDES_FROM && slice.worse >= ENOUGH) {
      against.push({ kind: 'slice-worse', slice: slice.name });
    }
  }
  if (eValue(test.broken, test.mended) >= ENOUGH) against.push({ kind: 'test-worse' });
  const open: Reason[] = slices
    .filter(({ holds }) => !holds)
    .map(({ name, bound }) => ({ kind: 'slice-open', slice: name, bound }));
  const morePlates = better >= needed ? sliceMore(slices) : moreUntil(mended, broken, n, needed);
  let verdict: Verdict = 'undecided';
  let reasons: Reason[];
  if (against.length > 0) {
    verdict = 'refuse';
    reasons = against;
  } else if (better < needed) {
    reasons = [
      mended + broken === 0 && n > 0 ? { kind: 'same' } : { kind: 'few', more: morePlates },
      ...open,
    ];
  } else if (open.length > 0) {
    reasons = [{ kind: 'better' }, ...open];
  } else {
    verdict = 'accept';
    reasons = [{ kind: 'better' }];
  }
  return {
    verdict,
    ...counts,
    better,
    worse,
    needed,
    slices,
    regress: { items: input.regress.items, red },
    test: { n: test.n, mended: test.mended, broken: test.broken },
    morePlates: verdict === 'undecided' ? morePlates : null,
    reasons,
  };
}

function judgedSlice(slice: Slice): JudgedSlice {
  const bound = upperBound(slice.broken, slice.n);
  return {
    ...slice,
    bound,
    worse: eValue(slice.broken, slice.mended),
    holds: slice.n < SLICE_BOUND_FROM || bound < MOST_BROKEN,
  };
}

/**
 * About how many plates more tell the two apart if mended and broken go on at the rates seen; null
 * when the new model is not ahead, or that is too far to say.
 */
export function moreUntil(
  mended: number,
  broken: number,
  n: number,
  needed: number,
): number | null {
  if (n === 0 || mended <= broken) return null;
  for (let more = 1; more <= FAR; more = Math.ceil(more * 1.05)) {
    const scale = (n + more) / n;
    if (eValue(Math.floor(mended * scale), Math.ceil(broken * scale)) >= needed) return more;
  }
  return null;
}

/** The same until each slice's bound holds at the share of broken plates seen. */
function sliceMore(slices: readonly JudgedSlice[]): number | null {
  let most = 0;
  for (const { holds, n, broken } of slices) {
    if (holds) continue;
    let more = 1;
    while (
      more <= FAR &&
      upperBound(Math.round((broken * (n + more)) / n), n + more) >= MOST_BROKEN
    ) {
      more = Math.ceil(more * 1.05);
    }
    if (more > FAR) return null;
    most = Math.max(most, more);
  }
  return most;
}
