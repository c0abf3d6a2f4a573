/** Preparing a plate's crop for general OCR: grey, spread contrast, dark on light. */

import { expand, wholePixels } from './geometry.ts';
import { greyOf } from './luma.ts';
import { resampleGrey } from './resample.ts';
import type { Box, RgbaImage, Size } from './types.ts';

/** Grey pixels, row-major, 0 black to 255 white. */
export interface GreyImage extends Size {
  readonly data: Uint8Array;
}

export interface OcrCropOptions {
  /** Added on each side, as a share of the box's width and height; negative cuts into the plate. */
  readonly margin: number;
  /** Height the crop is scaled to, pixels. */
  readonly height: number;
  /** Share of darkest and of lightest pixels that become pure black and white; 0 leaves contrast as is. */
  readonly clip: number;
  /** Make the text dark on light. */
  readonly invert: boolean;
  /** White frame around the picture, pixels. */
  readonly border: number;
}

/** The plate in `box` as a grey picture for OCR. */
export function ocrPicture(image: RgbaImage, box: Box, options: OcrCropOptions): GreyImage {
  const region = wholePixels(expand(box, options.margin), image);
  const { height } = options;
  const width = Math.max(1, Math.min(2000, Math.round((region.width * height) / region.height)));
  const size = { width, height };
  const grey = resampleGrey(greyOf(image, region), region, size);
  if (options.clip > 0) stretchContrast(grey, options.clip);
  if (options.invert && median(grey) < DARK) invert(grey);
  return frame(grey, size, options.border);
}

/** A plate whose median is darker than this has light letters. */
const DARK = 110;

/** Spreads the values between the `clip` and `1 − clip` quantiles over 0–255, in place. */
export function stretchContrast(grey: Float32Array, clip: number): void {
  const sorted = Float32Array.from(grey).sort();
  const low = sorted[Math.floor((sorted.length - 1) * clip)] as number;
  const high = sorted[Math.ceil((sorted.length - 1) * (1 - clip))] as number;
  if (high - low < 1) return; // flat: nothing to spread but noise
  for (let i = 0; i < grey.length; i++) {
    grey[i] = Math.min(255, Math.max(0, (((grey[i] as number) - low) * 255) / (high - low)));
  }
}

/** `grey` as bytes, in a white frame. */
function frame(grey: Float32Array, size: Size, border: number): GreyImage {
  const width = size.width + 2 * border;
  const height = size.height + 2 * border;
  const data = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < size.height; y++) {
    const start = (y + border) * width + border;
    for (let x = 0; x < size.width; x++) {
      data[start + x] = Math.round(Math.min(255, Math.max(0, grey[y * size.width + x] as number)));
    }
  }
  return { data, width, height };
}

function median(grey: Float32Array): number {
  return Float32Array.from(grey).sort()[grey.length >> 1] as number;
}

function invert(grey: Float32Array): void {
  for (let i = 0; i < grey.length; i++) grey[i] = 255 - (grey[i] as number);
}

/** Binary PGM (P5), a format every OCR engine reads and the cheapest to write. */
export function toPgm({ data, width, height }: GreyImage): Uint8Array {
  const header = Array.from(`P5\n${width} ${height}\n255\n`, (c) => c.charCodeAt(0));
  const out = new Uint8Array(header.length + data.length);
  out.set(header);
  out.set(data, header.length);
  return out;
}
