/** Where a sample stands between "nobody looked" and "all said". */
import { area, intersect, iou } from '../geometry.ts';
import type { Box, Plate } from '../types.ts';
import type { Label, PlateLabel, Prediction } from './types.ts';

/**
 * - `unlabelled`: nobody said anything.
 * - `partly`: some predicted plates still wait for an answer, or an import left something out; unfit
 *   to train a detector.
 * - `labelled`: every plate has its answer.
 * - `negative`: looked at, holds no plate.
 */
export type LabelState = 'unlabelled' | 'partly' | 'labelled' | 'negative';

/** A drawn or imported box that overlaps a predicted one this much answers it. */
export const SAME_PLATE_IOU = 0.5;
/** So does one that lies in it, or holds it: frames and stickers make boxes wide. */
const NESTED = { share: 0.9, iou: 0.25 };

/** The label that answers plate `index` of a prediction, if any. */
export function answerTo(
  label: Label | null,
  prediction: Pick<Prediction, 'id' | 'plates'>,
  index: number,
): PlateLabel | null {
  if (!label) return null;
  const own = label.plates.find(
    ({ origin }) => origin?.prediction === prediction.id && origin.plate === index,
  );
  if (own) return own;
  const box = prediction.plates[index]?.detection.box;
  if (!box) return null;
  const others = label.plates.filter(({ origin }) => origin?.prediction !== prediction.id);
  return (
    others.find((plate) => iou(plate.box, box) >= SAME_PLATE_IOU) ??
    others.find((plate) => isNested(plate.box, box) && isNearest(plate.box, prediction, index)) ??
    null
  );
}

/** Whether nearly all of one box lies in the other, which is not much larger. */
function isNested(a: Box, b: Box): boolean {
  const common = area(intersect(a, b));
  return common >= NESTED.share * Math.min(area(a), area(b)) && iou(a, b) >= NESTED.iou;
}

/** Whether no other predicted plate fits the box better. */
function isNearest(box: Box, { plates }: Pick<Prediction, 'plates'>, index: number): boolean {
  const overlaps = plates.map(({ detection }) => iou(detection.box, box));
  return overlaps.every((overlap, i) => i === index || overlap < (overlaps[index] ?? 0));
}

/** Indices of predicted plates that have no answer yet. */
export function unanswered(label: Label | null, prediction: Prediction | null): number[] {
  if (!prediction || label?.noPlate) return [];
  return prediction.plates.flatMap((_, i) => (answerTo(label, prediction, i) ? [] : [i]));
}

/** `prediction` is the one the label was made on, or the latest where there is no label. */
export function labelState(label: Label | null, prediction: Prediction | null): LabelState {
  if (!label || (label.plates.length === 0 && !label.noPlate)) return 'unlabelled';
  if (label.noPlate) return 'negative';
  if (label.partly) return 'partly';
  const seen = prediction?.id === label.prediction ? prediction : null;
  if (unanswered(label, seen).length > 0) return 'partly';
  return label.plates.some((plate) => plate.verdict === 'plate') ? 'labelled' : 'negative';
}

/**
 * Whether a label says something else than the prediction it answers. A box that was drawn or imported
 * on its own is never the predicted one to the pixel: it says nothing against it.
 */
export function isCorrection(label: PlateLabel, predicted: Plate | null): boolean {
  if (!predicted || label.verdict === 'not-plate' || label.unreadable !== null) return true;
  const { box } = predicted.detection;
  const moved =
    label.origin !== null &&
    (['x', 'y', 'width', 'height'] as const).some((k) => box[k] !== label.box[k]);
  return moved || (label.text !== null && label.text !== (predicted.reading?.text ?? ''));
}
