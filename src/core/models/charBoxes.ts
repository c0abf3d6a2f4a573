/**
 * Detectors of single characters (plate, A–Z, 0–9, perhaps car and motorcycle): the boxes give the
 * text, row by row and from left to right.
 */
import type { Character, Detection, Reading } from '../types.ts';

/** Rows are told apart when a character's middle lies this part of a height lower. */
const ROW_APART = 0.6;

/**
 * Class index to character, for names that are one letter or digit; null when fewer than ten are, or
 * when the names only count beyond the digits: so exporters name classes that nobody named.
 */
export function characterClasses(names: readonly string[]): ReadonlyMap<number, string> | null {
  if (names.length > 10 && names.every((name, index) => name.trim() === `${index}`)) return null;
  const characters = new Map<number, string>();
  names.forEach((name, index) => {
    const char = name.trim().toUpperCase();
    if (/^[0-9A-Z]$/.test(char)) characters.set(index, char);
  });
  return characters.size >= 10 ? characters : null;
}

/** The reading that character boxes of one plate make, top row first; '' for none. */
export function readingFromBoxes(
  boxes: readonly Detection[],
  characters: ReadonlyMap<number, string>,
): Reading {
  const chars = boxes.flatMap(({ box, confidence, classIndex }) => {
    const char = characters.get(classIndex);
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, height: box.height };
    return char === undefined ? [] : [{ char, confidence, ...at }];
  });
  chars.sort((a, b) => a.y - b.y);
  const heights = chars.map(({ height }) => height).sort((a, b) => a - b);
  const height = heights[Math.floor(heights.length / 2)] ?? 0;
  const rows: (typeof chars)[] = [];
  for (const char of chars) {
    const row = rows.at(-1);
    const mean = row ? row.reduce((sum, { y }) => sum + y, 0) / row.length : 0;
    if (row && char.y - mean < ROW_APART * height) row.push(char);
    else rows.push([char]);
  }
  const ordered = rows.flatMap((row) => row.sort((a, b) => a.x - b.x));
  const characterList: Character[] = ordered.map(({ char, confidence }) => ({
    char,
    confidence,
    alternatives: [],
  }));
  return {
    text: ordered.map(({ char }) => char).join(''),
    confidence: ordered.length ? Math.min(...ordered.map((c) => c.confidence)) : 0,
    characters: characterList,
    rows: ordered.length === 0 ? null : rows.length > 1 ? 2 : 1,
    alternatives: [],
  };
}
