/** Fitting a photo into a detector's input, and boxes back out of it. */
import { clip } from './geometry.ts';
import { resampleToPlanar } from './resample.ts';
import type { Box, RgbaImage, Size } from './types.ts';

/** Grey of the padding, as a tensor value. */
export const PADDING = 114 / 255;

/** How a photo lies in the input tensor. All whole pixels of the input. */
export interface Letterbox {
  readonly source: Size;
  /** Size of the scaled photo. */
  readonly scaled: Size;
  /** Size of the whole input tensor. */
  readonly input: Size;
  readonly left: number;
  readonly top: number;
}

/** Rounds half up, as the training package does (unlike Python's own `round`). */
const roundHalfUp = (value: number) => Math.floor(value + 0.5);

function place(source: Size, scale: number, inputFor: (scaled: Size) => Size): Letterbox {
  const scaled = {
    width: Math.max(1, roundHalfUp(source.width * scale)),
    height: Math.max(1, roundHalfUp(source.height * scale)),
  };
  const input = inputFor(scaled);
  return {
    source,
    scaled,
    input,
    left: Math.floor((input.width - scaled.width) / 2),
    top: Math.floor((input.height - scaled.height) / 2),
  };
}

/**
 * Rectangular letterbox: the long side becomes `longSide`, both sides are padded to the next
 * multiple of `stride`. A 16:9 photo at 320 costs 320×192, not 320×320.
 */
export function rectangularLetterbox(source: Size, longSide: number, stride = 32): Letterbox {
  const scale = longSide / Math.max(source.width, source.height);
  const up = (value: number) => Math.ceil(value / stride) * stride;
  return place(source, scale, (scaled) => ({ width: up(scaled.width), height: up(scaled.height) }));
}

/** A photo is enlarged by at most this much: a small one has no far plates, only blur to gain. */
const MOST_ENLARGED = 1.5;
/** From this input side on, a second scale, half of it, finds what is too large for the first. */
const TWICE_FROM = 448;

/**
 * Multi-scale inference: the input sides a photo is run at, `longSide` the largest wanted. Two scales of one
 * network see more than one: plates that fill the photo are better known small. Measured in
 * `docs/detector.md`; `training/` has the same rule.
 */
export function multiScaleSides(photo: Size, longSide: number, stride = 32): number[] {
  const enlarged = Math.max(photo.width, photo.height) * MOST_ENLARGED;
  const side = Math.min(longSide, Math.ceil(enlarged / stride) * stride);
  return side >= TWICE_FROM ? [side, roundHalfUp(side / 2 / stride) * stride] : [side];
}

/** Letterbox into a fixed input, for detectors exported with fixed axes. */
export function fixedLetterbox(source: Size, input: Size): Letterbox {
  const scale = Math.min(input.width / source.width, input.height / source.height);
  return place(source, scale, () => input);
}

/** The input tensor `[3, height, width]`, RGB 0–1, grey around the photo. */
export function letterboxPixels(image: RgbaImage, letterbox: Letterbox): Float32Array {
  const { input, scaled, left, top } = letterbox;
  const data = new Float32Array(3 * input.width * input.height).fill(PADDING);
  resampleToPlanar(
    image,
    { x: 0, y: 0, width: image.width, height: image.height },
    { data, plane: input, at: { x: left, y: top, ...scaled } },
  );
  return data;
}

/** A box of the input tensor as a box of the source, clipped to it. Factors are exact per axis. */
export function fromInput(box: Box, letterbox: Letterbox): Box {
  const { source, scaled, left, top } = letterbox;
  const scaleX = source.width / scaled.width;
  const scaleY = source.height / scaled.height;
  return clip(
    {
      x: (box.x - left) * scaleX,
      y: (box.y - top) * scaleY,
      width: box.width * scaleX,
      height: box.height * scaleY,
    },
    source,
  );
}
