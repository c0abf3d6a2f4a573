/** Cutting a plate out of a photo for a reader with a fixed input; the same maths as in training. */
import { expand, scaleBox, scaleSize, wholePixels } from './geometry.ts';
import { resampleToPlanar } from './resample.ts';
import type { Box, RgbaImage, Size } from './types.ts';

/**
 * Added on each side of a detection before it is cut out for a single view, as a share of its width
 * and height. `docs/reader.md` has other margins beside it.
 */
export const PLATE_MARGIN = 0.06;

/** The whole pixels cut out for the plate in `box`, margin included, inside the image. */
export function plateRegion(box: Box, image: Size, margin = PLATE_MARGIN): Box {
  return wholePixels(expand(box, margin), image);
}

/** Where the plate is in a picture that is a crop with that margin: `plateRegion` of it is all of it. */
export function plateInCrop(crop: Size, margin = PLATE_MARGIN): Box {
  const whole = { x: 0, y: 0, width: crop.width, height: crop.height };
  return expand(whole, -margin / (1 + 2 * margin));
}

/** A part of a larger image, with a plate in it: what readers are given. */
export interface PlateView {
  readonly image: RgbaImage;
  /** The plate, pixels of `image`. */
  readonly box: Box;
}

/** Kept around a plate that is cut out to be read, so that each reader can add its own margin. */
const VIEW_MARGIN = 0.25;
/**
 * Most pixels of a view. Larger ones are shrunk by the browser: readers take a plate some 200 pixels
 * wide, and getting at millions of pixels takes longer than reading them.
 */
const VIEW_PIXELS = 600_000;

/** How to cut a view of the plate in `box` out of a picture of `size`. All in its pixels. */
export function planView(box: Box, size: Size): { from: Box; to: Size; box: Box } {
  const from = wholePixels(expand(box, VIEW_MARGIN), size);
  const scale = Math.min(1, Math.sqrt(VIEW_PIXELS / (from.width * from.height)));
  const to = scaleSize(from, scale);
  const inside = { ...box, x: box.x - from.x, y: box.y - from.y };
  return { from, to, box: scaleBox(inside, to.width / from.width, to.height / from.height) };
}

/** Squeezes `region` into `[3, height, width]` RGB 0–1, shape not kept, written to `into`. */
export function platePixels(image: RgbaImage, region: Box, input: Size, into: Float32Array): void {
  resampleToPlanar(image, region, {
    data: into,
    plane: input,
    at: { x: 0, y: 0, width: input.width, height: input.height },
  });
}
