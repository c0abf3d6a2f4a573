/** From a reader's slot probabilities to a `Reading`. */
import { plateRows } from './plateRows.ts';
import type { Character, CharacterGuess, Reading } from './types.ts';

/** Runners-up kept per character, and whole alternative texts kept per reading. */
const CHARACTER_ALTERNATIVES = 4;
const TEXT_ALTERNATIVES = 4;
/** Hypotheses kept while whole texts are put together; more than needed, as texts can coincide. */
const BEAM = 24;
/** A blank between characters means that a character was probably dropped. */
const GAP_CAP = 0.5;

export interface SlotOptions {
  /** Characters by index, the blank last, e.g. `0-9A-Z_`. */
  readonly alphabet: string;
  /** Calibration: one temperature for all slots or one per slot; 1 leaves as is. */
  readonly temperatures?: readonly number[];
  /** `[slots, 2]`, x and y of each slot's character, 0–1: they tell the plate's rows. */
  readonly places?: Float32Array | null;
}

/**
 * Turns `[slots, alphabet.length]` probabilities of one crop into a reading: the best character of
 * each slot, blanks left out. Confidence is the lowest best probability over all slots, blanks
 * included, capped at 0.5 when a blank stands between characters.
 */
export function readingFromSlots(probabilities: Float32Array, options: SlotOptions): Reading {
  const ranked = rankedGuesses(probabilities, options, CHARACTER_ALTERNATIVES + 1);
  const blank = options.alphabet.slice(-1);
  const written = ranked.map(([best]) => best?.char !== blank);
  const rows = options.places ? plateRows(options.places, written) : null;
  return readingFromRanked(ranked, blank, rows);
}

/** The confidence of `readingFromSlots` alone, for a small part of its time. */
export function confidenceFromSlots(probabilities: Float32Array, options: SlotOptions): number {
  const best = rankedGuesses(probabilities, options, 1).flat();
  return slotsConfidence(best, options.alphabet.slice(-1));
}

/** The likeliest characters of each slot, at most `count`, best first; of equals the earlier one. */
function rankedGuesses(
  probabilities: Float32Array,
  { alphabet, temperatures = [] }: SlotOptions,
  count: number,
): CharacterGuess[][] {
  const width = alphabet.length;
  return Array.from({ length: Math.floor(probabilities.length / width) }, (_, s) => {
    const temperature = temperatures[s] ?? temperatures[0] ?? 1;
    const slot = temper(probabilities.subarray(s * width, (s + 1) * width), temperature);
    const guesses: CharacterGuess[] = [];
    for (let i = 0; i < width; i++) {
      const confidence = slot[i] as number;
      let at = guesses.length;
      while (at > 0 && (guesses[at - 1] as CharacterGuess).confidence < confidence) at--;
      if (at === count) continue;
      guesses.splice(at, 0, { char: alphabet[i] as string, confidence });
      if (guesses.length > count) guesses.pop();
    }
    return guesses;
  });
}

/**
 * The same from guesses per slot, best first, for engines that have no full distribution.
 * `blank` is the character that stands for "nothing here".
 */
export function readingFromRanked(
  ranked: readonly (readonly CharacterGuess[])[],
  blank: string,
  rows: 1 | 2 | null,
): Reading {
  const best = ranked.map((slot) => slot[0] as CharacterGuess);
  const characters: Character[] = ranked.flatMap((slot) => {
    const [top, ...others] = slot as [CharacterGuess, ...CharacterGuess[]];
    return top.char === blank
      ? []
      : [{ ...top, alternatives: others.slice(0, CHARACTER_ALTERNATIVES) }];
  });
  const text = characters.map((c) => c.char).join('');
  return {
    text,
    confidence: slotsConfidence(best, blank),
    characters,
    rows: text === '' ? null : rows,
    alternatives: wholeTexts(ranked, blank)
      .filter((a) => a.text !== text && a.text !== '')
      .slice(0, TEXT_ALTERNATIVES),
  };
}

/** The lowest confidence over `slots`, blanks included; at most 0.5 with a blank between characters. */
export function slotsConfidence(slots: readonly CharacterGuess[], blank: string): number {
  if (slots.length === 0) return 0;
  const lowest = Math.min(...slots.map((slot) => slot.confidence));
  const written = slots.map((slot) => slot.char !== blank);
  const gap = written.slice(written.indexOf(true), written.lastIndexOf(true) + 1).includes(false);
  return gap ? Math.min(GAP_CAP, lowest) : lowest;
}

/** p^(1/T), normalised: what softmax(logits / T) would have been. */
function temper(probabilities: Float32Array, temperature: number): Float32Array {
  if (temperature === 1) return probabilities;
  const powers = probabilities.map((p) => p ** (1 / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return sum > 0 ? powers.map((p) => p / sum) : probabilities;
}

/**
 * Whole texts by joint probability, most likely first. Slots are independent, so keeping the best
 * partial texts slot by slot finds the true best ones. Texts that differ only in where their
 * blanks stand are one text; it keeps the confidence of its likeliest spelling.
 */
function wholeTexts(
  ranked: readonly (readonly CharacterGuess[])[],
  blank: string,
): { text: string; confidence: number }[] {
  let beam: readonly PartialText[] = [{ guess: null, before: null, probability: 1 }];
  for (const slot of ranked) {
    const next: PartialText[] = [];
    for (const before of beam) {
      for (const guess of slot.slice(0, CHARACTER_ALTERNATIVES + 1)) {
        next.push({ guess, before, probability: before.probability * guess.confidence });
      }
    }
    beam = next.sort((a, b) => b.probability - a.probability).slice(0, BEAM);
  }
  const texts = new Map<string, { text: string; confidence: number }>();
  for (const partial of beam) {
    if (partial.probability <= 0) continue;
    const slots = guessesOf(partial);
    const text = slots.map((s) => (s.char === blank ? '' : s.char)).join('');
    if (!texts.has(text)) texts.set(text, { text, confidence: slotsConfidence(slots, blank) });
  }
  return [...texts.values()];
}

/** A text of the first slots: its last guess, and the text before it, which others share. */
interface PartialText {
  readonly guess: CharacterGuess | null;
  readonly before: PartialText | null;
  readonly probability: number;
}

function guessesOf(partial: PartialText): CharacterGuess[] {
  const guesses: CharacterGuess[] = [];
  for (let at: PartialText | null = partial; at?.guess; at = at.before) guesses.push(at.guess);
  return guesses.reverse();
}
