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
  const width = options.alphabet.length;
  const slots = Math.floor(probabilities.length / width);
  const ranked: CharacterGuess[][] = [];
  for (let s = 0; s < slots; s++) {
    const temperatures = options.temperatures ?? [];
    const temperature = temperatures[s] ?? temperatures[0] ?? 1;
    const slot = temper(probabilities.subarray(s * width, (s + 1) * width), temperature);
    ranked.push(
      Array.from(slot, (confidence, i) => ({
        char: options.alphabet[i] as string,
        confidence,
      })).sort((a, b) => b.confidence - a.confidence),
    );
  }
  const blank = options.alphabet[width - 1] as string;
  const written = ranked.map(([best]) => best?.char !== blank);
  const rows = options.places ? plateRows(options.places, written) : null;
  return readingFromRanked(ranked, blank, rows);
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
  let beam: { slots: CharacterGuess[]; probability: number }[] = [{ slots: [], probability: 1 }];
  for (const slot of ranked) {
    beam = beam
      .flatMap(({ slots, probability }) =>
        slot.slice(0, CHARACTER_ALTERNATIVES + 1).map((guess) => ({
          slots: [...slots, guess],
          probability: probability * guess.confidence,
        })),
      )
      .sort((a, b) => b.probability - a.probability)
      .slice(0, BEAM);
  }
  const texts = new Map<string, { text: string; confidence: number }>();
  for (const { slots, probability } of beam) {
    if (probability <= 0) continue;
    const text = slots.map((s) => (s.char === blank ? '' : s.char)).join('');
    if (!texts.has(text)) texts.set(text, { text, confidence: slotsConfidence(slots, blank) });
  }
  return [...texts.values()];
}
