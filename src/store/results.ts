/**
 * The Read screen's batches: results, previews and crops survive a reload or a crash until the
 * person clears them; so do the photos themselves where the person keeps them and there is room.
 */
import { database } from './open.ts';
import type { BatchPhotoRecord, BatchRecord } from './records.ts';

/** Every photo of a batch has an index from 0 up, so this range holds exactly one batch. */
function wholeBatch(batch: string): IDBKeyRange {
  return IDBKeyRange.bound([batch, 0], [batch, Number.MAX_SAFE_INTEGER]);
}

/** Writes photos, new, read or removed, in one transaction, together with their batch's entry. */
export async function saveBatchPhotos(
  batch: BatchRecord,
  photos: readonly BatchPhotoRecord[],
): Promise<void> {
  const db = await database();
  const tx = db.transaction(['batches', 'batchPhotos', 'batchSources'], 'readwrite');
  void tx.objectStore('batches').put(batch);
  const store = tx.objectStore('batchPhotos');
  for (const photo of photos) {
    void store.put(photo);
    if (photo.removed) void tx.objectStore('batchSources').delete([batch.id, photo.index]);
  }
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
  // Not as a File: its name and date stand in the result, and a backup gives bytes back.
  const bytes = photo.slice(0, photo.size, photo.type);
  const row = { batch, index, bytes: photo.size, photo: bytes };
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
