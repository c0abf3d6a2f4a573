/** What readers of all formats share. A reader answers null for what is not its format. */
import type { ClassBook } from '../import/classes.ts';
import type { ClassNames } from '../import/classNames.ts';
import type { Notes } from '../import/notes.ts';
import { partOf } from '../import/paths.ts';
import { NOTHING_SAID, readAttributes } from '../import/said.ts';
import type { ClassRef, SaidObject, Statement } from '../import/statement.ts';

/** What a reader may know and tell besides its file. */
export interface ReadContext {
  readonly notes: Notes;
  readonly classes: ClassBook;
  readonly lists: readonly ClassNames[];
}

export type Loose = Readonly<Record<string, unknown>>;
export type JsonReader = (
  json: unknown,
  path: string,
  context: ReadContext,
) => readonly Statement[] | null;

export const loose = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const rowsOf = (value: unknown): readonly Loose[] => listOf(value).map(loose);
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
/** A number, also as text; NaN for all else. */
export const numberOf = (value: unknown): number =>
  typeof value === 'number'
    ? value
    : typeof value === 'string' && value.trim() !== ''
      ? Number(value)
      : Number.NaN;

/** The class of that name in the part of the set where the file lies. */
export const classOf = (format: string, path: string, name: string): ClassRef => ({
  scope: `${format} ${partOf(path)}`,
  name: name.trim(),
});

/** An object of that box, with what its attributes say. */
export function objectOf(
  given: Pick<SaidObject, 'box' | 'class'> & Partial<SaidObject>,
  attributes: Loose = {},
): SaidObject {
  return { unit: 'px', ...NOTHING_SAID, confidence: null, ...readAttributes(attributes), ...given };
}

/** 0–1, or null for what is no confidence. */
export function confidenceOf(value: unknown): number | null {
  const number = numberOf(value);
  return number >= 0 && number <= 1 ? number : null;
}

/** Points from `[x1, y1, x2, y2, …]`. */
export function pairs(numbers: readonly unknown[]): [number, number][] {
  const points: [number, number][] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    points.push([numberOf(numbers[i]), numberOf(numbers[i + 1])]);
  }
  return points;
}
