/**
 * What the numbers behind a class mean in YOLO's text files: a box, and behind it perhaps corners,
 * keypoints with or without visibility, a confidence, a track's id; or a polygon instead. All lines of
 * one part of a set are looked at together, for one line alone can often be read in several ways.
 */
import { iou } from '../../geometry.ts';
import type { Box } from '../../types.ts';
import { boundsOf } from '../import/statement.ts';
import { pairs } from './reader.ts';

export interface Layout {
  readonly shape: 'box' | 'polygon';
  /** Keypoints behind the box, and numbers of each. */
  readonly keypoints: readonly [number, 2 | 3];
  /** Last columns. */
  readonly confidence: boolean;
  readonly track: boolean;
}

type Numbers = readonly number[];

const BOX: Layout = { shape: 'box', keypoints: [0, 2], confidence: false, track: false };
const isShare = (n: number | undefined) => n !== undefined && n >= 0 && n <= 1;
const last = (line: Numbers, back = 1) => line[line.length - back];

/**
 * How lines of this many numbers are to be read; null when it cannot be told.
 * @param lines numbers behind the class, the same count in each
 * @param keypoints as a `kpt_shape` says
 */
export function layoutOf(
  lines: readonly Numbers[],
  keypoints: readonly [number, 2 | 3] | null,
): Layout | null {
  const count = lines[0]?.length ?? 0;
  if (count < 4) return null;
  if (keypoints) {
    const layout = withExtras(lines, count - 4 - keypoints[0] * keypoints[1], {
      ...BOX,
      keypoints,
    });
    if (layout) return layout;
  }
  if (count === 4) return BOX;
  if (count === 5 || (count === 6 && endsInTrack(lines))) return withExtras(lines, count - 4, BOX);
  return posed(lines, count) ?? pointed(lines, count);
}

/** The layout with so many columns behind it; null where they cannot be what they would have to be. */
function withExtras(lines: readonly Numbers[], extras: number, layout: Layout): Layout | null {
  if (extras === 0) return layout;
  if (extras === 1) {
    const isTrack = lines.every((line) => Number.isInteger(last(line)));
    if (isTrack) return { ...layout, track: true };
    return lines.every((line) => isShare(last(line))) ? { ...layout, confidence: true } : null;
  }
  if (
    extras === 2 &&
    lines.every((line) => isShare(last(line, 2)) && Number.isInteger(last(line)))
  ) {
    return { ...layout, confidence: true, track: true };
  }
  return null;
}

/** Whole numbers, some above 1, where a share would stand. */
const endsInTrack = (lines: readonly Numbers[]) =>
  lines.every((line) => Number.isInteger(last(line))) &&
  (lines.some((line) => (last(line) ?? 0) > 1) ||
    lines.every((line) => !Number.isInteger(last(line, 2))));

/** Keypoints with visibility: every third number is 0, 1 or 2, or a share where a model wrote it. */
function posed(lines: readonly Numbers[], count: number): Layout | null {
  for (const extras of [0, 1, 2]) {
    const points = (count - 4 - extras) / 3;
    if (!Number.isInteger(points) || points < 1) continue;
    const layout = withExtras(lines, extras, { ...BOX, keypoints: [points, 3] });
    const seen = lines.flatMap((line) =>
      Array.from({ length: points }, (_, i) => line[6 + 3 * i] ?? -1),
    );
    const isFlag = seen.every((flag) => flag === 0 || flag === 1 || flag === 2);
    if (layout && isFlag && lines.every((line) => holdsPoints(line, points, 3))) return layout;
  }
  return null;
}

/** Corners behind a box, or a polygon alone. */
function pointed(lines: readonly Numbers[], count: number): Layout | null {
  for (const extras of count % 2 === 1 ? [1] : [0, 2]) {
    const points = (count - 4 - extras) / 2;
    if (!Number.isInteger(points)) continue;
    const boxed = points >= 1 && withExtras(lines, extras, { ...BOX, keypoints: [points, 2] });
    const outline = withExtras(lines, extras, {
      ...BOX,
      shape: 'polygon',
      keypoints: [points + 2, 2],
    });
    const asBox = boxed && lines.every((line) => holdsPoints(line, points, 2));
    const asOutline = outline && lines.every((line) => isOutline(line, points + 2));
    if (asBox && asOutline) return lines.every((line) => isTight(line, points)) ? boxed : outline;
    if (asBox) return boxed;
    if (asOutline) return outline;
  }
  return null;
}

const boxOf = ([xc = 0, yc = 0, w = 0, h = 0]: Numbers): Box => ({
  x: xc - w / 2,
  y: yc - h / 2,
  width: w,
  height: h,
});

const pointsOf = (line: Numbers, from: number, count: number, each: 2 | 3) =>
  Array.from({ length: count }, (_, i): [number, number] => {
    const at = from + i * each;
    return [line[at] ?? 0, line[at + 1] ?? 0];
  });

/** Whether the points lie in the box before them; 0, 0 stands for one that is not there. */
function holdsPoints(line: Numbers, count: number, each: 2 | 3): boolean {
  const { x, y, width, height } = boxOf(line);
  const [dx, dy] = [0.02 + width * 0.1, 0.02 + height * 0.1];
  return pointsOf(line, 4, count, each).every(
    ([px, py]) =>
      (px === 0 && py === 0) ||
      (px >= x - dx && px <= x + width + dx && py >= y - dy && py <= y + height + dy),
  );
}

/** Whether the box is the one around its points, as with a plate's corners. */
function isTight(line: Numbers, count: number): boolean {
  const bounds = boundsOf(pointsOf(line, 4, count, 2));
  return bounds !== null && iou(bounds, boxOf(line)) >= 0.5;
}

/** Whether the first two points lie near the others, as those of an outline do. */
function isOutline(line: Numbers, count: number): boolean {
  const points = pairs(line.slice(0, 2 * count));
  if (count < 3 || !line.slice(0, 2 * count).every((n) => n >= -0.01 && n <= 1.01)) return false;
  const xs = points.slice(2).map(([x]) => x);
  const ys = points.slice(2).map(([, y]) => y);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const reach = Math.max(x1 - x0, y1 - y0, 0.02) * 1.5;
  return points
    .slice(0, 2)
    .every(([x, y]) => x >= x0 - reach && x <= x1 + reach && y >= y0 - reach && y <= y1 + reach);
}
