/**
 * In which frame boxes are: that of the photo as it is shown, or as it is stored before its EXIF
 * orientation turns it. Tools that ignore the orientation (labelImg before 2020, OpenCV of old) drew
 * on the stored one.
 */
import { scaleBox } from '../../geometry.ts';
import type { Box, Size } from '../../types.ts';
import type { SaidObject, Statement } from './statement.ts';

/** What a photo's header says. */
export interface PhotoFacts {
  /** Stored size, before the orientation. */
  readonly stored: Size;
  /** EXIF orientation, 1–8. */
  readonly orientation: number;
}

export type Frame = 'shown' | 'stored';

/** Pixels a box may reach beyond a photo by rounding. */
const SLACK = 2;
/** Widths over heights are the same up to this share. */
const SHAPE = 0.03;

export function uprightOf({ stored, orientation }: PhotoFacts): Size {
  return orientation >= 5 ? { width: stored.height, height: stored.width } : stored;
}

/**
 * What a statement betrays of its frame: by the size it gives, or by a box that fits into one frame
 * only. Null where both would do.
 */
export function frameEvidence(said: Statement, facts: PhotoFacts): Frame | null {
  if (facts.orientation < 5 || facts.stored.width === facts.stored.height) return null;
  const upright = uprightOf(facts);
  if (said.frame) {
    if (sameShape(said.frame, upright)) return 'shown';
    if (sameShape(said.frame, facts.stored)) return 'stored';
  }
  const boxes = said.objects.flatMap(({ box, unit }) => (box && unit === 'px' ? [box] : []));
  const [inShown, inStored] = [upright, facts.stored].map((size) =>
    boxes.every((box) => isInside(box, size)),
  );
  if (inShown === inStored) return null;
  return inShown ? 'shown' : 'stored';
}

/** Of a whole set: what most of its evidence says; `shown` without any. */
export function frameOfSet(evidence: readonly (Frame | null)[]): Frame {
  const stored = evidence.filter((frame) => frame === 'stored').length;
  return stored > evidence.filter((frame) => frame === 'shown').length ? 'stored' : 'shown';
}

/**
 * A box in pixels of the upright photo; null where it was made for a picture of another shape, lies
 * outside, or is in shares of the picture where pixels were meant.
 */
export function toUpright(
  { box, unit }: Pick<SaidObject, 'box' | 'unit'>,
  frame: Size | null,
  facts: PhotoFacts,
  drawnOn: Frame,
): Box | null {
  if (!box) return null;
  const base = drawnOn === 'stored' ? facts.stored : uprightOf(facts);
  const scaled =
    unit === 'share' ? scaleBox(box, base.width, base.height) : scaledTo(base, box, frame);
  if (!scaled || !isInside(scaled, base)) return null;
  return drawnOn === 'stored' ? turned(scaled, base, facts.orientation) : scaled;
}

/** Scaled from the size it was made for; as it is where that is not known, or only swapped. */
function scaledTo(to: Size, box: Box, frame: Size | null): Box | null {
  if (box.x + box.width <= 1.01 && box.y + box.height <= 1.01) return null; // shares, not pixels
  if (!frame || (frame.width === to.width && frame.height === to.height)) return box;
  if (frame.width === to.height && frame.height === to.width) return box;
  return sameShape(frame, to)
    ? scaleBox(box, to.width / frame.width, to.height / frame.height)
    : null;
}

/** Sizes round: a copy of a tenth may be a pixel off. */
function sameShape(a: Size, b: Size): boolean {
  const ratio = (a.width * b.height) / (a.height * b.width);
  const pixel = 1 / Math.min(a.width, a.height, b.width, b.height);
  return Math.abs(Math.log(ratio)) <= SHAPE + pixel;
}

/** Mostly inside: a hand may slip over the edge, by no more than half the box. */
function isInside({ x, y, width, height }: Box, size: Size): boolean {
  const slackX = Math.max(SLACK, width / 2);
  const slackY = Math.max(SLACK, height / 2);
  return (
    x >= -slackX &&
    y >= -slackY &&
    x + width <= size.width + slackX &&
    y + height <= size.height + slackY
  );
}

/** A box of the stored photo, in the upright one. */
function turned(box: Box, { width: w, height: h }: Size, orientation: number): Box {
  const { x, y, width, height } = box;
  const right = w - x - width;
  const below = h - y - height;
  const swapped = { width: height, height: width };
  switch (orientation) {
    case 2:
      return { ...box, x: right };
    case 3:
      return { ...box, x: right, y: below };
    case 4:
      return { ...box, y: below };
    case 5:
      return { x: y, y: x, ...swapped };
    case 6:
      return { x: below, y: x, ...swapped };
    case 7:
      return { x: below, y: right, ...swapped };
    case 8:
      return { x: y, y: right, ...swapped };
    default:
      return box;
  }
}
