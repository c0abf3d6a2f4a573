/**
 * A picture as 16 × 16 brightnesses, to tell whether two pictures are one: copies differ by little
 * everywhere, pictures of two cars of one model somewhere by much.
 */
import { squeezedGrey } from '../luma.ts';
import type { RgbaImage } from '../types.ts';

const SIDE = 16;
/** Brightness levels that a copy of quality 60 may differ by on the mean. */
const MEAN_LEVELS = 4;
/** And at its worst place: what was added, taken away or moved shows here. */
const WORST_LEVELS = 24;

/** 256 brightnesses, 0–255, of the upright picture squeezed to a square. */
export function signature(image: RgbaImage): Uint8Array {
  const grey = squeezedGrey(image, { width: SIDE, height: SIDE });
  return Uint8Array.from(grey, (value) => Math.round(255 * value));
}

/** Mean difference of two signatures in brightness levels, or null where it is no copy. */
export function copyDifference(a: Uint8Array, b: Uint8Array): number | null {
  if (a.length !== b.length || a.length === 0) return null;
  let [sum, worst] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] as number) - (b[i] as number));
    sum += difference;
    worst = Math.max(worst, difference);
  }
  const mean = sum / a.length;
  return mean <= MEAN_LEVELS && worst <= WORST_LEVELS ? mean : null;
}
