/** Moving and resizing boxes within a photo, all in image pixels. */
import type { Box, Size } from '../../core/types.ts';

/** Which sides move: `n s e w`, a corner has two; empty moves the whole box. */
export type Grip = '' | 'n' | 's' | 'e' | 'w' | 'ne' | 'nw' | 'se' | 'sw';
export const GRIPS: readonly Exclude<Grip, ''>[] = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];

/** A box smaller than this on the screen (CSS pixels) would hide behind all eight grips. */
const ROOM_PX = 64;

/** Small plates keep their corners alone, so that they can be seen; the size is on the screen. */
export function gripsFor(width: number, height: number): readonly Exclude<Grip, ''>[] {
  if (width >= ROOM_PX && height >= ROOM_PX / 2) return GRIPS;
  return GRIPS.filter((grip) => grip.length === 2);
}

/** Smaller than this no plate can be told. */
export const LEAST_PX = 4;

/** The box after dragging a grip by `dx, dy`; it stays inside the photo and never turns over. */
export function dragBox(box: Box, grip: Grip, dx: number, dy: number, image: Size): Box {
  if (grip === '') {
    const x = clamp(box.x + dx, 0, Math.max(0, image.width - box.width));
    const y = clamp(box.y + dy, 0, Math.max(0, image.height - box.height));
    return { ...box, x, y };
  }
  let [left, top] = [box.x, box.y];
  let [right, bottom] = [box.x + box.width, box.y + box.height];
  if (grip.includes('w')) left = clamp(left + dx, 0, right - LEAST_PX);
  if (grip.includes('e')) right = clamp(right + dx, left + LEAST_PX, image.width);
  if (grip.includes('n')) top = clamp(top + dy, 0, bottom - LEAST_PX);
  if (grip.includes('s')) bottom = clamp(bottom + dy, top + LEAST_PX, image.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The box between two points, inside the photo; null when too small to be meant. */
export function boxBetween(
  a: { x: number; y: number },
  b: { x: number; y: number },
  image: Size,
): Box | null {
  const inside = (v: number, most: number) => clamp(v, 0, most);
  const [x0, x1] = [inside(a.x, image.width), inside(b.x, image.width)].sort((m, n) => m - n);
  const [y0, y1] = [inside(a.y, image.height), inside(b.y, image.height)].sort((m, n) => m - n);
  if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined) return null;
  const box = { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
  return box.width >= LEAST_PX && box.height >= LEAST_PX ? box : null;
}

/** A plate-shaped box in the middle, to be moved into place by keys. */
export function middleBox(image: Size): Box {
  const width = Math.max(LEAST_PX, image.width / 5);
  const height = Math.max(LEAST_PX, Math.min(width / 4, image.height));
  return { x: (image.width - width) / 2, y: (image.height - height) / 2, width, height };
}

const clamp = (value: number, least: number, most: number) =>
  Math.min(Math.max(value, least), Math.max(least, most));
