/** Non-maximum suppression. */
import { iou } from './geometry.ts';
import type { Detection } from './types.ts';

/** The overlap above which the less confident of two boxes is a duplicate; as in training. */
export const NMS_IOU = 0.45;

/**
 * Greedy suppression, most confident first (ties keep their order). Classes are not kept apart:
 * a detector with several kinds of plate must still report each plate once.
 */
export function nms(detections: readonly Detection[], threshold = NMS_IOU): Detection[] {
  const sorted = [...detections].sort((a, b) => b.confidence - a.confidence);
  const kept: Detection[] = [];
  for (const candidate of sorted) {
    if (kept.every((other) => iou(other.box, candidate.box) <= threshold)) kept.push(candidate);
  }
  return kept;
}
