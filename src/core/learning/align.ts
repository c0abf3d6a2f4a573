/**
 * Lays a label onto the slots of a reading before anything is learnt from it. A reading that dropped
 * a character would otherwise teach every slot after it the character of its neighbour.
 */
import { likeliest } from './head.ts';

/** A slot that nothing is learnt from. */
export const UNKNOWN = -1;
/** Probability of a character that finds no slot, and the least that any is taken for. */
const LEAST = 1e-6;

/**
 * The class that each slot should show, `UNKNOWN` where reading and label disagree on whether there
 * is a character at all. Of all ways to lay the text onto the slots in order the likeliest is taken.
 *
 * @param chars `[slots, alphabet.length]` probabilities of one view, blank last.
 * @returns null when half of the characters or more find no slot in which something was read: then the
 * view shows something else.
 */
export function alignedTargets(
  chars: Float32Array,
  alphabet: string,
  text: string,
): Int16Array | null {
  const classes = alphabet.length;
  const blank = classes - 1;
  const wanted = Array.from(text, (char) => alphabet.indexOf(char));
  if (wanted.length === 0 || wanted.some((index) => index < 0 || index === blank)) return null;
  const slotOf = likeliestSlots(chars, classes, wanted);
  const slots = chars.length / classes;
  const targets = new Int16Array(slots).fill(blank);
  slotOf.forEach((slot, c) => {
    if (slot >= 0) targets[slot] = wanted[c] as number;
  });
  let taught = 0;
  for (let s = 0; s < slots; s++) {
    const isRead = likeliest(chars, s * classes, classes) !== blank;
    if (isRead !== (targets[s] !== blank)) targets[s] = UNKNOWN;
    else if (isRead) taught++;
  }
  return taught * 2 > wanted.length ? targets : null;
}

/** The slot of each character, in order, −1 for none: the likeliest way. */
function likeliestSlots(chars: Float32Array, classes: number, wanted: readonly number[]): number[] {
  const slots = chars.length / classes;
  const size = wanted.length + 1;
  const log = (slot: number, index: number) =>
    Math.log(Math.max(LEAST, chars[slot * classes + index] as number));
  const lost = Math.log(LEAST);
  // best[s][c]: log probability of the first s slots showing the first c characters
  const best = new Float64Array((slots + 1) * size).fill(Number.NEGATIVE_INFINITY);
  const way = new Uint8Array((slots + 1) * size);
  best[0] = 0;
  for (let s = 0; s <= slots; s++) {
    for (let c = 0; c < size; c++) {
      const here = s * size + c;
      const reach = (from: number, gain: number, by: number) => {
        const value = (best[from] as number) + gain;
        if (value <= (best[here] as number)) return;
        best[here] = value;
        way[here] = by;
      };
      if (s > 0 && c > 0) reach(here - size - 1, log(s - 1, wanted[c - 1] as number), PLACED);
      if (s > 0) reach(here - size, log(s - 1, classes - 1), BLANK);
      if (c > 0) reach(here - 1, lost, LOST);
    }
  }
  const slotOf = new Array<number>(wanted.length).fill(-1);
  for (let s = slots, c = wanted.length; s > 0 || c > 0; ) {
    const by = way[s * size + c];
    if (by === PLACED) slotOf[c - 1] = s - 1;
    if (by !== LOST) s--;
    if (by !== BLANK) c--;
  }
  return slotOf;
}

const PLACED = 1;
const BLANK = 2;
const LOST = 3;
