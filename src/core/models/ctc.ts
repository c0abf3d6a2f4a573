/** Texts of CTC readers: the likeliest class of each step, repeats merged, blanks dropped. */
import type { Character, Reading } from '../types.ts';

/**
 * A reading of `[steps, classes]` probabilities or scores of one plate.
 * @param alphabet one entry a class, the blank as ''; what is no letter or digit is left out
 */
export function readingFromCtc(
  values: Float32Array,
  classes: number,
  alphabet: readonly string[],
): Reading {
  const characters: Character[] = [];
  let before = -1;
  let doubt = 1;
  for (let from = 0; from + classes <= values.length; from += classes) {
    const step = probabilities(values.subarray(from, from + classes));
    let best = 0;
    for (let c = 1; c < classes; c++) {
      if ((step[c] as number) > (step[best] as number)) best = c;
    }
    const confidence = step[best] as number;
    doubt = Math.min(doubt, confidence);
    const char = (alphabet[best] ?? '').toUpperCase();
    if (best !== before && /^[0-9A-Z]$/.test(char)) {
      characters.push({ char, confidence, alternatives: [] });
    } else if (best === before && characters.length > 0 && /^[0-9A-Z]$/.test(char)) {
      const last = characters.length - 1;
      const own = characters[last] as Character;
      characters[last] = { ...own, confidence: Math.max(own.confidence, confidence) };
    }
    before = best;
  }
  const text = characters.map(({ char }) => char).join('');
  const confidence = text
    ? Math.min(...characters.map((c) => c.confidence))
    : Math.min(1, Math.max(0, doubt));
  return { text, confidence, characters, rows: text ? 1 : null, alternatives: [] };
}

/** Softmax, unless the numbers are probabilities already. */
export function probabilities(scores: Float32Array): Float32Array {
  let sum = 0;
  let isProbable = true;
  for (const score of scores) {
    if (!(score >= -1e-3 && score <= 1.001)) isProbable = false;
    sum += score;
  }
  if (isProbable && Math.abs(sum - 1) < 0.02) return scores;
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) most = Math.max(most, score);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}
