/**
 * A reading against shapes of plates, a country's or learnt ones. A letter where a digit belongs, or the other way
 * round, gets its look-alike: an offer beside the reading, which itself is never changed.
 */
import { PLATE_FORMATS, type PlateFormat } from './countries.ts';

const AS_LETTER: Readonly<Record<string, string>> = {
  ...{ 0: 'O', 1: 'I', 2: 'Z', 4: 'A', 5: 'S', 6: 'G', 7: 'T', 8: 'B' },
};
const AS_DIGIT: Readonly<Record<string, string>> = {
  ...{ O: '0', Q: '0', D: '0', I: '1', L: '1', Z: '2', A: '4', S: '5', G: '6', T: '7', B: '8' },
};
/** More changed characters than this is another plate. */
const MOST_CHANGES = 2;

/** Null for a country that is not in the table. */
export function formatOf(country: string): PlateFormat | null {
  return PLATE_FORMATS.find(({ code }) => code === country) ?? null;
}

/** Whether a text (`A–Z0–9`) has one of the country's shapes. */
export function fitsFormat(text: string, { shapes }: PlateFormat): boolean {
  return shapes.includes(shapeOf(text));
}

/**
 * The text with the fewest look-alikes swapped that has one of the country's shapes; null where it
 * has one already, where none comes near, and for an unknown country.
 */
export function formatHint(text: string, country: string): string | null {
  const format = formatOf(country);
  if (format === null || text === '' || fitsFormat(text, format)) return null;
  let best: { readonly text: string; readonly changes: number } | null = null;
  for (const shape of format.shapes) {
    const swapped = inShape(text, shape);
    const changes = swapped?.swaps.length ?? 0;
    if (swapped && (!best || changes < best.changes)) best = { text: swapped.text, changes };
  }
  return best?.text ?? null;
}

const isDigit = (char: string) => char >= '0' && char <= '9';

/** `A` for a letter, `9` for a digit. */
export const shapeOf = (text: string): string =>
  Array.from(text, (char) => (isDigit(char) ? '9' : 'A')).join('');

/** What the reader thought of beside the character in this slot, if it is one that is wanted. */
export type Guess = (
  slot: number,
  isWanted: (char: string) => boolean,
) => { readonly char: string; readonly confidence: number } | undefined;

export interface Swap {
  readonly char: string;
  /** 0–1; null for a look-alike. */
  readonly confidence: number | null;
}

/**
 * The text with letters and digits where the shape has them; null where it is of another length, too
 * many characters would change, or one has no look-alike.
 */
export function inShape(
  text: string,
  shape: string,
  guess: Guess = () => undefined,
): { readonly text: string; readonly swaps: readonly Swap[] } | null {
  if (shape.length !== text.length) return null;
  const swaps: Swap[] = [];
  let swapped = '';
  for (const [i, char] of [...text].entries()) {
    const wantsDigit = shape[i] === '9';
    if (isDigit(char) === wantsDigit) {
      swapped += char;
      continue;
    }
    const isWanted = (other: string) => /^[0-9A-Z]$/.test(other) && isDigit(other) === wantsDigit;
    const alike = wantsDigit ? AS_DIGIT[char] : AS_LETTER[char];
    const other = guess(i, isWanted) ?? (alike ? { char: alike, confidence: null } : undefined);
    if (!other || swaps.length === MOST_CHANGES) return null;
    swaps.push(other);
    swapped += other.char;
  }
  return { text: swapped, swaps };
}
