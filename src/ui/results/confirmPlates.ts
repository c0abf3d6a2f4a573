/** Confirming many plates of the batch as one step of undo. */
import type { CheckedPlate } from '../../core/checkedPlates.ts';
import { confirmEdits } from '../correct/actions.ts';
import { beginBulk } from '../correct/correctionQueue.ts';
import { targetOf } from '../read/correcting.ts';
import type { PhotoItem } from '../read/items.ts';

interface PlateOfItem {
  readonly item: PhotoItem;
  /** Null for a photo without plates: nothing is said of it. */
  readonly plate: CheckedPlate | null;
}

/**
 * Confirms their texts as they stand, all at once: until each is said, its photo may be read anew, and
 * another text stand there. Resolves when all are kept, or have failed.
 */
export async function confirmPlates(plates: readonly PlateOfItem[]) {
  const bulk = beginBulk();
  const kept = plates.map(({ item, plate }) => {
    if (!plate || item.outcome?.kind !== 'read') return false;
    const target = targetOf(item, item.outcome);
    const edits = confirmEdits(target, plate, plate.text);
    return edits !== null && bulk.correct(target, edits);
  });
  bulk.end();
  return { accepted: (await Promise.all(kept)).filter(Boolean).length, tell: bulk.tell };
}
