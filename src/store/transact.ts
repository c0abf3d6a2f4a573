/** Transactions that are all or nothing, and on disk before they count. */
import { hasBuckets } from './buckets.ts';
import { ensureRoom, holdRoom, repairWith, storageFailed } from './guard.ts';
import { closeDatabase, database } from './open.ts';
import { closeReplica, replicaDatabase } from './replica/bucket.ts';
import { type Change, noting } from './replica/changes.ts';
import { VERSION_KEY, type Version, versionIn, withLock } from './replica/version.ts';
import type { Connection, StoreName, Write } from './schema.ts';
import { StoreError, toStoreError } from './storeError.ts';

/** The connection was closed under our hands; a new one may do. */
class ClosedError extends Error {}

export interface Room {
  /** About how many bytes will be written. */
  readonly bytes?: number;
  /** It makes room in the end, so it may use the reserve. */
  readonly frees?: boolean;
}

repairWith(async () => (await import('./replica/repair.ts')).repair());

/**
 * Runs `work` in one transaction with strict durability, and its changes once more on the replica;
 * resolves once they are on disk in two places. Any error in it takes everything back. `work` must
 * await nothing but the transaction's own requests, and may run twice.
 * @throws StoreError, or what `work` threw
 */
export async function transact<Names extends StoreName[], T>(
  stores: Names,
  work: (tx: Write<Names>) => Promise<T>,
  { bytes = 0, frees = false }: Room = {},
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    // Opened before the lock is asked for: a lost database is filled from the replica under the lock.
    const db = await opened();
    try {
      if (!hasBuckets()) return await commit(db, stores, work);
      return await withLock(async () => {
        await ensureRoom(bytes, frees);
        return commitTwice(db, stores, work).finally(() => void holdRoom());
      });
    } catch (error) {
      if (error instanceof StoreError && error.code === 'failed' && error.cause) storageFailed();
      if (!(error instanceof ClosedError)) throw error;
      if (attempt > 0) throw new StoreError('refused', { cause: error.cause });
      await closeDatabase();
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
  if (changes.length > 0) await ensureSecondPlace(changes, before, version);
  return result;
}

/**
 * Writes what the first database has into the replica or, where that fails, into the journal.
 * @throws StoreError `failed` when it is in neither: then it must not count as saved
 */
async function ensureSecondPlace(
  changes: readonly Change[],
  before: Version,
  version: Version,
): Promise<void> {
  const replica = await replicaDatabase();
  if (!replica) return;
  const { repeatOnReplica } = await import('./replica/repeat.ts');
  const outcome = await repeatOnReplica(replica, changes, before, version);
  if (outcome === 'done') return;
  if (outcome === 'behind') {
    // As before there was one: it is being filled, or will be.
    void import('./replica/repair.ts').then(({ syncSoon }) => syncSoon()).catch(() => undefined);
    return;
  }
  await closeReplica();
  storageFailed();
  const { appendToJournal } = await import('./disk/journal.ts');
  if (!(await appendToJournal({ before, version, changes }))) throw new StoreError('failed');
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
