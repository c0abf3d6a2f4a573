/** How likely a text is under what was read of a plate. */

/** Keeps one slot that was read as surely something else from deciding alone. */
const LEAST = 1e-6;

/**
 * Log probability of the text, laid onto the slots in order the likeliest way, blanks in between.
 * @param chars `[slots, alphabet.length]` probabilities, blank last
 * @returns −∞ for a text of more characters than slots, or with one that the alphabet lacks
 */
export function logLikelihood(chars: Float32Array, alphabet: string, text: string): number {
  const classes = alphabet.length;
  const wanted = Array.from(text, (char) => alphabet.indexOf(char));
  if (wanted.some((index) => index < 0)) return Number.NEGATIVE_INFINITY;
  const log = (slot: number, index: number) =>
    Math.log(Math.max(LEAST, chars[slot * classes + index] as number));
  // best[c]: of the slots so far showing the first c characters
  const best = new Float64Array(wanted.length + 1).fill(Number.NEGATIVE_INFINITY);
  best[0] = 0;
  for (let slot = 0; slot * classes < chars.length; slot++) {
    for (let c = wanted.length; c >= 0; c--) {
      const blank = (best[c] as number) + log(slot, classes - 1);
      const placed =
        c > 0
          ? (best[c - 1] as number) + log(slot, wanted[c - 1] as number)
          : Number.NEGATIVE_INFINITY;
      best[c] = Math.max(blank, placed);
    }
  }
  return best[wanted.length] as number;
}
