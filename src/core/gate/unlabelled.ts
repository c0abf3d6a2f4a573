/**
 * Photos that nobody has answered: where two models read differently. Who is right is not known, so none
 * of it is evidence.
 */
import { matchBoxes } from '../metrics.ts';
import type { Box, Plate } from '../types.ts';
import type { Seen } from './compare.ts';

/** An unanswered photo as both saw it. */
export interface UnlabelledPhoto {
  readonly sample: string;
  readonly file: string;
  readonly reference: Seen;
  readonly candidate: Seen;
}

/** A plate whose text differs, or that only one of the two found; '' where one has no text. */
export interface ReadDifferently {
  readonly sample: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** Pixels of the upright photo. */
  readonly box: Box;
}

export interface UnlabelledOutcome {
  readonly photos: number;
  /** Plates that at least one of the two found. */
  readonly plates: number;
  readonly differ: readonly ReadDifferently[];
}

const MIN_IOU = 0.5;

/** @param threshold detections under this are not shown, so they count as nothing */
export function compareUnlabelled(
  photos: readonly UnlabelledPhoto[],
  threshold: number,
): UnlabelledOutcome {
  const shown = ({ plates }: Seen) =>
    plates.filter(({ detection }) => detection.confidence >= threshold);
  const all = photos.flatMap(({ sample, file, reference, candidate }) => {
    const [before, after] = [shown(reference), shown(candidate)];
    const matches = matchBoxes(
      { detections: after.map(boxOf), truth: before.map((plate) => boxOf(plate).box) },
      MIN_IOU,
    );
    const pair = (one: Plate | undefined, other: Plate | undefined) => ({
      isFoundByBoth: one !== undefined && other !== undefined,
      is: {
        sample,
        file,
        before: textOf(one),
        after: textOf(other),
        box: boxOf((one ?? other) as Plate).box,
      },
    });
    return [
      ...before.map((plate, i) => pair(plate, after[matches.indexOf(i)])),
      ...after.flatMap((plate, i) => (matches[i] === -1 ? [pair(undefined, plate)] : [])),
    ];
  });
  return {
    photos: photos.length,
    plates: all.length,
    differ: all.flatMap(({ is, isFoundByBoth }) =>
      isFoundByBoth && is.before === is.after ? [] : [is],
    ),
  };
}

const boxOf = ({ detection }: Plate) => detection;
const textOf = (plate: Plate | undefined) => plate?.reading?.text ?? '';
