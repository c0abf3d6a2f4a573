/**
 * Multi-scale inference as a cascade: a photo is seen at the smaller scale first, at a fifth of the
 * cost, and again at the larger one only where the first leaves doubt. Thresholds were chosen on
 * training photos; `docs/speed.md` has the figures and `training/` the same rule.
 */
import type { Detection } from './types.ts';

/** Boxes less sure than this are not counted as seen. */
export const CASCADE_SEEN = 0.1;
/** Boxes at least this sure leave no doubt. */
export const CASCADE_SURE = 0.86;
/** Plates narrower than this, in pixels of the input, are better seen larger. */
export const CASCADE_WIDTH = 40;

/**
 * Whether the smaller scale has found all there is.
 * @param found after suppression, less sure ones included
 * @param scale pixels of the input for a pixel of the boxes' picture
 */
export function isEnough(found: readonly Detection[], scale: number): boolean {
  const seen = found.filter(({ confidence }) => confidence >= CASCADE_SEEN);
  return (
    seen.length > 0 &&
    seen.every(
      ({ confidence, box }) => confidence >= CASCADE_SURE && box.width * scale >= CASCADE_WIDTH,
    )
  );
}
