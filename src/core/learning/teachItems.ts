/** Photos as candidates of the teach queue, and why each is asked for. */
import type { Reading } from '../types.ts';

/** A photo whose plates wait for an answer; as doubtful as its most doubtful plate. */
export interface TeachItem {
  readonly id: string;
  readonly text: string;
  /** Probability of the likeliest text, and how far it is ahead of the next, 0–1. */
  readonly confidence: number;
  readonly margin: number;
  /** The two characters that are hardest to tell apart here, and in which slot, from 1. */
  readonly pair: string | null;
  readonly slot: number;
  /** As the detector sees the photo; null where it gives none. */
  readonly embedding: readonly number[] | null;
}

/** The doubt of a reading. */
export function doubtOfReading(
  reading: Reading | null,
): Pick<TeachItem, 'text' | 'confidence' | 'margin' | 'pair' | 'slot'> {
  if (!reading || reading.text === '') {
    return { text: '', confidence: 0, margin: 0, pair: null, slot: 0 };
  }
  const { text, confidence, characters, alternatives } = reading;
  const next = Math.max(0, ...alternatives.map((other) => other.confidence));
  let least = 0;
  const margins = characters.map((of) => of.confidence - (of.alternatives[0]?.confidence ?? 0));
  margins.forEach((margin, i) => {
    if (margin < (margins[least] as number)) least = i;
  });
  const doubtful = characters[least];
  const other = doubtful?.alternatives.find(({ char }) => char !== '_');
  return {
    text,
    confidence,
    margin: Math.max(0, confidence - next),
    pair: doubtful && other ? [doubtful.char, other.char].sort().join(' or ') : null,
    slot: least + 1,
  };
}

export interface TeachPick {
  readonly id: string;
  /** Why it is asked, in words. */
  readonly reason: string;
  readonly isRandom: boolean;
}

/** "O or 0 as character 2 of AO123, 14 like it"; "new look, none labelled"; "random check". */
export function reasonOf(
  { text, pair, slot }: Pick<TeachItem, 'text' | 'pair' | 'slot'>,
  why: 'typical' | 'doubt' | 'random',
  pairs: ReadonlyMap<string, number>,
): string {
  if (why === 'random') return 'random check';
  if (why === 'typical') return 'new look, none labelled';
  if (pair === null) return 'hard to read';
  const like = (pairs.get(pair) ?? 1) - 1;
  return `${pair} as character ${slot} of ${text}${like > 0 ? `, ${like} like it` : ''}`;
}
