/** Putting a smaller encoding in the place of a kept photo. */
import { announceDataChange } from './changes.ts';
import { sha256Hex } from './hash.ts';
import { database } from './open.ts';
import { StoreError } from './storeError.ts';
import { transact } from './transact.ts';

/** The same pixels in upright order, encoded again. */
export interface SmallerPhoto {
  readonly bytes: ArrayBuffer;
  readonly type: string;
}

/**
 * Replaces a photo's bytes in one transaction and reads them back. Its id stays the hash of the
 * file as chosen, so that the same photo is still known. What was derived from the old bytes goes.
 * @param before hash of the bytes it was made from @returns false when they are others by now
 */
export async function replacePhoto(
  id: string,
  before: string,
  { bytes, type }: SmallerPhoto,
): Promise<boolean> {
  const sha256 = await sha256Hex(bytes);
  const replaced = await transact(
    ['samples', 'blobs', 'derived'],
    async (tx) => {
      const sample = await tx.objectStore('samples').get(id);
      if (sample?.sha256 !== before) return false;
      await tx.objectStore('samples').put({
        ...sample,
        type,
        bytes: bytes.byteLength,
        sha256,
        orientation: 1,
      });
      await tx.objectStore('blobs').put(bytes, id);
      await tx.objectStore('derived').delete(IDBKeyRange.bound([id], [id, []]));
      return true;
    },
    { bytes: bytes.byteLength, frees: true },
  );
  if (!replaced) return false;
  const kept = await (await database()).get('blobs', id);
  if (!kept || (await sha256Hex(kept)) !== sha256) throw new StoreError('unconfirmed');
  announceDataChange([id]);
  return true;
}
