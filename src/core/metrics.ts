/** How good detections and readings are: the formulas behind the model cards and `npm run eval`. */
import { iou } from './geometry.ts';
import { editDistance } from './plateText.ts';
import type { Box, Detection } from './types.ts';

/** What a detector found in one photo beside what is there. */
export interface PhotoBoxes {
  readonly detections: readonly Detection[];
  readonly truth: readonly Box[];
}

/**
 * Pairs detections with true boxes, most confident first; each takes the free true box it overlaps
 * most, if that is at least `minIou`.
 * @returns for each detection the index of its true box, or -1.
 */
export function matchBoxes({ detections, truth }: PhotoBoxes, minIou: number): number[] {
  const matches = new Array<number>(detections.length).fill(-1);
  const taken = new Set<number>();
  const order = detections.map((_, i) => i);
  order.sort((a, b) => confidenceOf(detections, b) - confidenceOf(detections, a));
  for (const d of order) {
    let best = minIou;
    let match = -1;
    truth.forEach((box, t) => {
      const overlap = taken.has(t) ? 0 : iou((detections[d] as Detection).box, box);
      if (overlap >= best && overlap > 0) {
        best = overlap;
        match = t;
      }
    });
    if (match >= 0) taken.add(match);
    matches[d] = match;
  }
  return matches;
}

const confidenceOf = (detections: readonly Detection[], i: number) =>
  (detections[i] as Detection).confidence;

/**
 * Average precision at one overlap, as COCO computes it: the precision envelope sampled at the 101
 * recalls 0, 0.01 … 1, which are multiples of the double nearest to 0.01, as numpy's linspace has
 * them. Equal to pycocotools (golden file), but that it takes 100 detections a photo and this all.
 * NaN when there is no true box at all.
 */
export function averagePrecision(photos: readonly PhotoBoxes[], minIou: number): number {
  const total = photos.reduce((sum, photo) => sum + photo.truth.length, 0);
  if (total === 0) return Number.NaN;
  const scored = photos.flatMap((photo) => {
    const matches = matchBoxes(photo, minIou);
    return photo.detections.map((d, i) => ({ confidence: d.confidence, hit: matches[i] !== -1 }));
  });
  scored.sort((a, b) => b.confidence - a.confidence);
  const precision: number[] = [];
  const recall: number[] = [];
  let hits = 0;
  scored.forEach(({ hit }, i) => {
    if (hit) hits++;
    precision.push(hits / (i + 1));
    recall.push(hits / total);
  });
  for (let i = precision.length - 2; i >= 0; i--) {
    precision[i] = Math.max(precision[i] as number, precision[i + 1] as number);
  }
  let sum = 0;
  let at = 0;
  for (let step = 0; step <= 100; step++) {
    while (at < recall.length && (recall[at] as number) < step * 0.01) at++;
    sum += precision[at] ?? 0;
  }
  return sum / 101;
}

/**
 * COCO's overlaps 0.5, 0.55 … 0.95, to the last bit: with 0.5 + 0.05 · 7 a box that overlaps by
 * exactly 0.85 would be lost.
 */
const OVERLAPS = Array.from({ length: 10 }, (_, i) =>
  i === 9 ? 0.95 : 0.5 + i * ((0.95 - 0.5) / 9),
);

/** Mean of `averagePrecision` over the overlaps 0.5, 0.55 … 0.95. */
export function averagePrecision50to95(photos: readonly PhotoBoxes[]): number {
  return OVERLAPS.reduce((sum, minIou) => sum + averagePrecision(photos, minIou), 0) / 10;
}

export interface PrecisionRecall {
  readonly precision: number;
  readonly recall: number;
  readonly found: number;
  readonly truth: number;
  readonly detections: number;
}

/** Precision and recall of the detections with at least `threshold`. NaN where there is nothing to count. */
export function precisionRecall(
  photos: readonly PhotoBoxes[],
  threshold: number,
  minIou = 0.5,
): PrecisionRecall {
  let found = 0;
  let truth = 0;
  let detections = 0;
  for (const photo of photos) {
    const kept = photo.detections.filter((d) => d.confidence >= threshold);
    found += matchBoxes({ ...photo, detections: kept }, minIou).filter((m) => m >= 0).length;
    truth += photo.truth.length;
    detections += kept.length;
  }
  return { precision: found / detections, recall: found / truth, found, truth, detections };
}

/** A rate with its interval; all three NaN for n = 0. */
export interface Rate {
  readonly hits: number;
  readonly n: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** `hits` of `n` with Wilson's score interval, by default at 95 %. */
export function wilson(hits: number, n: number, z = 1.959964): Rate {
  if (n === 0) return { hits, n, rate: Number.NaN, low: Number.NaN, high: Number.NaN };
  const rate = hits / n;
  const z2 = z * z;
  const centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z / (1 + z2 / n)) * Math.sqrt((rate * (1 - rate)) / n + z2 / (4 * n * n));
  // Exact where all or none hit: a rounding error below 1 would be written as 99.9 %.
  const [low, high] = [hits === 0 ? 0 : centre - half, hits === n ? 1 : centre + half];
  return { hits, n, rate, low, high };
}

/** Sum of edit distances over the sum of true lengths: can exceed 1. NaN when there is no true text. */
export function characterErrorRate(
  pairs: readonly { readonly truth: string; readonly read: string }[],
): number {
  let errors = 0;
  let length = 0;
  for (const { truth, read } of pairs) {
    errors += editDistance(truth, read);
    length += truth.length;
  }
  return length === 0 ? Number.NaN : errors / length;
}

/** The q-quantile (0–1) by linear interpolation between order statistics; NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * Math.min(1, Math.max(0, q));
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}
