/**
 * Test-time augmentation: one plate is read in several views, and the answers are merged. Where the
 * first view leaves doubt, two more have other margins, and five see the same pixels inverted,
 * slanted and tilted. A view in which the plate happens to come close to what the network knows is
 * surer than the others, and the ensemble goes by the surest. The same maths as in training; golden
 * files hold both together, and `docs/reader.md` has the figures.
 */
import type { Size } from './types.ts';

/** Margins of views, as shares of the plate's width and height. */
export const TTA_MARGINS: readonly number[] = [0, 0.06, 0.12];
/** Index in `TTA_MARGINS` of the view that every plate gets. */
export const TTA_FIRST = 1;
/** Below this confidence (not calibrated) of the first view a plate gets all the others too. */
export const TTA_DOUBT = 0.95;
/** How much more a likelier view counts: the power of its reading's probability. */
const WEIGHTING_EXPONENT = 3;
/** Keeps logarithms finite. */
const LEAST = 1e-6;

/** How the pixels of one of the views with `TTA_MARGINS` are changed. */
export interface Augmentation {
  /** Index in `TTA_MARGINS`. */
  readonly of: number;
  readonly inverted?: boolean;
  /** Columns that a row is taken from farther right than the one above it. */
  readonly slant?: number;
  /** Rows that a column is taken from lower than the one left of it. */
  readonly rise?: number;
}

export const TTA_AUGMENTATIONS: readonly Augmentation[] = [
  { of: 0, inverted: true },
  { of: 1, slant: 0.3 },
  { of: 1, slant: -0.3 },
  { of: 1, slant: 0.25, rise: 0.1 },
  { of: 1, slant: -0.25, rise: -0.1 },
];

/**
 * Writes planar `[3, height, width]` pixels, 0–1, augmented, into `into`: slanted about the middle,
 * bilinear; beyond the edge its pixels go on.
 */
export function augmentPixels(
  pixels: Float32Array,
  { width, height }: Size,
  { inverted, slant = 0, rise = 0 }: Augmentation,
  into: Float32Array,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const across = x + slant * (y - (height - 1) / 2);
      const down = y + rise * (x - (width - 1) / 2);
      const fromX = Math.min(Math.max(across, 0), width - 1);
      const fromY = Math.min(Math.max(down, 0), height - 1);
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      const right = Math.min(left + 1, width - 1);
      const above = top * width;
      const below = Math.min(top + 1, height - 1) * width;
      for (let plane = 0; plane < pixels.length; plane += width * height) {
        const a = pixels[plane + above + left] as number;
        const b = pixels[plane + above + right] as number;
        const c = pixels[plane + below + left] as number;
        const d = pixels[plane + below + right] as number;
        const upper = a + (b - a) * (fromX - left);
        const lower = c + (d - c) * (fromX - left);
        const value = upper + (lower - upper) * (fromY - top);
        into[plane + y * width + x] = inverted ? 1 - value : value;
      }
    }
  }
}

/**
 * One answer from several views of the same plate: the geometric mean of their probabilities, each
 * view weighted by the probability of its own likeliest reading, cubed.
 *
 * @param views `[slots, width]` apiece, 0–1.
 * @returns `[slots, width]`, each slot summing to 1.
 */
export function ensemble(views: readonly Float32Array[], width: number): Float32Array {
  // Plain loops: this runs for every plate, and closures an element made it as slow as a view's run.
  const length = (views[0] as Float32Array).length;
  const logs = views.map((view) => {
    const of = new Float64Array(length);
    for (let i = 0; i < length; i++) of[i] = Math.log((view[i] as number) + LEAST);
    return of;
  });
  const likelihoods = logs.map((of) => {
    let sum = 0;
    for (let i = 0; i < length; i += width) {
      let most = of[i] as number;
      for (let j = i + 1; j < i + width; j++) most = Math.max(most, of[j] as number);
      sum += most;
    }
    return sum;
  });
  const most = Math.max(...likelihoods);
  const weights = likelihoods.map((sum) => Math.exp(WEIGHTING_EXPONENT * (sum - most)));
  const total = weights.reduce((a, b) => a + b);
  const merged = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (let k = 0; k < logs.length; k++) {
      sum += (weights[k] as number) * ((logs[k] as Float64Array)[i] as number);
    }
    merged[i] = Math.exp(sum / total);
  }
  for (let i = 0; i < merged.length; i += width) {
    const slot = merged.subarray(i, i + width);
    const sum = slot.reduce((a, b) => a + b);
    slot.set(slot.map((p) => p / sum));
  }
  return merged;
}
