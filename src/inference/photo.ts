/** Photos and frames as the engine sees them: a size, and pixels as they are needed. */
import { fitLongSide, halvedTo } from '../core/geometry.ts';
import { boundedSize } from '../core/image/bound.ts';
import type { Exif } from '../core/image/exif.ts';
import type { Box, RgbaImage, Size } from '../core/types.ts';

/** A picture whose pixels are taken in parts. `width` and `height` span all of it. */
export interface Picture extends Size {
  /** The part `from`, whole pixels, at `size`; the same pixels where that is its own size. */
  pixels(from: Box, size: Size): Promise<RgbaImage>;
}

/** A decoded photo: upright, its size bounded. Close it: it may hold 48 MB. */
export interface OpenPhoto extends Picture {
  /** Size of the upright photo before it was bounded. */
  readonly size: Size;
  readonly exif: Exif;
  close(): void;
}

/** All of a picture, with at most `maxPixels` pixels. */
export function allPixels(picture: Picture, maxPixels: number): Promise<RgbaImage> {
  return picture.pixels(wholeOf(picture), boundedSize(picture, maxPixels));
}

/** The whole picture with its long side at most `longSide` pixels. */
export function overview(picture: Picture, longSide: number): Promise<RgbaImage> {
  return picture.pixels(wholeOf(picture), fitLongSide(picture, longSide));
}

/**
 * The same, halved as often as that takes: of a large photo the platform makes this in a quarter of
 * the time, and nothing is interpolated. Between half of `longSide` and all of it.
 */
export function halvedOverview(picture: Picture, longSide: number): Promise<RgbaImage> {
  return picture.pixels(wholeOf(picture), halvedTo(picture, longSide));
}

const wholeOf = ({ width, height }: Size): Box => ({ x: 0, y: 0, width, height });
