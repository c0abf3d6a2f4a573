/** Which characters labels and reader hold for one another, surely: wrong labels, or a habit of the reader. */
import type { Reading } from '../types.ts';
import { type CharacterVote, confidentJoint } from './confidentJoint.ts';
import { SLOT_ALPHABET, slotsOf } from './readingSlots.ts';
import { scoreText } from './textSuspicion.ts';

export interface MixUp {
  /** The labelled character. */
  readonly given: string;
  /** What the reader sees; '' for nothing. */
  readonly seen: string;
  readonly count: number;
}

/** Each character of a labelled text with the probabilities of the slot it lies on. */
export function votesOf(reading: Reading, text: string): CharacterVote[] {
  const probabilities = slotsOf(reading);
  const width = SLOT_ALPHABET.length;
  return scoreText(probabilities, SLOT_ALPHABET, text).slots.flatMap((slot, i) => {
    const label = SLOT_ALPHABET.indexOf(text.charAt(i));
    if (slot < 0 || label < 0) return [];
    return [{ label, probabilities: probabilities.subarray(slot * width, (slot + 1) * width) }];
  });
}

/** Pairs off the diagonal of the confident joint, most frequent first. */
export function mixUps(votes: readonly CharacterVote[]): MixUp[] {
  const blank = SLOT_ALPHABET.length - 1;
  const { joint } = confidentJoint(votes, SLOT_ALPHABET.length);
  return joint
    .flatMap((row, given) =>
      row.flatMap((count, seen) =>
        count > 0 && seen !== given
          ? [
              {
                given: SLOT_ALPHABET.charAt(given),
                seen: seen === blank ? '' : SLOT_ALPHABET.charAt(seen),
                count,
              },
            ]
          : [],
      ),
    )
    .sort((a, b) => b.count - a.count || (a.given + a.seen < b.given + b.seen ? -1 : 1));
}
