/** What is true of a set of photos or crops, from the files people keep it in. */
import { parseCsv, readCell } from '../dataset/csv.ts';
import { normalisePlateText } from '../plateText.ts';
import type { Box, Size } from '../types.ts';

export interface TruePlate {
  /** Pixels of the upright photo, or shares of it when `normalised`. */
  readonly box: Box;
  readonly normalised: boolean;
  /** Normalised text; null when only the place is known. */
  readonly text: string | null;
  readonly rows: 1 | 2 | null;
}

/** Plates by file; a photo without plates has an empty list. */
export type Truth = ReadonlyMap<string, readonly TruePlate[]>;

/** Thrown for a truth file that cannot be understood; says which line. */
export class TruthError extends Error {
  override name = 'TruthError';
}

/**
 * Reads `file,x,y,width,height,text[,rows]`, one row per plate; columns by name, in any order. A row
 * with nothing but a file says that the photo has no plate. @throws TruthError
 */
export function parseTruthCsv(csv: string): Truth {
  const truth = new Map<string, TruePlate[]>();
  for (const { cell, line } of namedRows(csv, ['file', 'x', 'y', 'width', 'height'])) {
    const file = cell('file');
    if (file === '') throw new TruthError(`Line ${line}: no file name.`);
    const plates = truth.get(file) ?? [];
    truth.set(file, plates);
    const numbers = ['x', 'y', 'width', 'height'].map(cell);
    if (numbers.every((value) => value === '')) continue;
    const [x, y, width, height] = numbers.map((v) => (v === '' ? Number.NaN : Number(v))) as [
      number,
      number,
      number,
      number,
    ];
    if (!Number.isFinite(x + y) || !(width > 0) || !(height > 0)) {
      throw new TruthError(
        `Line ${line}: x, y, width and height must be numbers, the sizes over 0.`,
      );
    }
    const text = normalisePlateText(cell('text'));
    plates.push({
      box: { x, y, width, height },
      normalised: false,
      text: text === '' ? null : text,
      rows: rowsOf(cell('rows'), line),
    });
  }
  return truth;
}

/** Reads a YOLO label file: `class xc yc w h` a line, shares of the photo. @throws TruthError */
export function parseYoloLabels(text: string): TruePlate[] {
  return text.split('\n').flatMap((row, i) => {
    if (row.trim() === '') return [];
    const [, xc, yc, width, height] = row.trim().split(/\s+/).map(Number) as number[];
    if (xc === undefined || yc === undefined || !((width ?? 0) > 0) || !((height ?? 0) > 0)) {
      throw new TruthError(`Line ${i + 1}: not "class xc yc width height".`);
    }
    const [w, h] = [width as number, height as number];
    const box = { x: xc - w / 2, y: yc - h / 2, width: w, height: h };
    return [{ box, normalised: true, text: null, rows: null }];
  });
}

export interface TrueCrop {
  readonly file: string;
  readonly text: string;
  readonly rows: 1 | 2 | null;
}

/** Reads `file,text[,rows]`. @throws TruthError */
export function parseCropLabels(csv: string): TrueCrop[] {
  return namedRows(csv, ['file', 'text']).map(({ cell, line }) => ({
    file: cell('file'),
    text: normalisePlateText(cell('text')),
    rows: rowsOf(cell('rows'), line),
  }));
}

/** A true box in pixels of a photo of `size`. */
export function truePixels(plate: TruePlate, size: Size): Box {
  if (!plate.normalised) return plate.box;
  return {
    x: plate.box.x * size.width,
    y: plate.box.y * size.height,
    width: plate.box.width * size.width,
    height: plate.box.height * size.height,
  };
}

function namedRows(csv: string, needed: readonly string[]) {
  const [head, ...rows] = parseCsv(csv);
  const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new TruthError(
      `The header has no column ${missing.join(', ')}; it needs ${needed.join(', ')}.`,
    );
  }
  return rows.map(({ cells, line }) => ({
    line,
    cell: (name: string) => readCell(cells[names.indexOf(name)] ?? '').trim(),
  }));
}

function rowsOf(value: string, line: number): 1 | 2 | null {
  if (value === '') return null;
  if (value === '1' || value === '2') return Number(value) as 1 | 2;
  throw new TruthError(`Line ${line}: rows is "${value}", not 1, 2 or empty.`);
}
