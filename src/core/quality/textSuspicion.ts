/**
 * How likely a given text is wrong: the least probability that the reader gives to one of its characters
 * (cleanlab's token score, min over slots). The text is laid onto the slots first: a text of another
 * length must not blame every slot after the one that is too many.
 */

/** A text as seen by the reader. */
export interface TextScore {
  /** Least probability over the slots, 0–1; low is suspicious. */
  readonly score: number;
  /** Position of the doubtful character in the text; where one is missing, before this one. */
  readonly position: number;
  /** What the reader sees there instead; '' for nothing. */
  readonly seen: string;
  /** Slot of each character of the text, −1 where it fell between two. */
  readonly slots: readonly number[];
}

/** What a skipped slot or a character without a slot counts, at the least. */
const LEAST = 1e-6;

/**
 * Lays `text` onto the slots so that the product of the probabilities is greatest: a slot takes a
 * character or stays blank; a character that finds no slot counts as nearly impossible.
 * @param probabilities `[slots, alphabet.length]`, each slot summing to 1
 * @param alphabet characters by index, the blank last
 */
export function scoreText(
  probabilities: ArrayLike<number>,
  alphabet: string,
  text: string,
): TextScore {
  const width = alphabet.length;
  const slots = Math.floor(probabilities.length / width);
  const at = (slot: number, index: number) =>
    Math.max(LEAST, probabilities[slot * width + index] as number);
  const blank = width - 1;
  const indexOf = Array.from(text, (char) => alphabet.indexOf(char));
  const size = text.length + 1;
  // best[s][c]: log probability of the first s slots spelling the first c characters
  const best = new Float64Array((slots + 1) * size).fill(Number.NEGATIVE_INFINITY);
  const how = new Uint8Array((slots + 1) * size);
  best[0] = 0;
  for (let s = 0; s <= slots; s++) {
    for (let c = 0; c <= text.length; c++) {
      const here = s * size + c;
      const take = (value: number, way: number) => {
        if (value <= (best[here] as number)) return;
        best[here] = value;
        how[here] = way;
      };
      if (s > 0) take((best[here - size] as number) + Math.log(at(s - 1, blank)), 1);
      if (s > 0 && c > 0) {
        const index = indexOf[c - 1] as number;
        const p = index < 0 ? LEAST : at(s - 1, index);
        take((best[here - size - 1] as number) + Math.log(p), 2);
      }
      if (c > 0) take((best[here - 1] as number) + Math.log(LEAST), 3);
    }
  }
  const slotOf = new Array<number>(text.length).fill(-1);
  let score = 1;
  let position = 0;
  let worstSlot = -1;
  for (let s = slots, c = text.length; s > 0 || c > 0; ) {
    const way = how[s * size + c];
    const index = indexOf[c - 1] as number;
    const p = way === 1 ? at(s - 1, blank) : way === 3 || index < 0 ? LEAST : at(s - 1, index);
    if (p <= score) {
      score = p;
      position = way === 1 ? c : c - 1;
      worstSlot = way === 3 ? -1 : s - 1;
    }
    if (way === 2) slotOf[c - 1] = s - 1;
    if (way !== 3) s--;
    if (way !== 1) c--;
  }
  return { score, position, seen: seenAt(probabilities, alphabet, worstSlot), slots: slotOf };
}

function seenAt(probabilities: ArrayLike<number>, alphabet: string, slot: number): string {
  if (slot < 0) return '';
  let best = 0;
  const from = slot * alphabet.length;
  for (let i = 1; i < alphabet.length; i++) {
    if ((probabilities[from + i] as number) > (probabilities[from + best] as number)) best = i;
  }
  return best === alphabet.length - 1 ? '' : (alphabet[best] as string);
}

/**
 * cleanlab's score of a sequence whose labels already stand at their slots: the least probability of a
 * given label.
 */
export function leastLabelProbability(
  probabilities: readonly (readonly number[])[],
  labels: readonly number[],
): number {
  return labels.reduce((least, label, s) => Math.min(least, probabilities[s]?.[label] ?? 0), 1);
}
