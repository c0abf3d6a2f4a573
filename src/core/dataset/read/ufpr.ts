/**
 * UFPR-ALPR and its relatives: a text file for each photo with `key: value` lines.
 * Two variants: `position_plate: x y w h` and `corners: x,y x,y x,y x,y`.
 */
import type { Box } from '../../types.ts';
import type { Notes } from '../import/notes.ts';

/** Whether a text file is of this kind rather than YOLO. */
export function isUfpr(text: string): boolean {
  const keys = ['position_plate', 'corners', 'plate'];
  return text.split('\n').some((line) => keys.includes(keyAndValue(line)[0]));
}

/** `key: value`; cut by hand, for patterns take minutes over a hostile line of blanks. */
function keyAndValue(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return colon < 0 ? ['', ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

export interface UfprPlate {
  readonly box: Box;
  readonly raw: string | null;
  readonly rows: 1 | 2 | null;
}

/** Reads one file; a photo has one plate. Null without a box. */
export function readUfpr(text: string, file: string, notes: Notes): UfprPlate | null {
  let raw: string | null = null;
  let box: Box | null = null;
  let type = '';
  const characters: Box[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const [key, value] = keyAndValue(line);
    if (key === 'plate') raw = value === '' ? null : value;
    if (key === 'type') type = value;
    if (/^char ?\d+$/.test(key)) {
      const found = fourNumbers(value);
      if (found) characters.push(found);
    }
    if (key !== 'position_plate' && key !== 'corners') continue;
    box = key === 'corners' ? cornersBox(value) : fourNumbers(value);
    if (!box) {
      notes.add(file, 'No box could be read from a line; the photo stays unlabelled.', i + 1);
    }
  }
  return box && { box, raw, rows: rowsOf(characters, type) };
}

function fourNumbers(value: string): Box | null {
  const [x, y, width, height, ...rest] = value.split(/[\s,]+/).map(Number);
  if (x === undefined || y === undefined || rest.length > 0) return null;
  if (width === undefined || height === undefined || !(width > 0) || !(height > 0)) return null;
  return Number.isFinite(x + y + width + height) ? { x, y, width, height } : null;
}

/** The upright box around four corners. */
function cornersBox(value: string): Box | null {
  const points = value.split(/\s+/).map((point) => point.split(',').map(Number));
  if (points.length !== 4 || points.some((p) => p.length !== 2 || !p.every(Number.isFinite))) {
    return null;
  }
  const xs = points.map(([x]) => x as number);
  const ys = points.map(([, y]) => y as number);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - x, Math.max(...ys) - y];
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** Motorcycles have two rows; else characters that stand below others tell. */
function rowsOf(characters: readonly Box[], type: string): 1 | 2 | null {
  if (characters.length > 1) {
    const tops = characters.map(({ y }) => y);
    const tallest = Math.max(...characters.map(({ height }) => height));
    return Math.max(...tops) - Math.min(...tops) > 0.7 * tallest ? 2 : 1;
  }
  return /motorcycle|moto/i.test(type) ? 2 : null;
}
