/** What a person says of results whose photos are not kept: it stands beside the result. */
import { applyEdits } from '../core/dataset/edits.ts';
import type { Label, LabelEdit, LogEntry } from '../core/dataset/types.ts';
import { database } from './open.ts';
import { StoreError } from './storeError.ts';
import { transact } from './transact.ts';

/**
 * Keeps what a person says of a result whose photo is not at hand, beside the result. Resolves only
 * after it was read back. @throws StoreError `unconfirmed`; LabelEditError for edits without sense
 */
export async function saveBatchLabel(
  batch: string,
  index: number,
  edits: readonly LabelEdit[],
  at: number,
): Promise<{ label: Label; entry: LogEntry }> {
  const key: [string, number] = [batch, index];
  const kept = await transact(['batchPhotos'], async (tx) => {
    const record = await tx.objectStore('batchPhotos').get(key);
    if (!record) throw new Error('This result is not kept any more, so it cannot be corrected.');
    const made = applyEdits(record.label ?? null, edits, { sample: '', at, prediction: null });
    await tx.objectStore('batchPhotos').put({ ...record, label: made.label });
    return made;
  });
  const found = await (await database()).get('batchPhotos', key);
  if (JSON.stringify(found?.label) !== JSON.stringify(kept.label)) {
    throw new StoreError('unconfirmed');
  }
  return kept;
}
