/**
 * The neutral form in which readers of all formats say what a file states. Nothing is decided here:
 * which class is a plate, which photo is meant and in which frame its boxes are comes later.
 */
import type { Box, Size } from '../../types.ts';
import type { Split, UnreadableReason } from '../types.ts';

/** A class as a file names it, within the part of the set that one list of names governs. */
export interface ClassRef {
  /** Path of the list of names, or folder and format: names of one scope are decided together. */
  readonly scope: string;
  /** `#3` where no list names class 3. */
  readonly name: string;
}

/** What is said of one object. */
export interface SaidObject {
  /** `px`: pixels of the statement's frame; `share`: 0–1 of width and height. Null: no box could be read. */
  readonly box: Box | null;
  readonly unit: 'px' | 'share';
  /** Null where the format knows nothing but plates. */
  readonly class: ClassRef | null;
  readonly text: string | null;
  readonly raw: string | null;
  readonly unreadable: UnreadableReason | null;
  readonly region: string | null;
  readonly rows: 1 | 2 | null;
  /** 0–1 where a model said it; null for what a person did. */
  readonly confidence: number | null;
}

/** What one file says about one photo. */
export interface Statement {
  /** Path of the file. */
  readonly from: string;
  readonly format: string;
  /** The photo as the file names it; null where only the file's own name tells. */
  readonly image: string | null;
  /** Whether the photo may also be the one beside the file, of the same name. */
  readonly beside: boolean;
  /** The name the photo had once; hostile. */
  readonly original: string | null;
  readonly split: Split | null;
  readonly kind: 'photo' | 'crop';
  /** Size of the picture that pixel boxes are for; null when not said. */
  readonly frame: Size | null;
  readonly objects: readonly SaidObject[];
  /** Lines or objects of it that were not understood. */
  readonly leftOut: number;
  /** The list of classes it was made with, where there is one: without a plate in it nobody looked for any. */
  readonly scope: string | null;
  /** Whether all plates would be in it: then none means that there is none. */
  readonly whole: boolean;
}

/** A text file of an import. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A statement with the usual defaults. */
export function statement(
  given: Pick<Statement, 'from' | 'format' | 'objects'> & Partial<Statement>,
): Statement {
  return {
    image: null,
    beside: false,
    original: null,
    split: null,
    kind: 'photo',
    frame: null,
    leftOut: 0,
    scope: null,
    whole: true,
    ...given,
  };
}

/** The box around points; null for fewer than two, or without an area. */
export function boundsOf(points: readonly (readonly [number, number])[]): Box | null {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  if (points.length < 2 || ![...xs, ...ys].every(Number.isFinite)) return null;
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return withArea({ x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y });
}

/** From two opposite corners, in any order. */
export function cornersBox(x1: number, y1: number, x2: number, y2: number): Box | null {
  return boundsOf([
    [x1, y1],
    [x2, y2],
  ]);
}

/** From the middle and two radii. */
export const ellipseBox = (cx: number, cy: number, rx: number, ry: number): Box | null =>
  cornersBox(cx - rx, cy - ry, cx + rx, cy + ry);

/** The upright box around a rotated one. @param degrees clockwise, around `pivot` */
export function aroundRotated(
  box: Box,
  degrees: number,
  pivot: readonly [number, number],
): Box | null {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const { x, y, width, height } = box;
  const corners: [number, number][] = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
  return boundsOf(
    corners.map(([px, py]) => {
      const [dx, dy] = [px - pivot[0], py - pivot[1]];
      return [pivot[0] + dx * cos - dy * sin, pivot[1] + dx * sin + dy * cos];
    }),
  );
}

/** The box, or null unless its numbers are finite and it has an area. */
export function withArea(box: Box): Box | null {
  const { x, y, width, height } = box;
  return Number.isFinite(x + y + width + height) && width > 0 && height > 0 ? box : null;
}

/** A positive size, or null: many files say 0 × 0, or nothing. */
export function sizeOf(width: unknown, height: unknown): Size | null {
  const [w, h] = [Number(width), Number(height)];
  return w >= 1 && h >= 1 && Number.isFinite(w + h) ? { width: w, height: h } : null;
}
