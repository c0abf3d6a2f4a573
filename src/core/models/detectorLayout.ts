/**
 * How a detector answers: the layouts that YOLO exporters and open-image-models write, told apart by
 * counts and metadata, never by the order of axes alone. `[1, 84, 8400]` and `[1, 25200, 85]` both
 * have three axes; read as each other they give "plates" of confidence 22,896.
 */
import type { Detection, Size } from '../types.ts';

export type DetectorLayout =
  /** YOLOv5: `[1, N, 5 + nc]`, centre boxes, objectness, class scores. */
  | 'v5'
  /** YOLOv8, 11, 26: `[1, 4 + nc, N]`, centre boxes, class scores. */
  | 'v8'
  /** End-to-end exports: `[1, n, 6]`, corners, score, class; already suppressed. */
  | 'end2end'
  /** open-image-models: `[n, 7]`, batch, corners, class, score; already suppressed. */
  | 'rows7';

/** Strides of the pyramids of YOLO's common sizes and of its large-input ones. */
const PYRAMIDS = [
  [8, 16, 32],
  [8, 16, 32, 64],
] as const;
/** Most boxes handed to suppression; far more than any photo has plates. */
const CANDIDATES = 3000;
/** Rounding in half precision goes this far beyond a probability. */
const ROUNDING = 1e-3;

const CTC_ALONE =
  ' If it is a PP-OCR reader, choose its dictionary (TXT) or inference.yml together with it.';

/** Why an answer cannot be read; the message is a sentence for the person. */
export class LayoutError extends Error {
  override name = 'LayoutError';
}

/**
 * The layout of an output of these lengths for an input of this size.
 * @param metadata what the exporter wrote: `end2end`, `nms` and `names` tell where counts do not
 * @throws LayoutError, naming what is supported
 */
export function detectorLayout(
  dims: readonly number[],
  input: Size,
  metadata: ReadonlyMap<string, string>,
): DetectorLayout {
  const [first = 0, rows = 0, columns = 0] = dims;
  if (dims.length === 2 && rows === 7) return 'rows7';
  if (dims.length === 3 && first === 1) {
    const says = (key: string) => /^true$/i.test(metadata.get(key) ?? '');
    if (columns === 6 && (says('end2end') || says('nms'))) return 'end2end';
    const cells = PYRAMIDS.map((strides) =>
      strides.reduce((sum, s) => sum + Math.ceil(input.height / s) * Math.ceil(input.width / s), 0),
    );
    if (columns >= 6 && cells.some((n) => rows === 3 * n)) return 'v5';
    if (rows >= 5 && cells.includes(columns)) return 'v8';
    if (columns === 6 && rows <= 1000) return 'end2end';
  }
  throw new LayoutError(
    `Its output [${dims.join(', ')}] is none that Platewheel reads: YOLOv5 [1, boxes, 5 + classes], YOLOv8/11/26 [1, 4 + classes, boxes], end-to-end [1, boxes, 6], or [boxes, 7]. Export it with the exporter's own settings, without extra steps in the graph.${dims.length === 3 ? CTC_ALONE : ''}`,
  );
}

/**
 * The output with the boxes. Where YOLOv9 is exported with its auxiliary branch, that comes first and the
 * one to use second, of the same lengths.
 */
export function boxesOutput<T extends { readonly dims: readonly number[] }>(
  outputs: ReadonlyMap<string, T>,
  fits: (dims: readonly number[]) => boolean,
): T | undefined {
  const all = [...outputs.values()];
  const first = outputs.get('output0') ?? all.find(({ dims }) => fits(dims));
  const isLike = ({ dims }: T) => dims.length === 3 && `${dims}` === `${first?.dims}`;
  return all.find((output) => output !== first && isLike(output)) ?? first;
}

/** Number of classes in an output; null where the layout does not say. */
export function classCount(layout: DetectorLayout, dims: readonly number[]): number | null {
  if (layout === 'v5') return (dims[2] as number) - 5;
  if (layout === 'v8') return (dims[1] as number) - 4;
  return null;
}

/** Whether boxes still overlap and have to be suppressed. */
export const needsNms = (layout: DetectorLayout) => layout === 'v5' || layout === 'v8';

/**
 * Boxes of one picture in pixels of the input with at least `threshold`, unsorted. Rows with a value
 * that is not finite are left out.
 * @param classes indices that count, null for all
 * @throws LayoutError when a score is no probability: then the layout, or the model, is another one
 */
export function decodeDetections(
  layout: DetectorLayout,
  values: Float32Array,
  dims: readonly number[],
  threshold: number,
  classes: ReadonlySet<number> | null,
): Detection[] {
  const found: Detection[] = [];
  const add = (x: number, y: number, w: number, h: number, confidence: number, index: number) => {
    if (!(confidence >= threshold) || !Number.isFinite(x + y + w + h + confidence)) return;
    if (classes !== null && !classes.has(index)) return;
    if (confidence > 1 + ROUNDING) {
      throw new LayoutError(
        `It gives a confidence of ${confidence.toPrecision(3)}; probabilities end at 1. Export it with the sigmoid in the graph.`,
      );
    }
    found.push({
      box: { x, y, width: w, height: h },
      confidence: Math.min(1, confidence),
      classIndex: index,
    });
  };
  const at = (i: number) => values[i] as number;
  if (layout === 'v5' || layout === 'v8') {
    const isV5 = layout === 'v5';
    const boxes = dims[isV5 ? 1 : 2] as number;
    const columns = dims[isV5 ? 2 : 1] as number;
    const [rowStep, columnStep] = isV5 ? [columns, 1] : [1, boxes];
    const from = isV5 ? 5 : 4;
    for (let n = 0; n < boxes; n++) {
      const value = (column: number) => at(n * rowStep + column * columnStep);
      const objectness = isV5 ? value(4) : 1;
      if (!(objectness >= threshold)) continue;
      let best = -1;
      let score = Number.NEGATIVE_INFINITY;
      for (let c = from; c < columns; c++) {
        if ((classes === null || classes.has(c - from)) && value(c) > score) {
          score = value(c);
          best = c - from;
        }
      }
      const [w, h] = [value(2), value(3)];
      if (best >= 0) add(value(0) - w / 2, value(1) - h / 2, w, h, objectness * score, best);
    }
  } else {
    const width = layout === 'end2end' ? 6 : 7;
    const [corner, score, index] = layout === 'end2end' ? [0, 4, 5] : [1, 6, 5];
    for (let row = 0; row + width <= values.length; row += width) {
      const [x, y] = [at(row + corner), at(row + corner + 1)];
      const [right, bottom] = [at(row + corner + 2), at(row + corner + 3)];
      if (right > x && bottom > y) {
        add(x, y, right - x, bottom - y, at(row + score), Math.round(at(row + index)));
      }
    }
  }
  if (found.length <= CANDIDATES) return found;
  return found.sort((a, b) => b.confidence - a.confidence).slice(0, CANDIDATES);
}
