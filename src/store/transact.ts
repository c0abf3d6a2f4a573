/** Transactions that are all or nothing, and on disk before they count. */
import type { IDBPTransaction, StoreNames } from 'idb';
import { database } from './open.ts';
import type { PlatewheelDB } from './schema.ts';
import { toStoreError } from './storeError.ts';

export type StoreName = StoreNames<PlatewheelDB>;
export type Write<Names extends StoreName[]> = IDBPTransaction<PlatewheelDB, Names, 'readwrite'>;

/**
 * Runs `work` in one transaction with strict durability; resolves once it is on disk. Any error in
 * it takes everything back. `work` must await nothing but the transaction's own requests.
 * @throws StoreError, or what `work` threw
 */
export async function transact<Names extends StoreName[], T>(
  stores: Names,
  work: (tx: Write<Names>) => Promise<T>,
): Promise<T> {
  const db = await database().catch((error: unknown) => {
    throw toStoreError(error);
  });
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
