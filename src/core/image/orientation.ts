/** Turning a stored picture upright, as EXIF's orientation says. */
import type { Size } from '../types.ts';

/** A canvas transform `a b c d e f`: stored pixels to upright ones. */
export type Transform = readonly [number, number, number, number, number, number];

/** The upright size of a picture stored at this size. */
export const turnedSize = ({ width, height }: Size, orientation: number): Size =>
  orientation >= 5 ? { width: height, height: width } : { width, height };

/** @param orientation 1–8; anything else leaves the picture as it is */
export function uprightTransform({ width, height }: Size, orientation: number): Transform {
  switch (orientation) {
    case 2:
      return [-1, 0, 0, 1, width, 0];
    case 3:
      return [-1, 0, 0, -1, width, height];
    case 4:
      return [1, 0, 0, -1, 0, height];
    case 5:
      return [0, 1, 1, 0, 0, 0];
    case 6:
      return [0, 1, -1, 0, height, 0];
    case 7:
      return [0, -1, -1, 0, height, width];
    case 8:
      return [0, -1, 1, 0, 0, width];
    default:
      return [1, 0, 0, 1, 0, 0];
  }
}
