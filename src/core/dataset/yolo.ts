/** YOLO: one text file beside each image, a line `class xc yc w h` for each box, as fractions. */
import type { Box, Size } from '../types.ts';
import {
  boxOnly,
  CLASS_NAMES,
  type ImportProblem,
  type Parsed,
  type PhotoAnnotation,
  type PlateAnnotation,
  plainNumber,
} from './annotation.ts';

/** The label file of a photo; empty for a negative. */
export function writeYoloLabels({ size, plates }: PhotoAnnotation): string {
  return plates
    .map(({ box }) => {
      const fractions = [
        (box.x + box.width / 2) / size.width,
        (box.y + box.height / 2) / size.height,
        box.width / size.width,
        box.height / size.height,
      ];
      return `0 ${fractions.map(plainNumber).join(' ')}\n`;
    })
    .join('');
}

/** `data.yaml` as YOLOv5 and its successors read it. */
export function writeDataYaml(): string {
  const names = CLASS_NAMES.map((name) => `'${name}'`).join(', ');
  return [
    "# Paths are relative to this file's folder. Without a line 'path' Ultralytics takes them so;",
    '# YOLOv5 does when it is given the zip itself: --data dataset.zip',
    'train: images/train',
    'val: images/val',
    'test: images/test',
    `nc: ${CLASS_NAMES.length}`,
    `names: [${names}]`,
    '',
  ].join('\n');
}

/**
 * Reads a label file. Polygons (more than four numbers) become their bounding box; boxes are taken
 * only from the classes in `wanted` (null: all).
 */
export function readYoloLabels(
  text: string,
  size: Size,
  file: string,
  wanted: ReadonlySet<number> | null = null,
): Parsed<PlateAnnotation[]> {
  const value: PlateAnnotation[] = [];
  const problems: ImportProblem[] = [];
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    if (raw.trim() === '') continue;
    const [index, ...numbers] = raw.trim().split(/\s+/).map(Number);
    const polygon = numbers.length >= 6 && numbers.length % 2 === 0;
    if (!Number.isInteger(index) || !numbers.every(Number.isFinite) || numbers.length < 4) {
      problems.push({
        file,
        line: i + 1,
        message: `Not a YOLO line: "${raw.trim().slice(0, 60)}".`,
      });
      continue;
    }
    if (wanted !== null && !wanted.has(index as number)) continue;
    const fractions = polygon
      ? polygonBounds(numbers)
      : (numbers as [number, number, number, number]);
    const box = toPixels(fractions, size);
    const beyond = fractions.some((n) => n < -0.01 || n > 1.01);
    if (beyond || box.width <= 0 || box.height <= 0) {
      const message = beyond
        ? 'The box is not in fractions of the image (0 to 1); it is left out.'
        : 'The box has no area; it is left out.';
      problems.push({ file, line: i + 1, message });
      continue;
    }
    value.push(boxOnly(box));
  }
  return { value, problems };
}

/** Centre and size in fractions → corner and size in pixels. */
function toPixels(fractions: readonly number[], size: Size): Box {
  const [xc = 0, yc = 0, w = 0, h = 0] = fractions;
  return {
    x: (xc - w / 2) * size.width,
    y: (yc - h / 2) * size.height,
    width: w * size.width,
    height: h * size.height,
  };
}

function polygonBounds(points: readonly number[]): [number, number, number, number] {
  const xs = points.filter((_, i) => i % 2 === 0);
  const ys = points.filter((_, i) => i % 2 === 1);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return [(x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0];
}

/** Class names of a `data.yaml`, in any of the three ways people write them; none when not found. */
export function readYamlNames(yaml: string): string[] {
  const unquote = (name: string) => name.trim().replace(/^(['"])(.*)\1$/, '$2');
  const inline = /^names\s*:\s*\[([^\]]*)\]/m.exec(yaml);
  if (inline) return (inline[1] ?? '').split(',').map(unquote).filter(Boolean);
  const block = /^names\s*:\s*\r?\n((?:[ \t-]+.*(?:\r?\n|$))+)/m.exec(yaml);
  return (block?.[1] ?? '')
    .split(/\r?\n/)
    .map((line) => unquote(line.replace(/^\s*(?:-|\d+\s*:)\s*/, '')))
    .filter(Boolean);
}

/**
 * Which classes are plates: those named like one, or the only one there is; null when that cannot
 * be told.
 */
export function plateClasses(names: readonly string[]): ReadonlySet<number> | null {
  const named = names.flatMap((name, i) =>
    /plate|plaka|placa|licen[cs]e|kennzeichen|number|lp\b|anpr/i.test(name) ? [i] : [],
  );
  if (named.length > 0) return new Set(named);
  return names.length <= 1 ? new Set([0]) : null;
}
