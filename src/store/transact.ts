/** Transactions that are all or nothing, and on disk before they count. */
import type { IDBPTransaction, StoreNames } from 'idb';
import { copyDatabase } from './copy/bucket.ts';
import { type Change, noting } from './copy/changes.ts';
import { inTurn, repeatChanges, SEQUENCE } from './copy/copy.ts';
import { database } from './open.ts';
import type { PlatewheelDB } from './schema.ts';
import { toStoreError } from './storeError.ts';

export type StoreName = StoreNames<PlatewheelDB>;
export type Write<Names extends StoreName[]> = IDBPTransaction<PlatewheelDB, Names, 'readwrite'>;

/**
 * Runs `work` in one transaction with strict durability, and its changes once more on the second
 * copy; resolves once both are on disk. Any error in it takes everything back. `work` must await
 * nothing but the transaction's own requests.
 * @throws StoreError, or what `work` threw
 */
export async function transact<Names extends StoreName[], T>(
  stores: Names,
  work: (tx: Write<Names>) => Promise<T>,
): Promise<T> {
  const copy = await copyDatabase();
  if (!copy) return transactAlone(stores, work);
  await opened(); // it may have to be filled from the copy first, in turn
  return inTurn(async () => {
    const changes: Change[] = [];
    let sequence = 0;
    const all = [...new Set([...stores, 'settings' as const])] as ('settings' | Names[number])[];
    const result = await transactAlone(all, async (tx) => {
      const done = await work(noting(tx as never, changes));
      if (changes.length > 0) {
        const settings = (tx as unknown as Write<['settings']>).objectStore('settings');
        sequence = (((await settings.get(SEQUENCE)) as number | undefined) ?? 0) + 1;
        await settings.put(sequence, SEQUENCE);
      }
      return done;
    });
    if (changes.length > 0) await repeatChanges(copy, changes, sequence);
    return result;
  });
}

/** The same without the copy. */
export async function transactAlone<Names extends StoreName[], T>(
  stores: Names,
  work: (tx: Write<Names>) => Promise<T>,
): Promise<T> {
  const db = await opened();
  const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
  const done = tx.done.catch((error: unknown) => error ?? new Error('the transaction was aborted'));
  let result: T;
  try {
    result = await work(tx);
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // it has aborted by itself, which is what we want
    }
    // A full disk shows as an aborted transaction whose error is the reason.
    const reason = tx.error ?? error;
    await done;
    throw toStoreError(reason);
  }
  const failure = await done;
  if (failure) throw toStoreError(tx.error ?? failure);
  return result;
}

async function opened() {
  return database().catch((error: unknown) => {
    throw toStoreError(error);
  });
}
