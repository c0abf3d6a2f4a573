/** Where points of a map lie on the screen, and which of them a pointer means. */
import type { Size } from '../../core/types.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Plane {
  toScreen(point: Point): Point;
}

const MARGIN_PX = 16;
/** A click this far from a dot still means it. */
const REACH_PX = 14;

/** All points within the picture, both axes at one scale. */
export function fitPlane(points: readonly Point[], { width, height }: Size): Plane {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const across = Math.max(right - left, 1e-9);
  const down = Math.max(bottom - top, 1e-9);
  const scale = Math.min((width - 2 * MARGIN_PX) / across, (height - 2 * MARGIN_PX) / down);
  return {
    toScreen: ({ x, y }) => ({
      x: width / 2 + (x - (left + right) / 2) * scale,
      y: height / 2 + (y - (top + bottom) / 2) * scale,
    }),
  };
}

/** The visible point under the pointer, or null. */
export function nearestPoint(
  plane: Plane,
  points: readonly Point[],
  visible: readonly boolean[],
  at: Point,
): number | null {
  let best: number | null = null;
  let least = REACH_PX * REACH_PX;
  points.forEach((point, i) => {
    if (!visible[i]) return;
    const { x, y } = plane.toScreen(point);
    const squared = (x - at.x) ** 2 + (y - at.y) ** 2;
    if (squared > least) return;
    least = squared;
    best = i;
  });
  return best;
}

/** Visible points inside a closed line on the screen (even-odd rule). */
export function insideLasso(
  plane: Plane,
  points: readonly Point[],
  visible: readonly boolean[],
  lasso: readonly Point[],
): number[] {
  return points.flatMap((point, i) => {
    if (!visible[i]) return [];
    const at = plane.toScreen(point);
    let isInside = false;
    lasso.forEach((a, n) => {
      const b = lasso[(n + 1) % lasso.length] as Point;
      const crosses = a.y > at.y !== b.y > at.y;
      if (crosses && at.x < ((b.x - a.x) * (at.y - a.y)) / (b.y - a.y) + a.x) isInside = !isInside;
    });
    return isInside ? [i] : [];
  });
}
