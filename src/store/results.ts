/**
 * The Read screen's batches: results, previews and crops survive a reload or a crash until the
 * person clears them; so do the photos themselves where the person keeps them and there is room.
 */
import { applyEdits } from '../core/dataset/edits.ts';
import type { Label, LabelEdit, LogEntry } from '../core/dataset/types.ts';
import { database } from './open.ts';
import type { BatchPhotoRecord, BatchRecord } from './records.ts';
import { StoreError } from './storeError.ts';
import { transact } from './transact.ts';

/** Every photo of a batch has an index from 0 up, so this range holds exactly one batch. */
function wholeBatch(batch: string): IDBKeyRange {
  return IDBKeyRange.bound([batch, 0], [batch, Number.MAX_SAFE_INTEGER]);
}

/** Writes photos, new or read, in one transaction, together with their batch's entry. */
export async function saveBatchPhotos(
  batch: BatchRecord,
  photos: readonly BatchPhotoRecord[],
): Promise<void> {
  const db = await database();
  const tx = db.transaction(['batches', 'batchPhotos'], 'readwrite');
  void tx.objectStore('batches').put(batch);
  const store = tx.objectStore('batchPhotos');
  for (const photo of photos) void store.put(photo);
  await tx.done;
}

/** A batch's photos in order of input. */
export async function savedBatchPhotos(batch: string): Promise<BatchPhotoRecord[]> {
  return (await database()).getAll('batchPhotos', wholeBatch(batch));
}

/** All batches, newest first. */
export async function savedBatches(): Promise<BatchRecord[]> {
  const batches = await (await database()).getAll('batches');
  return batches.sort((a, b) => b.startedAt - a.startedAt);
}

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

/** Forgets a batch with its results, previews and crops. */
export async function clearBatch(batch: string): Promise<void> {
  const db = await database();
  const tx = db.transaction(['batches', 'batchPhotos', 'batchSources'], 'readwrite');
  void tx.objectStore('batchSources').delete(wholeBatch(batch));
  void tx.objectStore('batches').delete(batch);
  void tx.objectStore('batchPhotos').delete(wholeBatch(batch));
  await tx.done;
}

/** Keeps a photo of the running batch, so that it is at hand after a reload. */
export async function saveBatchSource(batch: string, index: number, photo: Blob): Promise<void> {
  const row = { batch, index, bytes: photo.size, photo };
  await (await database()).put('batchSources', row);
}

/** The photos of a batch that are kept, by index. */
export async function savedBatchSources(batch: string): Promise<ReadonlyMap<number, Blob>> {
  const rows = await (await database()).getAll('batchSources', wholeBatch(batch));
  return new Map(rows.map(({ index, photo }) => [index, photo]));
}

/** What the kept photos of all batches take, in bytes. */
export async function batchSourceBytes(): Promise<number> {
  const rows = await (await database()).getAll('batchSources');
  return rows.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Lets go of all kept photos of batches; their results stay. */
export async function clearBatchSources(): Promise<void> {
  await (await database()).clear('batchSources');
}
