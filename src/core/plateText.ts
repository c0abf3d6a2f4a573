/** Plate texts: one spelling for comparison, and how far two are apart. */

/** Characters a reading is made of; a model's alphabet adds the blank. */
export const PLATE_CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** What a person may say stands on a plate; no country's have more. */
export const MOST_CHARACTERS = 16;

/** Cyrillic and Greek capitals that plates use for their Latin look-alikes. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  Ё: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
  І: 'I',
  Ї: 'I',
  Ј: 'J',
  Ѕ: 'S',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
};

/**
 * Upper-case `A–Z0–9` only: full-width forms folded, look-alikes written in Latin, accents,
 * spaces, hyphens and everything else dropped. Idempotent.
 */
export function normalisePlateText(text: string): string {
  let out = '';
  for (const char of text.normalize('NFKD').toUpperCase()) {
    const latin = LOOK_ALIKES[char] ?? char;
    if (PLATE_CHARACTERS.includes(latin)) out += latin;
  }
  return out;
}

/** The letters and digits of a text that its spelling in Latin has no place for, as typed. */
export function leftOutOf(text: string): string {
  return [...text]
    .filter((char) => /[\p{L}\p{N}]/u.test(char) && normalisePlateText(char) === '')
    .join('');
}

/** Letters of any script, digits, accents, and what stands between the parts of a plate. */
const ON_PLATES = /[\p{L}\p{N}\p{M}\p{Z}\p{Pd}\s.·•●:/'’|,°]/u;

/**
 * What is typed for a character that cannot be read (`?`, `*`), or by a slip: leaving it out would make
 * another text of it. Null where there is none.
 */
export function strangeCharacter(text: string): string | null {
  return [...text].find((char) => !ON_PLATES.test(char)) ?? null;
}

/** Levenshtein distance in characters: insertions, deletions and substitutions cost 1. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const gap = Math.min(previous[j] as number, current[j - 1] as number) + 1;
      current.push(Math.min(substitution, gap));
    }
    previous = current;
  }
  return previous[b.length] as number;
}
