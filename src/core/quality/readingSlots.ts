/** A reading's characters as a table of probabilities, so that any text can be laid onto it. */

import { PLATE_CHARACTERS } from '../plateText.ts';
import type { Reading } from '../types.ts';

/** The blank last, as readers have it. */
export const SLOT_ALPHABET = `${PLATE_CHARACTERS}_`;

/** Slots beyond the last character, sure to be blank: a longer text finds room there, at a price. */
const SPARE_SLOTS = 2;
const SURE = 0.995;

/**
 * `[slots, 37]`: what a reading keeps are its five likeliest guesses a character; what is left of each
 * slot's probability is spread evenly over the others.
 */
export function slotsOf(reading: Reading): Float32Array {
  const width = SLOT_ALPHABET.length;
  const slots = reading.characters.length + SPARE_SLOTS;
  const table = new Float32Array(slots * width);
  reading.characters.forEach((character, slot) => {
    const guesses = [character, ...character.alternatives].filter(({ char }) =>
      SLOT_ALPHABET.includes(char),
    );
    const known = guesses.reduce((sum, { confidence }) => sum + confidence, 0);
    const rest = Math.max(0, 1 - known) / Math.max(1, width - guesses.length);
    table.fill(rest, slot * width, (slot + 1) * width);
    for (const { char, confidence } of guesses) {
      table[slot * width + SLOT_ALPHABET.indexOf(char)] = confidence;
    }
  });
  for (let slot = reading.characters.length; slot < slots; slot++) {
    table.fill((1 - SURE) / (width - 1), slot * width, (slot + 1) * width);
    table[(slot + 1) * width - 1] = SURE;
  }
  return table;
}
