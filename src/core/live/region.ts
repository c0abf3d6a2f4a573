/** The part of the picture that is watched. */
import { clip } from '../geometry.ts';
import type { Box, Size } from '../types.ts';

/** A rectangle in parts of the picture, 0–1, so that it survives a change of resolution. */
export type Region = Box;

export const WHOLE_PICTURE: Region = { x: 0, y: 0, width: 1, height: 1 };
export const isWholePicture = ({ width, height }: Region): boolean => width >= 1 && height >= 1;

/** No side is ever smaller than this part of the picture. */
export const MIN_REGION_SIDE = 0.05;

/** The region in whole pixels of a picture of `size`. */
export function regionPixels(region: Region, size: Size): Box {
  const x = Math.floor(region.x * size.width);
  const y = Math.floor(region.y * size.height);
  const box = {
    x,
    y,
    width: Math.max(1, Math.ceil((region.x + region.width) * size.width) - x),
    height: Math.max(1, Math.ceil((region.y + region.height) * size.height) - y),
  };
  return clip(box, size);
}

/** The region between two corners, in any order; clipped to the picture and never too small. */
export function regionBetween(
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
): Region {
  return fitRegion({
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  });
}

/** The nearest region that lies inside the picture and is large enough. */
export function fitRegion(region: Region): Region {
  const width = Math.min(1, Math.max(MIN_REGION_SIDE, region.width));
  const height = Math.min(1, Math.max(MIN_REGION_SIDE, region.height));
  return {
    x: Math.min(1 - width, Math.max(0, region.x)),
    y: Math.min(1 - height, Math.max(0, region.y)),
    width,
    height,
  };
}

/** Detections wobble: a plate this near to an edge, in parts of its height, may well go on behind it. */
const EDGE = 0.06;

/** True when `box` touches an edge of the watched part, so that some of the plate may be missing. */
export function isCutOff(box: Box, region: Box): boolean {
  const slack = EDGE * box.height;
  return (
    box.x < region.x + slack ||
    box.y < region.y + slack ||
    box.x + box.width > region.x + region.width - slack ||
    box.y + box.height > region.y + region.height - slack
  );
}
