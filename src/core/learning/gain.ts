/** What more answers will probably bring, and when enough is enough. */
import { pairedDifference } from '../gate/evidence.ts';

/** Below this gain, in parts of one, more answers are not asked for. */
export const WORTHWHILE = 0.005;
/** Share of equal predictions over rounds at which a layer counts as settled. */
const SETTLED = 0.99;
const ROUNDS = 3;

/** The gain that was measured with so many answers: f mended and b broken of n. */
export interface LearningPoint {
  readonly answers: number;
  readonly mended: number;
  readonly broken: number;
  readonly n: number;
}

export interface ExpectedGain {
  /** In parts of one, for so many answers more. */
  readonly low: number;
  readonly high: number;
}

/**
 * The band of gain from `more` further answers: between nothing and what a curve that still rose as
 * it did over its last doubling would bring (95 %). Null before there are two points.
 */
export function expectedGain(curve: readonly LearningPoint[], more: number): ExpectedGain | null {
  const last = curve.at(-1);
  const before = curve.filter((point) => last && point.answers <= last.answers / 2).at(-1);
  if (!last || !before || before.answers === 0) return null;
  const now = pairedDifference(last.mended, last.broken, last.n);
  const then = pairedDifference(before.mended, before.broken, before.n);
  const perDoubling = now.value - then.value;
  const spread = Math.hypot(now.high - now.value, then.value - then.low) / 2;
  const doublings =
    Math.log2((last.answers + more) / last.answers) / Math.log2(last.answers / before.answers);
  return {
    low: Math.max(0, (perDoubling - spread) * doublings),
    high: Math.max(0, (perDoubling + spread) * doublings),
  };
}

/**
 * Whether asking can stop: over three rounds a fixed set of plates was read the same (99 %) and the
 * band of what more would bring lies under half a point.
 * @param rounds what each layer, oldest first, read of that set
 */
export function isSettled(
  rounds: readonly (readonly string[])[],
  gain: ExpectedGain | null,
): boolean {
  const last = rounds.slice(-ROUNDS);
  if (last.length < ROUNDS || gain === null || gain.high >= WORTHWHILE) return false;
  return last.slice(1).every((texts, i) => {
    const before = last[i] as readonly string[];
    const same = texts.filter((text, k) => text === before[k]).length;
    return texts.length > 0 && same >= SETTLED * texts.length;
  });
}
