/** The neutral form all dataset formats are written from and read into. */
import type { Box, Size } from '../types.ts';
import type { Split, UnreadableReason } from './types.ts';

/** Class names in order of their index, in every format. */
export const CLASS_NAMES = ['plate'] as const;

/** A plate as a dataset knows it; boxes in pixels of the upright image. */
export interface PlateAnnotation {
  readonly box: Box;
  /** `A–Z0–9`; null when unknown or unreadable. */
  readonly text: string | null;
  readonly raw: string | null;
  readonly unreadable: UnreadableReason | null;
  readonly region: string | null;
  readonly rows: 1 | 2 | null;
}

/** An image of a dataset with all its plates; none means a negative. */
export interface PhotoAnnotation {
  /** Name of the image within its folder, e.g. `3fa9….jpg`. */
  readonly image: string;
  /** The name it had when it was chosen: hostile. */
  readonly file: string;
  readonly size: Size;
  readonly split: Split | null;
  readonly plates: readonly PlateAnnotation[];
}

/** A kind of thing that an import leaves out; `file` and `line` (from 1) are where it was met first. */
export interface ImportProblem {
  readonly file: string;
  readonly line: number | null;
  /** What is wrong and what follows from it, a sentence for people. */
  readonly message: string;
  /** Some of the other files where it was met. */
  readonly also: readonly string[];
  /** How often it was met. */
  readonly count: number;
}

/** A number without exponent and with at most 12 decimals: every tool reads it, nothing is lost. */
export function plainNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(12).replace(/\.?0+$/, '');
}
