/** Rows that nothing shows and nothing will: an interrupted restore leaves them. */
import { database } from './open.ts';
import { transact } from './transact.ts';

/** Removes photos of no batch and bytes of no model. */
export async function dropOrphans(): Promise<void> {
  const db = await database();
  const tx = db.transaction(['batches', 'batchPhotos', 'batchSources', 'models', 'modelBytes']);
  const [batches, photos, sources, models, bytes] = await Promise.all([
    tx.objectStore('batches').getAllKeys(),
    tx.objectStore('batchPhotos').getAllKeys(),
    tx.objectStore('batchSources').getAllKeys(),
    tx.objectStore('models').getAllKeys(),
    tx.objectStore('modelBytes').getAllKeys(),
  ]);
  const lonelyPhotos = photos.filter(([batch]) => !batches.includes(batch));
  const lonelySources = sources.filter(([batch]) => !batches.includes(batch));
  const lonelyBytes = bytes.filter((sha256) => !models.includes(sha256));
  if (lonelyPhotos.length + lonelySources.length + lonelyBytes.length === 0) return;
  const touched: ('batches' | 'batchPhotos' | 'batchSources' | 'models' | 'modelBytes')[] = [
    ...(['batches', 'batchPhotos', 'batchSources', 'models', 'modelBytes'] as const),
  ];
  await transact(touched, async (tx) => {
    for (const key of lonelyPhotos) {
      if (await tx.objectStore('batches').getKey(key[0])) continue;
      await tx.objectStore('batchPhotos').delete(key);
    }
    for (const key of lonelySources) {
      if (await tx.objectStore('batches').getKey(key[0])) continue;
      await tx.objectStore('batchSources').delete(key);
    }
    for (const key of lonelyBytes) {
      if (await tx.objectStore('models').getKey(key)) continue;
      await tx.objectStore('modelBytes').delete(key);
    }
  });
}
