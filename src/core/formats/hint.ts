/**
 * A reading against the shapes of a country's plates. A letter where a digit belongs, or the other way
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
    if (shape.length !== text.length) continue;
    const swapped = swapInto(text, shape);
    if (swapped && swapped.changes < (best?.changes ?? MOST_CHANGES + 1)) best = swapped;
  }
  return best?.text ?? null;
}

const isDigit = (char: string) => char >= '0' && char <= '9';

const shapeOf = (text: string) => Array.from(text, (char) => (isDigit(char) ? '9' : 'A')).join('');

function swapInto(text: string, shape: string) {
  let [swapped, changes] = ['', 0];
  for (const [i, char] of [...text].entries()) {
    const wantsDigit = shape[i] === '9';
    if (isDigit(char) === wantsDigit) {
      swapped += char;
      continue;
    }
    const other = wantsDigit ? AS_DIGIT[char] : AS_LETTER[char];
    if (other === undefined) return null;
    swapped += other;
    changes += 1;
  }
  return { text: swapped, changes };
}
