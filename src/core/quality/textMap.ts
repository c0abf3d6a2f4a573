/** Which characters were seen where, which mix-ups are covered, and what to collect next. */
import { PLATE_CHARACTERS } from '../plateText.ts';

export interface TextMap {
  /** Characters along one side; slots from 1 along the other. */
  readonly characters: string;
  readonly slots: number;
  /** `[character][slot]` counts. */
  readonly counts: readonly (readonly number[])[];
  /** How many texts have each length, from 0. */
  readonly lengths: readonly number[];
  /** Patterns such as `AA00AAA`, most frequent first. */
  readonly formats: readonly { readonly format: string; readonly count: number }[];
}

/** Pairs that readers mix up most. */
export const CONFUSABLE: readonly (readonly [string, string])[] = [
  ['0', 'O'],
  ['0', 'D'],
  ['0', 'Q'],
  ['O', 'Q'],
  ['O', 'D'],
  ['1', 'I'],
  ['1', 'L'],
  ['1', '7'],
  ['2', 'Z'],
  ['5', 'S'],
  ['6', 'G'],
  ['8', 'B'],
  ['V', 'Y'],
  ['U', 'V'],
  ['M', 'N'],
  ['C', 'G'],
];

/** Letters as `A`, digits as `0`. */
export const formatOf = (text: string): string => text.replace(/[A-Z]/g, 'A').replace(/\d/g, '0');

/** @param texts of labelled plates, `A–Z0–9` */
export function textMap(texts: readonly string[]): TextMap {
  const slots = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const counts = Array.from(PLATE_CHARACTERS, () => new Array<number>(slots).fill(0));
  const lengths = new Array<number>(texts.length > 0 ? slots + 1 : 0).fill(0);
  const formats = new Map<string, number>();
  for (const text of texts) {
    lengths[text.length] = (lengths[text.length] ?? 0) + 1;
    formats.set(formatOf(text), (formats.get(formatOf(text)) ?? 0) + 1);
    Array.from(text).forEach((char, slot) => {
      const row = counts[PLATE_CHARACTERS.indexOf(char)];
      if (row) row[slot] = (row[slot] ?? 0) + 1;
    });
  }
  return {
    characters: PLATE_CHARACTERS,
    slots,
    counts,
    lengths,
    formats: [...formats]
      .map(([format, count]) => ({ format, count }))
      .sort((a, b) => b.count - a.count || (a.format < b.format ? -1 : 1)),
  };
}

/** Fewer than this of one character leave it to chance whether a split has any. */
export const WANTED = 20;
/** A slot is a letter's or a digit's place when at least this share of the texts has its kind there. */
const KIND_SHARE = 0.2;
const MOST_ADVICE = 6;

export interface TextAdvice {
  /** "Collect 12 more with Q, best as character 3: 8 so far." */
  readonly text: string;
  readonly character: string;
  readonly missing: number;
  /** From 1; null where no slot stands out. */
  readonly slot: number | null;
}

/** What is rarest first, confusable characters before others of the same count. */
export function textAdvice(map: TextMap): TextAdvice[] {
  if (map.slots === 0) return [];
  const confusable = new Set(CONFUSABLE.flat());
  const rows = Array.from(map.characters, (character, at) => {
    const row = map.counts[at] as readonly number[];
    return { character, row, count: row.reduce((a, b) => a + b, 0) };
  });
  const kindTotals = Array.from({ length: map.slots }, (_, slot) => ({
    digit: sumOf(
      rows.filter(({ character }) => isDigit(character)).map(({ row }) => row[slot] ?? 0),
    ),
    letter: sumOf(
      rows.filter(({ character }) => !isDigit(character)).map(({ row }) => row[slot] ?? 0),
    ),
  }));
  return rows
    .filter(({ count }) => count < WANTED)
    .sort(
      (a, b) =>
        Number(confusable.has(b.character)) - Number(confusable.has(a.character)) ||
        a.count - b.count ||
        (a.character < b.character ? -1 : 1),
    )
    .slice(0, MOST_ADVICE)
    .map(({ character, row, count }) => {
      const slot = emptiestSlot(row, kindTotals, isDigit(character));
      const missing = WANTED - count;
      const place = slot === null ? '' : `, best as character ${slot}`;
      return {
        text: `Collect ${missing} more with ${character}${place}: ${count === 0 ? 'none' : count} so far.`,
        character,
        missing,
        slot,
      };
    });
}

/** The place of this kind of character where it was seen least. */
function emptiestSlot(
  row: readonly number[],
  totals: readonly { readonly digit: number; readonly letter: number }[],
  digit: boolean,
): number | null {
  let best: number | null = null;
  totals.forEach((total, slot) => {
    const share = (digit ? total.digit : total.letter) / Math.max(1, total.digit + total.letter);
    if (share < KIND_SHARE) return;
    if (best === null || (row[slot] ?? 0) < (row[best] ?? 0)) best = slot;
  });
  return best === null ? null : best + 1;
}

const isDigit = (character: string) => character >= '0' && character <= '9';
const sumOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Confusable pairs and how often each of both was labelled; a pair is covered when both were. */
export function confusableCover(map: TextMap): {
  readonly pair: string;
  readonly counts: readonly [number, number];
  readonly covered: boolean;
}[] {
  const count = (char: string) => sumOf(map.counts[map.characters.indexOf(char)] ?? []);
  return CONFUSABLE.map(([a, b]) => {
    const counts = [count(a), count(b)] as const;
    return { pair: `${a} ${b}`, counts, covered: Math.min(...counts) >= WANTED };
  });
}
