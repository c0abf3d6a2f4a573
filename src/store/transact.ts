/** Transactions that are all or nothing, and on disk before they count. */

import { database } from './open.ts';
import { hasBuckets, replicaDatabase } from './replica/bucket.ts';
import { type Change, noting } from './replica/changes.ts';
import { repeatOnReplica } from './replica/repeat.ts';
import { VERSION_KEY, type Version, versionIn, withLock } from './replica/version.ts';
import type { Connection, StoreName, Write } from './schema.ts';
import { StoreError, toStoreError } from './storeError.ts';

/** The connection was closed under our hands; a new one may do. */
class ClosedError extends Error {}

/**
 * Runs `work` in one transaction with strict durability, and its changes once more on the replica; resolves once both are on disk. Any error in it takes everything back. `work` must await
 * nothing but the transaction's own requests, and may run twice.
 * @throws StoreError, or what `work` threw
 */
export async function transact<Names extends StoreName[], T>(
  stores: Names,
  work: (tx: Write<Names>) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    // Opened before the lock is asked for: a lost database is filled from the replica under the lock.
    const db = await opened();
    try {
      if (!hasBuckets()) return await commit(db, stores, work);
      return await withLock(() => commitTwice(db, stores, work));
    } catch (error) {
      if (!(error instanceof ClosedError)) throw error;
      if (attempt > 0) throw new StoreError('refused', { cause: error.cause });
    }
  }
}

async function commitTwice<Names extends StoreName[], T>(
  db: Connection,
  stores: Names,
  work: (tx: Write<Names>) => Promise<T>,
): Promise<T> {
  const all = [...new Set([...stores, 'settings' as const])] as ('settings' | Names[number])[];
  let changes: Change[] = [];
  let before: Version = null;
  let version: Version = null;
  const run = (withVersion: boolean) => {
    changes = [];
    return commit(db, all, async (tx) => {
      const settings = (tx as unknown as Write<['settings']>).objectStore('settings');
      before = await versionIn(settings); // first: the work may be what gives the database its identity
      const done = await work(noting(tx as never, changes));
      if (changes.length === 0) return done;
      version = withVersion ? newVersion() : 'unstamped';
      if (withVersion) await settings.put(version, VERSION_KEY);
      else await settings.delete(VERSION_KEY);
      return done;
    });
  };
  let result: T;
  try {
    result = await run(true);
  } catch (error) {
    // On a full disk browsers still take what only deletes: so it must, to make room.
    const deletes = changes.length > 0 && changes.every(({ op }) => op !== 'put');
    if (!(deletes && error instanceof StoreError && error.code === 'full')) throw error;
    result = await run(false);
  }
  if (changes.length > 0) {
    const replica = await replicaDatabase();
    if (replica) await repeatOnReplica(replica, changes, before, version);
  }
  return result;
}

const newVersion = () => crypto.getRandomValues(new Uint32Array(3)).join('-');

/** One transaction on this connection alone. @throws ClosedError, StoreError, what `work` threw */
export async function commit<Names extends StoreName[], T>(
  db: Connection,
  stores: Names,
  work: (tx: Write<Names>) => Promise<T>,
): Promise<T> {
  let tx: Write<Names>;
  try {
    tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
  } catch (error) {
    if ((error as Error).name === 'InvalidStateError') throw new ClosedError('', { cause: error });
    throw toStoreError(error);
  }
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
