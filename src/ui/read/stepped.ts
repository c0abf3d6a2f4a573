/** Where on the Read screen an undo or redo was. */
import type { AnnotationTarget } from '../correct/annotationTarget.ts';
import { placeOf, type StepPlate } from '../correct/stepPlate.ts';

/** @returns the photo's place in the batch and the plate's in the photo, null for none or for the photo as a whole */
export function stepped(target: AnnotationTarget, plate: StepPlate | null) {
  const index = /^read-(\d+)$/.exec(target.key)?.[1];
  if (index === undefined) return null;
  return { photo: Number(index), plate: plate && placeOf(target, plate) };
}
