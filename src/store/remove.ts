/** Removing samples for good. */
import type { Write } from './transact.ts';

export const SAMPLE_STORES = [
  'samples',
  'blobs',
  'thumbs',
  'derived',
  'predictions',
  'labels',
  'log',
  'splits',
  'trash',
  'importRows',
] as const;
type SampleStores = (typeof SAMPLE_STORES)[number][];

/** Within a transaction over `SAMPLE_STORES`. Its place in a group stays: splits stick. */
export async function removeSample(tx: Write<SampleStores>, id: string): Promise<void> {
  const below = IDBKeyRange.bound([id], [id, []]);
  for (const store of ['samples', 'blobs', 'thumbs', 'labels', 'trash'] as const) {
    await tx.objectStore(store).delete(id);
  }
  for (const store of ['derived', 'predictions', 'log'] as const) {
    await tx.objectStore(store).delete(below);
  }
  // Kept anew it would be a person's: undoing the import that once brought it must not find it.
  const rows = tx.objectStore('importRows');
  for (const key of await rows.index('sample').getAllKeys(id)) await rows.delete(key);
}
