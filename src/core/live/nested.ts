/** Boxes inside boxes. */
import { area, intersect } from '../geometry.ts';
import type { Detection } from '../types.ts';

/** Part of the smaller box that may lie inside the other one. */
const NESTED = 0.7;

/**
 * Indices of the detections to keep, most confident first: a tight and a loose box around one
 * plate overlap too little for suppression by IoU, and would become two vehicles.
 */
export function withoutNested(detections: readonly Detection[]): number[] {
  const kept: number[] = [];
  const order = detections.map((_, i) => i);
  order.sort((a, b) => confidenceOf(detections, b) - confidenceOf(detections, a));
  for (const i of order) {
    const { box } = detections[i] as Detection;
    const isFree = kept.every((k) => {
      const other = (detections[k] as Detection).box;
      return area(intersect(box, other)) <= NESTED * Math.min(area(box), area(other));
    });
    if (isFree) kept.push(i);
  }
  return kept;
}

function confidenceOf(detections: readonly Detection[], index: number): number {
  return (detections[index] as Detection).confidence;
}
