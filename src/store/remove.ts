/** Removing samples for good. */
import { announceDataChange } from './changes.ts';
import { transact, type Write } from './transact.ts';

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
] as const;
type SampleStores = (typeof SAMPLE_STORES)[number][];

/** Few enough for one transaction to stay short. */
const CHUNK = 50;

/** Removes samples with all that belongs to them. Their groups stay: splits stick. */
export async function removeSamples(ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += CHUNK) {
    await transact([...SAMPLE_STORES] as SampleStores, async (tx) => {
      for (const id of ids.slice(at, at + CHUNK)) await removeSample(tx, id);
    });
  }
  if (ids.length > 0) announceDataChange(ids.length > CHUNK ? 'all' : ids);
}

/** Within a transaction over `SAMPLE_STORES`. */
export async function removeSample(tx: Write<SampleStores>, id: string): Promise<void> {
  const below = IDBKeyRange.bound([id], [id, []]);
  for (const store of ['samples', 'blobs', 'thumbs', 'labels', 'splits', 'trash'] as const) {
    await tx.objectStore(store).delete(id);
  }
  for (const store of ['derived', 'predictions', 'log'] as const) {
    await tx.objectStore(store).delete(below);
  }
}
