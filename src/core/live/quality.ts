/** What can be said about a crop before reading it: size, sharpness, light. */
import { greyOf } from '../luma.ts';
import { resampleGrey } from '../resample.ts';
import type { RgbaImage, Size } from '../types.ts';

export interface CropQuality {
  /** Height of the plate in pixels of the source frame. */
  readonly heightPx: number;
  /**
   * Variance of the Laplacian over the variance of brightness: edges per contrast, so that a dim
   * plate is not called blurred.
   */
  readonly sharpness: number;
  /** The same with second differences from left to right only, and from top to bottom only. */
  readonly sharpnessAcross: number;
  readonly sharpnessDown: number;
  /** Mean brightness, 0–255. */
  readonly brightness: number;
  /** Standard deviation of brightness, 0–128. */
  readonly contrast: number;
  /** Part of the pixels that are burnt out, 0–1. */
  readonly glare: number;
}

/** Crops are measured at this height, so that sharpness of near and far plates compares. */
const MEASURE_HEIGHT = 32;
const MAX_WIDTH = 256;
const BURNT = 252;

/** Measures a crop of a plate. `heightPx` is the plate's height in the frame. */
export function cropQuality(crop: RgbaImage, heightPx: number): CropQuality {
  const size: Size = {
    width: Math.max(
      1,
      Math.min(MAX_WIDTH, Math.round((crop.width / crop.height) * MEASURE_HEIGHT)),
    ),
    height: MEASURE_HEIGHT,
  };
  const grey = resampleGrey(greyOf(crop), crop, size);
  const { mean, variance } = moments(grey);
  const perContrast = (value: number): number => (variance > 1 ? value / variance : 0);
  return {
    heightPx,
    sharpness: perContrast(laplacianVariance(grey, size)),
    sharpnessAcross: perContrast(laplacianVariance(grey, size, 'across')),
    sharpnessDown: perContrast(laplacianVariance(grey, size, 'down')),
    brightness: mean,
    contrast: Math.sqrt(variance),
    glare: grey.reduce((count, value) => count + (value >= BURNT ? 1 : 0), 0) / grey.length,
  };
}

/** Variance of the Laplacian (or of one of its two parts) over the inner pixels; 0 for pictures under 3×3. */
export function laplacianVariance(
  grey: Float32Array,
  { width, height }: Size,
  part: 'both' | 'across' | 'down' = 'both',
): number {
  const values: number[] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const twice = 2 * (grey[i] as number);
      const across = (grey[i - 1] as number) + (grey[i + 1] as number) - twice;
      const down = (grey[i - width] as number) + (grey[i + width] as number) - twice;
      values.push(part === 'both' ? across + down : part === 'across' ? across : down);
    }
  }
  return moments(values).variance;
}

function moments(values: ArrayLike<number>): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    sum += value;
    squares += value * value;
  }
  if (values.length === 0) return { mean: 0, variance: 0 };
  const mean = sum / values.length;
  return { mean, variance: Math.max(0, squares / values.length - mean * mean) };
}
