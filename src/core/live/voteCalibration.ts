/**
 * How sure a vote may call itself. Frames of one video err alike, so many agreeing readings claim more
 * than they know: the pooled probability is tempered by what came true on made videos.
 */

/**
 * Divides the log-odds of a pooled probability. Fitted by `scripts/eval/liveCalibration.mjs`, which
 * prints how; docs/live.md has the figures.
 */
export const VOTE_TEMPERATURE = 1.96;

/** Nothing is called surer than this: no evaluation of ours could tell it from certainty. */
const MOST = 0.999;

/**
 * A pooled probability, 0–1, as one that holds over many vehicles, 0–`MOST`. Keeps the order of values.
 * @param temperature over 1 less sure, under 1 surer
 */
export function tempered(confidence: number, temperature: number = VOTE_TEMPERATURE): number {
  if (confidence <= 0) return 0;
  if (confidence >= 1) return MOST;
  const odds = Math.log(confidence / (1 - confidence)) / temperature;
  return Math.min(MOST, 1 / (1 + Math.exp(-odds)));
}

/**
 * The temperature under which outcomes are likeliest (least negative log-likelihood), by golden-section
 * search over its logarithm. @throws RangeError without outcomes
 */
export function fitTemperature(
  outcomes: readonly { readonly confidence: number; readonly isRight: boolean }[],
): number {
  if (outcomes.length === 0) throw new RangeError('no outcomes to fit a temperature to');
  const loss = (logT: number): number =>
    outcomes.reduce((sum, { confidence, isRight }) => {
      const p = Math.max(1e-6, tempered(confidence, Math.exp(logT)));
      return sum - Math.log(isRight ? p : 1 - p);
    }, 0);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(0.2), Math.log(20)];
  for (let i = 0; i < 60; i++) {
    const a = high - ratio * (high - low);
    const b = low + ratio * (high - low);
    if (loss(a) <= loss(b)) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
}
