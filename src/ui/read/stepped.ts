/** Where on the Read screen an undo or redo was. */
import type { AnnotationTarget } from '../correct/annotationTarget.ts';
import { placeOf, type StepPlate } from '../correct/stepPlate.ts';
import { batch } from './readState.ts';

/**
 * @returns the photo's place in the batch and the plate's in the photo, which is null for the photo as a
 * whole; null where it is none of the list, such as one that was cleared
 */
export function stepped(target: AnnotationTarget, plate: StepPlate | null) {
  const items = batch.items.peek();
  const index = /^read-(\d+)$/.exec(target.key)?.[1];
  const sample = target.sample.peek();
  const item =
    index === undefined
      ? items.find((one) => sample !== null && one.sample === sample)
      : items[Number(index)];
  if (!item || item.state === 'removed') return null;
  return { photo: item.index, plate: plate && placeOf(target, plate) };
}
