/** Which plate a change was on, so that taking it back can show that plate. */
import { checkedPlates } from '../../core/checkedPlates.ts';
import type { LabelEdit } from '../../core/dataset/types.ts';
import type { AnnotationTarget } from './annotationTarget.ts';

/** The predicted plate that it answers, or the labelled one of this id. */
export interface StepPlate {
  readonly id: string;
  readonly predicted: number | null;
}

/** The plate that edits are on; null where they are on the photo as a whole. */
export function plateOf(edits: readonly LabelEdit[]): StepPlate | null {
  const edit = edits.find(({ kind }) => kind === 'plate');
  if (edit?.kind !== 'plate') return null;
  return { id: edit.id, predicted: edit.value?.origin?.plate ?? null };
}

/** Its place among the shown plates; null where it is none of them any more. */
export function placeOf(target: AnnotationTarget, { id, predicted }: StepPlate): number | null {
  const place = checkedPlates(target.prediction, target.label.value).findIndex((plate) =>
    predicted === null ? plate.id === id : plate.predicted === predicted,
  );
  return place < 0 ? null : place;
}
