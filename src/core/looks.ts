/**
 * Several looks at one plate, merged into one answer. Three have different margins; where they leave
 * doubt, six more see the same pixels softened, inverted, slanted and tilted. A look at which the
 * plate happens to come close to what the network knows is surer than the others, and the merging
 * goes by the surest. The same maths as in training; golden files hold both together, and
 * `docs/reader.md` has the figures.
 */
import type { Size } from './types.ts';

/** Margins of the looks that every plate of a photo gets. */
export const PHOTO_LOOKS: readonly number[] = [0, 0.06, 0.12];
/** Below this confidence (not calibrated) of the merged looks a plate gets `DOUBT_LOOKS` as well. */
export const DOUBT = 0.95;
/** How much more a likelier look counts: the power of its reading's probability. */
const SURENESS = 2;

/** How the pixels of one of `PHOTO_LOOKS` are seen anew. */
export interface Alteration {
  /** Index in `PHOTO_LOOKS`. */
  readonly of: number;
  readonly softened?: boolean;
  readonly inverted?: boolean;
  /** Columns that a row is farther right than the one above it. */
  readonly slant?: number;
  /** Rows that a column is lower than the one left of it. */
  readonly rise?: number;
}

export const DOUBT_LOOKS: readonly Alteration[] = [
  { of: 1, softened: true },
  { of: 0, inverted: true },
  { of: 1, slant: 0.3 },
  { of: 1, slant: -0.3 },
  { of: 1, slant: 0.25, rise: 0.1 },
  { of: 1, slant: -0.25, rise: -0.1 },
];

/**
 * Writes planar `[3, height, width]` pixels, 0–1, altered, into `into`. Softened: (1 2 1)/4 both
 * ways. Slanted about the middle, bilinear; beyond the edge its pixels go on.
 */
export function alterPixels(
  pixels: Float32Array,
  { width, height }: Size,
  how: Alteration,
  into: Float32Array,
): void {
  const { slant = 0, rise = 0 } = how;
  const middleX = (width - 1) / 2;
  const middleY = (height - 1) / 2;
  const within = (value: number, last: number) => Math.min(Math.max(value, 0), last);
  for (let plane = 0; plane < pixels.length; plane += width * height) {
    const at = (x: number, y: number) =>
      pixels[plane + within(y, height - 1) * width + within(x, width - 1)] as number;
    const soft = (x: number, y: number) => (at(x - 1, y) + 2 * at(x, y) + at(x + 1, y)) / 4;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const fromX = within(x + slant * (y - middleY), width - 1);
        const fromY = within(y + rise * (x - middleX), height - 1);
        const left = Math.floor(fromX);
        const top = Math.floor(fromY);
        const row = (y: number) => at(left, y) + (at(left + 1, y) - at(left, y)) * (fromX - left);
        const value = how.softened
          ? (soft(x, y - 1) + 2 * soft(x, y) + soft(x, y + 1)) / 4
          : row(top) + (row(top + 1) - row(top)) * (fromY - top);
        into[plane + y * width + x] = how.inverted ? 1 - value : value;
      }
    }
  }
}

/** Natural logarithm of the probability of a look's likeliest reading. */
export function sureness(look: Float32Array, width: number): number {
  let sum = 0;
  for (let from = 0; from < look.length; from += width) {
    sum += Math.log(Math.max(...look.subarray(from, from + width)) + 1e-6);
  }
  return sum;
}

/**
 * One answer from several looks at the same plate: the geometric mean of their probabilities, each
 * look weighted by the probability of its own likeliest reading, squared.
 *
 * @param looks `[slots, width]` apiece, 0–1.
 * @returns `[slots, width]`, each slot summing to 1.
 */
export function mergedLooks(looks: readonly Float32Array[], width: number): Float32Array {
  const sure = looks.map((look) => sureness(look, width));
  const most = Math.max(...sure);
  const weights = sure.map((logs) => Math.exp(SURENESS * (logs - most)));
  const total = weights.reduce((a, b) => a + b);
  const merged = Float32Array.from(looks[0] as Float32Array, (_, i) =>
    Math.exp(
      looks.reduce(
        (sum, look, k) =>
          sum + ((weights[k] as number) / total) * Math.log((look[i] as number) + 1e-6),
        0,
      ),
    ),
  );
  for (let from = 0; from < merged.length; from += width) {
    const slot = merged.subarray(from, from + width);
    const sum = slot.reduce((a, b) => a + b);
    slot.forEach((p, i) => {
      slot[i] = p / sum;
    });
  }
  return merged;
}
