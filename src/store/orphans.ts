/** Rows that nothing shows and nothing will: an interrupted restore leaves them. */
import { database } from './open.ts';
import { transact } from './transact.ts';

/** Removes photos of no batch and bytes of no model. */
export async function dropOrphans(): Promise<void> {
  const db = await database();
  const tx = db.transaction(['batches', 'batchPhotos', 'models', 'modelBytes']);
  const [batches, photos, models, bytes] = await Promise.all([
    tx.objectStore('batches').getAllKeys(),
    tx.objectStore('batchPhotos').getAllKeys(),
    tx.objectStore('models').getAllKeys(),
    tx.objectStore('modelBytes').getAllKeys(),
  ]);
  const lonelyPhotos = photos.filter(([batch]) => !batches.includes(batch));
  const lonelyBytes = bytes.filter((sha256) => !models.includes(sha256));
  if (lonelyPhotos.length + lonelyBytes.length === 0) return;
  await transact(['batches', 'batchPhotos', 'models', 'modelBytes'], async (tx) => {
    for (const key of lonelyPhotos) {
      if (await tx.objectStore('batches').getKey(key[0])) continue;
      await tx.objectStore('batchPhotos').delete(key);
    }
    for (const key of lonelyBytes) {
      if (await tx.objectStore('models').getKey(key)) continue;
      await tx.objectStore('modelBytes').delete(key);
    }
  });
}
