/**
 * Confident learning (Northcutt et al. 2021) over single characters: which characters a person's texts
 * mix up. A character counts as seen where the reader is at least as sure of it as it is on the mean
 * where that character is given. Work is by character, for a class for each character and slot would
 * be seen too seldom.
 */

export interface CharacterVote {
  /** Index of the given character. */
  readonly label: number;
  /** Probability of each character. */
  readonly probabilities: ArrayLike<number>;
}

export interface ConfidentJoint {
  /** `[given][seen]` counts, the diagonal at least 1. */
  readonly joint: number[][];
  /** t_k: the mean p(k) over what is labelled k; null where nothing is. */
  readonly thresholds: readonly (number | null)[];
  /** Positions of votes whose seen character is another than the given one. */
  readonly issues: readonly number[];
}

const ROUNDING = 1e-6;
const LEAST_THRESHOLD = 2e-6;

/** As cleanlab's `compute_confident_joint(calibrate=False)` and `find_label_issues('confident_learning')`. */
export function confidentJoint(votes: readonly CharacterVote[], classes: number): ConfidentJoint {
  const sums = new Float64Array(classes);
  const counts = new Float64Array(classes);
  for (const { label, probabilities } of votes) {
    sums[label] = (sums[label] as number) + (probabilities[label] as number);
    counts[label] = (counts[label] as number) + 1;
  }
  const thresholds = Array.from(counts, (count, k) =>
    count > 0 ? Math.max(LEAST_THRESHOLD, (sums[k] as number) / count) : null,
  );
  const joint = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const issues: number[] = [];
  votes.forEach(({ label, probabilities }, at) => {
    const seen = seenClass(probabilities, thresholds);
    if (seen === null) return;
    const row = joint[label] as number[];
    row[seen] = (row[seen] as number) + 1;
    if (seen !== label && best(probabilities, classes) !== label) issues.push(at);
  });
  joint.forEach((row, k) => {
    row[k] = Math.max(1, row[k] as number);
  });
  return { joint, thresholds, issues };
}

function seenClass(
  probabilities: ArrayLike<number>,
  thresholds: readonly (number | null)[],
): number | null {
  let [seen, several]: [number | null, boolean] = [null, false];
  thresholds.forEach((threshold, k) => {
    if (threshold === null || (probabilities[k] as number) < threshold - ROUNDING) return;
    if (seen === null) seen = k;
    else several = true;
  });
  return several ? best(probabilities, thresholds.length) : seen;
}

function best(probabilities: ArrayLike<number>, classes: number): number {
  let top = 0;
  for (let k = 1; k < classes; k++) {
    if ((probabilities[k] as number) > (probabilities[top] as number)) top = k;
  }
  return top;
}
