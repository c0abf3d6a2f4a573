/** Where the photo stands in the viewer: screen = image × scale + offset, in CSS pixels. */
import type { Box, Size } from '../../core/types.ts';

export interface ViewTransform {
  /** CSS pixels per image pixel. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Further than this, a photo shows nothing but squares. */
const MAX_SCALE = 16;

/** The whole photo, centred. */
export function fitView(image: Size, viewport: Size): ViewTransform {
  const scale = Math.min(viewport.width / image.width, viewport.height / image.height);
  return centred(image, viewport, Math.max(scale, 1e-6));
}

/** Around a plate its frame, its grips and the tag above it, CSS pixels. */
const AROUND_PX = 8;
const TAG_PX = 32;

/**
 * One box large in the middle, with `around` times its size of surroundings.
 * @param below height of a strip at the lower edge, CSS pixels, that the box with its grips stays above
 * where the photo goes on far enough
 */
export function boxView(
  box: Box,
  image: Size,
  viewport: Size,
  around = 2.5,
  below = 0,
): ViewTransform {
  const [top, bottom] =
    below > 0 ? [TAG_PX, viewport.height - below - AROUND_PX] : [0, viewport.height];
  const close = Math.min(
    viewport.width / (box.width * around),
    viewport.height / (box.height * around),
    (bottom - top) / box.height,
    MAX_SCALE,
  );
  const scale = Math.max(close, fitView(image, viewport).scale); // a large plate is no reason to shrink
  return clampView(
    {
      scale,
      x: viewport.width / 2 - (box.x + box.width / 2) * scale,
      y: (top + bottom) / 2 - (box.y + box.height / 2) * scale,
    },
    image,
    viewport,
  );
}

/** Zooms by `factor` so that the image point under `at` (viewport pixels) stays where it is. */
export function zoomAt(
  view: ViewTransform,
  factor: number,
  at: Point,
  image: Size,
  viewport: Size,
): ViewTransform {
  const fit = fitView(image, viewport).scale;
  const scale = Math.min(Math.max(view.scale * factor, fit), Math.max(MAX_SCALE, fit));
  const ratio = scale / view.scale;
  return clampView(
    { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio },
    image,
    viewport,
  );
}

/** Keeps the photo in sight: it may not leave a gap it could fill, and is centred where smaller. */
export function clampView(view: ViewTransform, image: Size, viewport: Size): ViewTransform {
  const along = (offset: number, imagePx: number, viewportPx: number): number => {
    const shown = imagePx * view.scale;
    if (shown <= viewportPx) return (viewportPx - shown) / 2;
    return Math.min(0, Math.max(viewportPx - shown, offset));
  };
  return {
    scale: view.scale,
    x: along(view.x, image.width, viewport.width),
    y: along(view.y, image.height, viewport.height),
  };
}

/** A box of the image in viewport pixels. */
export function toScreen(box: Box, view: ViewTransform): Box {
  return {
    x: box.x * view.scale + view.x,
    y: box.y * view.scale + view.y,
    width: box.width * view.scale,
    height: box.height * view.scale,
  };
}

/** A point of the viewport in image pixels; the inverse of `toScreen`. */
export function toImage(point: Point, view: ViewTransform): Point {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
}

export type Corner = 'bottom-right' | 'bottom-left' | 'top-right' | 'top-left';

/**
 * The corner in which buttons of this size (CSS pixels) cover least of the boxes, of the image, as
 * the photo comes up; the first of equals, so that they seldom move.
 */
export function freeCorner(
  boxes: readonly Box[],
  view: ViewTransform,
  viewport: Size,
  buttons: Size,
): Corner {
  const right = viewport.width - buttons.width;
  const bottom = viewport.height - buttons.height;
  const corners: readonly (readonly [Corner, number, number])[] = [
    ['bottom-right', right, bottom],
    ['bottom-left', 0, bottom],
    ['top-right', right, 0],
    ['top-left', 0, 0],
  ];
  const covered = (x: number, y: number) =>
    boxes.reduce((sum, box) => {
      const shown = toScreen(box, view);
      const across = overlap(x, buttons.width, shown.x - AROUND_PX, shown.width + 2 * AROUND_PX);
      const top = shown.y - TAG_PX;
      return sum + across * overlap(y, buttons.height, top, shown.height + TAG_PX + AROUND_PX);
    }, 0);
  return corners
    .map(([corner, x, y]) => ({ corner, area: covered(x, y) }))
    .reduce((best, next) => (next.area < best.area ? next : best)).corner;
}

/** How far two stretches, each a start and a length, lie on each other. */
const overlap = (a: number, aLength: number, b: number, bLength: number) =>
  Math.max(0, Math.min(a + aLength, b + bLength) - Math.max(a, b));

function centred(image: Size, viewport: Size, scale: number): ViewTransform {
  return {
    scale,
    x: (viewport.width - image.width * scale) / 2,
    y: (viewport.height - image.height * scale) / 2,
  };
}
