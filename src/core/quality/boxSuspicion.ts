/**
 * Which boxes are likely wrong: ObjectLab (Tkachenko et al. 2023) for one class. A plate that the
 * detector is sure of and nobody labelled is overlooked; a labelled box that fits the detector's badly is
 * badly placed. The probability from which a detection counts is ours: ObjectLab's 0.95 is hardly ever
 * reached by a detector of plates.
 */
import { iou } from '../geometry.ts';
import type { Box, Detection } from '../types.ts';

/** Weight of overlap against nearness. */
const ALPHA = 0.9;
const NEARNESS = 0.1;
/** Detections from this confidence on can be an overlooked plate. */
export const OVERLOOKED_FROM = 0.5;
/** Detections over this confidence judge a box. */
export const BADLOC_OVER = 0.5;

export interface BoxPair {
  readonly labels: readonly Box[];
  readonly detections: readonly Detection[];
}

/** Overlap and nearness of two boxes, 0–1. */
export function boxSimilarity(a: Box, b: Box): number {
  const dx = a.x + a.width / 2 - b.x - b.width / 2;
  const dy = a.y + a.height / 2 - b.y - b.height / 2;
  return ALPHA * iou(a, b) + (1 - ALPHA) * Math.exp(-Math.hypot(dx, dy) * NEARNESS);
}

/** The least similarity above 0 over a whole set: what an empty photo's detections are measured with. */
export function leastSimilarity(photos: readonly BoxPair[]): number {
  let least = 1;
  for (const { labels, detections } of photos) {
    for (const label of labels) {
      for (const { box } of detections) {
        const similarity = boxSimilarity(label, box);
        if (similarity > 0) least = Math.min(least, similarity);
      }
    }
  }
  return least;
}

/**
 * For each detection how well labels explain it, low where a plate was overlooked; null where it is
 * not sure enough or touches a label.
 */
export function overlookedScores(
  { labels, detections }: BoxPair,
  least: number,
  from = OVERLOOKED_FROM,
): (number | null)[] {
  return detections.map(({ box, confidence }) => {
    if (confidence < from || labels.some((label) => iou(label, box) > 0)) return null;
    if (labels.length === 0) return least * (1 - confidence);
    return Math.max(...labels.map((label) => boxSimilarity(label, box)));
  });
}

/** For each labelled box how well it fits a detection, low where badly placed; 1 where none touches it. */
export function badlocScores({ labels, detections }: BoxPair, over = BADLOC_OVER): number[] {
  return labels.map((label) => {
    const fits = detections.flatMap(({ box, confidence }) =>
      confidence > over && iou(label, box) > 0 ? [boxSimilarity(label, box)] : [],
    );
    return fits.length > 0 ? Math.max(...fits) : 1;
  });
}
