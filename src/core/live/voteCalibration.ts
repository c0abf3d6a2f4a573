/**
 * How sure a vote may call itself. Frames of one video err alike, so many agreeing readings claim more
 * than they know: what is pooled is set against what came true on made videos.
 */

/** Divides the log-odds of a pooled probability of one character; docs/live.md has how it was fitted. */
const VOTE_TEMPERATURE = 1.96;

/** Nothing is called surer than this: no evaluation of ours could tell it from certainty. */
const MOST = 0.999;
/** Keeps log-odds finite. */
const LEAST = 1 - MOST;

/** What a vote ended with. */
export interface VoteOutcome {
  /** The least sure slot's probability, 0–1. */
  readonly weakest: number;
  /** Readings that say exactly the text, and those that say another one. */
  readonly votes: number;
  readonly dissent: number;
}

/** Weights of a logistic regression: a constant, the weakest slot's log-odds, those of agreement. */
export type VoteWeights = readonly [constant: number, weakest: number, agreement: number];

/** Fitted by `scripts/eval/liveCalibration.mjs`; docs/live.md has the figures. */
const VOTE_WEIGHTS: VoteWeights = [-0.38, 0.61, 0.89];

/**
 * A pooled probability of a character, 0–1, as one that holds over many, 0–`MOST`. Keeps the order of values.
 */
export function tempered(confidence: number): number {
  if (confidence <= 0) return 0;
  if (confidence >= 1) return MOST;
  return Math.min(MOST, logistic(Math.log(confidence / (1 - confidence)) / VOTE_TEMPERATURE));
}

/** How likely a vote's whole text is right, 0–`MOST`: by its weakest slot and by how far its readings agree. */
export function plateConfidence(outcome: VoteOutcome, weights: VoteWeights = VOTE_WEIGHTS): number {
  return Math.min(MOST, chanceOf(signsOf(outcome), weights));
}

/** Keeps weights of few outcomes from running away. */
const RIDGE = 0.02;

/**
 * The weights under which outcomes are likeliest (ridge-regularised logistic regression, by Newton's
 * method). @throws RangeError without outcomes
 */
export function fitPlateConfidence(
  outcomes: readonly (VoteOutcome & { readonly isRight: boolean })[],
): VoteWeights {
  if (outcomes.length === 0) throw new RangeError('no outcomes to fit weights to');
  let weights: VoteWeights = [0, 0, 0];
  for (let round = 0; round < 50; round++) {
    const slope = weights.map((w) => RIDGE * w);
    const curve = weights.map((_, i) => weights.map((__, j) => (i === j ? RIDGE : 0)));
    for (const outcome of outcomes) {
      const signs = signsOf(outcome);
      const p = chanceOf(signs, weights);
      signs.forEach((a, i) => {
        slope[i] = (slope[i] as number) + a * (p - Number(outcome.isRight));
        const row = curve[i] as number[];
        signs.forEach((b, j) => {
          row[j] = (row[j] as number) + a * b * p * (1 - p);
        });
      });
    }
    const step = solve(curve, slope);
    weights = weights.map((w, i) => w - (step[i] as number)) as unknown as VoteWeights;
  }
  return weights;
}

/** One, the weakest slot's log-odds, and those of the share that agrees, half a reading of each kind added. */
function signsOf({ weakest, votes, dissent }: VoteOutcome): VoteWeights {
  return [1, logOdds(weakest), logOdds((votes + 0.5) / (votes + dissent + 1))];
}

const chanceOf = (signs: VoteWeights, weights: VoteWeights): number =>
  logistic(weights.reduce((sum, weight, i) => sum + weight * (signs[i] as number), 0));

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Of a probability, kept within `LEAST` and `MOST`. */
function logOdds(p: number): number {
  const inside = Math.min(MOST, Math.max(LEAST, p));
  return Math.log(inside / (1 - inside));
}

/** x of a x = b, a positive definite, by elimination. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i] as number]);
  for (const [i, pivot] of rows.entries()) {
    for (const [k, row] of rows.entries()) {
      const factor = (row[i] as number) / (pivot[i] as number);
      if (k !== i)
        row.forEach((value, j) => {
          row[j] = value - factor * (pivot[j] as number);
        });
    }
  }
  return rows.map((row, i) => (row[rows.length] as number) / (row[i] as number));
}
