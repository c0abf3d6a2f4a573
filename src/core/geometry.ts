/** Boxes: overlap, clipping, growing. All boxes are in pixels of one and the same image. */
import type { Box, Size } from './types.ts';

/** Area in square pixels; 0 for a degenerate box. */
export function area(box: Box): number {
  return Math.max(0, box.width) * Math.max(0, box.height);
}

/** The common part of two boxes; width and height are 0 where they do not meet. */
export function intersect(a: Box, b: Box): Box {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const right = Math.min(a.x + a.width, b.x + b.width);
  const bottom = Math.min(a.y + a.height, b.y + b.height);
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}

/** Intersection over union, 0–1; 0 when both boxes are empty. */
export function iou(a: Box, b: Box): number {
  const common = area(intersect(a, b));
  const union = area(a) + area(b) - common;
  return union > 0 ? common / union : 0;
}

/** The part of `box` inside an image of `size`. */
export function clip(box: Box, size: Size): Box {
  return intersect(box, { x: 0, y: 0, width: size.width, height: size.height });
}

/** Grows `box` on every side by `margin` times its own width (left, right) and height (top, bottom). */
export function expand(box: Box, margin: number): Box {
  const dx = box.width * margin;
  const dy = box.height * margin;
  return {
    x: box.x - dx,
    y: box.y - dy,
    width: box.width + 2 * dx,
    height: box.height + 2 * dy,
  };
}

/** Part of a pixel that is rounding, not picture: the same box by another way of reckoning. */
const ROUNDING = 1e-6;

/**
 * The smallest whole-pixel box that holds `box`, but for a millionth of a pixel, clipped to the
 * image and at least 1×1 (so that a crop always has a pixel). `size` must be at least 1×1.
 */
export function wholePixels(box: Box, size: Size): Box {
  const x = Math.min(size.width - 1, Math.max(0, Math.floor(box.x + ROUNDING)));
  const y = Math.min(size.height - 1, Math.max(0, Math.floor(box.y + ROUNDING)));
  const right = Math.min(size.width, Math.max(x + 1, Math.ceil(box.x + box.width - ROUNDING)));
  const bottom = Math.min(size.height, Math.max(y + 1, Math.ceil(box.y + box.height - ROUNDING)));
  return { x, y, width: right - x, height: bottom - y };
}

/** Multiplies both axes, e.g. from a size-bounded bitmap back to the source photo. */
export function scaleBox(box: Box, scaleX: number, scaleY: number): Box {
  return {
    x: box.x * scaleX,
    y: box.y * scaleY,
    width: box.width * scaleX,
    height: box.height * scaleY,
  };
}

/** A size in the same shape, rounded to whole pixels, at least one a side. */
export function scaleSize({ width, height }: Size, scale: number): Size {
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/** `size`, or the same shape with its long side `longSide` where it is longer. */
export function fitLongSide(size: Size, longSide: number): Size {
  return scaleSize(size, Math.min(1, longSide / Math.max(size.width, size.height)));
}

/** `size` halved until its long side is at most `longSide`: what four pixels made one by one give. */
export function halvedTo(size: Size, longSide: number): Size {
  return Math.max(size.width, size.height) <= longSide
    ? size
    : halvedTo(scaleSize(size, 0.5), longSide);
}
