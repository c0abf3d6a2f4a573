/** What can be measured of one plate in its photo: size, sharpness, light, tilt, whether it is cut. */

import { cropQuality } from '../live/quality.ts';
import { greyOf } from '../luma.ts';
import { resampleGrey } from '../resample.ts';
import type { Box, RgbaImage, Size } from '../types.ts';

export interface PlateMeasures {
  /** Pixels of the photo per character across; null while nobody knows how many characters there are. */
  readonly pxPerCharacter: number | null;
  /** Edges per contrast of the crop at 32 pixels of height; low is blurred. */
  readonly sharpness: number;
  /** Mean brightness, 0–255. */
  readonly brightness: number;
  /** Standard deviation of brightness, 0–128. */
  readonly contrast: number;
  /** Share of burnt-out pixels, 0–1. */
  readonly glare: number;
  /** How far its rows lean, degrees; positive runs downhill to the right. */
  readonly tilt: number;
  /** Width over height of its box. */
  readonly aspect: number;
  /** Its box reaches the photo's edge. */
  readonly cut: boolean;
}

/** Pixels from the edge of the photo within which a plate counts as cut. */
const EDGE_PX = 1.5;

/**
 * @param crop the plate's own pixels, which may be shrunk
 * @param box the plate, pixels of the photo of `size`
 * @param size null for a picture of nothing but the plate: that its box reaches the edge says nothing
 * @param characters how many characters it has, 0 for not known
 */
export function plateMeasures(
  crop: RgbaImage,
  box: Box,
  size: Size | null,
  characters: number,
  rows: 1 | 2 | null,
): PlateMeasures {
  const quality = cropQuality(crop, box.height);
  const across = Math.ceil(characters / (rows ?? 1));
  return {
    pxPerCharacter: characters > 0 ? box.width / across : null,
    sharpness: quality.sharpness,
    brightness: quality.brightness,
    contrast: quality.contrast,
    glare: quality.glare,
    tilt: tiltOf(crop),
    aspect: box.height > 0 ? box.width / box.height : 0,
    cut:
      size !== null &&
      (box.x <= EDGE_PX ||
        box.y <= EDGE_PX ||
        box.x + box.width >= size.width - EDGE_PX ||
        box.y + box.height >= size.height - EDGE_PX),
  };
}

/** Crops are looked at in this height, the width following up to this many times as much. */
const TILT_HEIGHT = 32;
const TILT_ASPECT = 5;
const MOST_TILT = 20;

/**
 * The slope at which rows of the picture differ most from each other: along it the upper and lower ends
 * of letters and the plate's rims fall into the same rows.
 * @returns whole degrees within ±20
 */
export function tiltOf(crop: RgbaImage): number {
  const grey = greyOf(crop);
  const aspect = Math.min(TILT_ASPECT, Math.max(0.5, crop.width / crop.height));
  const size = { width: Math.max(2, Math.round(TILT_HEIGHT * aspect)), height: TILT_HEIGHT };
  const small = resampleGrey(grey, crop, size);
  let best = 0;
  let most = rowSpread(small, size, 0) * 1.02; // a plate is level unless it is clearly not
  for (let degrees = -MOST_TILT; degrees <= MOST_TILT; degrees++) {
    const spread = degrees === 0 ? 0 : rowSpread(small, size, Math.tan((degrees * Math.PI) / 180));
    if (spread > most) {
      most = spread;
      best = degrees;
    }
  }
  return best;
}

/** How much neighbouring rows differ when rows run downhill by `slope`. */
function rowSpread(grey: Float32Array, { width, height }: Size, slope: number): number {
  const margin = Math.ceil(Math.abs(slope) * (width / 2));
  const rows: number[] = [];
  for (let y = -margin; y < height + margin; y++) {
    let [sum, count] = [0, 0];
    for (let x = 0; x < width; x++) {
      const at = Math.round(y + slope * (x - width / 2));
      if (at < 0 || at >= height) continue;
      sum += grey[at * width + x] as number;
      count++;
    }
    if (count >= width / 2) rows.push(sum / count);
  }
  let spread = 0;
  for (let i = 1; i < rows.length; i++) {
    spread += ((rows[i] as number) - (rows[i - 1] as number)) ** 2;
  }
  return rows.length > 1 ? spread / (rows.length - 1) : 0;
}
