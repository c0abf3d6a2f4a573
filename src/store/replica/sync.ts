/** Bringing one database in step with the other: the replica that fell behind, or the one that was lost. */

import { clearJournal, replayJournal } from '../disk/journal.ts';
import { ensureRepairRoom } from '../guard.ts';
import { putRow } from '../putRow.ts';
import { type Connection, rulesOf, STORE_NAMES, type StoreName } from '../schema.ts';
import { replicaDatabase } from './bucket.ts';
import {
  IDENTITY,
  isLost,
  type ReplicaVersion,
  replicaVersionOf,
  VERSION_KEY,
  type Version,
  versionOf,
  withLock,
} from './version.ts';

const COPIED = STORE_NAMES.filter((name) => rulesOf(name).copied);
/** Rows a turn, so that corrections need not wait long: light ones, and those with pixels. */
const ROWS = 200;
const HEAVY_ROWS = 4;
/** Room that a first filling must leave free. */
const RESERVE_BYTES = 100_000_000;

/** `none`: this browser gives no room apart. `behind`: not all that is kept is in it (yet). */
export type ReplicaState = 'none' | 'behind' | 'synced';

/** Whether what is kept in `db` is in the replica too. */
export async function replicaState(db: Connection): Promise<ReplicaState> {
  const replica = await replicaDatabase();
  if (!replica) return 'none';
  return withLock(async () => {
    const [stamp, other] = [await versionOf(db), await replicaVersionOf(replica)];
    return stamp === other.stamp && !other.filling ? 'synced' : 'behind';
  });
}

/**
 * Fills a database that lost something from its replica; call it before anything else.
 * @param begins called when there is something to fill it with @returns whether that was so
 */
export async function recover(
  db: Connection,
  replica: Connection,
  begins: () => void,
): Promise<boolean> {
  return withLock(async () => {
    if (!(await isLost(db, replica))) return false; // another tab was first
    begins();
    // On a full disk the first row would fail, and the browser might throw away what is left.
    await ensureRepairRoom(await photoBytes(replica));
    const { stamp } = await replicaVersionOf(replica);
    await transfer(replica, db, (work) => work());
    await finish(replica, db, stamp);
    await replayJournal(db);
    return true;
  });
}

/**
 * Brings a replica that is behind in step again, a little at a time; one tab does it for all.
 * @returns false while another tab is at it, or a change came between @throws StoreError on a full disk
 */
export async function sync(db: Connection): Promise<boolean> {
  const replica = await replicaDatabase();
  if (!replica) return true;
  return navigator.locks.request('platewheel-catch-up', { ifAvailable: true }, async (lock) => {
    if (!lock) return false;
    if ((await replicaState(db)) !== 'behind') return true;
    const other = await replica.get('settings', IDENTITY);
    const own = await db.get('settings', IDENTITY);
    // A replica of another database is all that is left of that one: it is not written over.
    if (other && JSON.stringify(other) !== JSON.stringify(own)) return true;
    if (!(await hasRoom(db, replica))) return true;
    await withLock(async () =>
      mark(replica, { stamp: await versionOf(db), before: null, filling: true }),
    );
    await transfer(db, replica, withLock);
    return withLock(async () => {
      const stamp = await versionOf(db);
      // A change that did not reach the replica meanwhile left its version behind.
      if ((await replicaVersionOf(replica)).stamp !== stamp) return false;
      await finish(db, replica, { stamp, before: null, filling: false });
      await clearJournal();
      return true;
    });
  });
}

async function hasRoom(db: Connection, replica: Connection): Promise<boolean> {
  const { quota, usage } = await navigator.storage.estimate();
  const here = await samePhotos(db, replica);
  const missing = (await db.getAll('samples')).filter(({ id }) => !here.has(id));
  const bytes = missing.reduce((sum, sample) => sum + sample.bytes, 0);
  return (quota ?? 0) - (usage ?? 0) > bytes + RESERVE_BYTES;
}

/** Of all photos there, their length. */
async function photoBytes(db: Connection): Promise<number> {
  return (await db.getAll('samples')).reduce((sum, { bytes }) => sum + bytes, 0);
}

type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Copies the rows of `from` into `to`. While it goes on changes are written to both, so rows that
 * were done stay right.
 */
async function transfer(from: Connection, to: Connection, turn: Turn): Promise<void> {
  const same = await samePhotos(from, to);
  for (const store of COPIED) {
    const heavy = rulesOf(store).heavy !== null;
    const keys = (await from.getAllKeys(store)) as IDBValidKey[];
    const wanted = heavy ? keys.filter((key) => !same.has(String(key))) : keys;
    const step = heavy ? HEAVY_ROWS : ROWS;
    for (let at = 0; at < wanted.length; at += step) {
      await ensureRepairRoom(0);
      await turn(() => copyRows(from, to, store, wanted.slice(at, at + step)));
    }
  }
}

/** Takes away what `to` has and `from` has not, then gives it its identity and version; under the lock. */
async function finish(
  from: Connection,
  to: Connection,
  stamp: Version | ReplicaVersion,
): Promise<void> {
  for (const store of COPIED) {
    const kept = new Set((await from.getAllKeys(store)).map((key) => JSON.stringify(key)));
    const extra = (await to.getAllKeys(store)).filter((key) => !kept.has(JSON.stringify(key)));
    const tx = to.transaction(store, 'readwrite', { durability: 'strict' });
    await Promise.all([...extra.map((key) => tx.store.delete(key as never)), tx.done]);
  }
  await mark(to, stamp, await from.get('settings', IDENTITY));
}

async function mark(
  db: Connection,
  stamp: Version | ReplicaVersion,
  identity: unknown = undefined,
): Promise<void> {
  const tx = db.transaction('settings', 'readwrite', { durability: 'strict' });
  const writes: Promise<unknown>[] = [tx.store.put(stamp, VERSION_KEY)];
  if (identity) writes.push(tx.store.put(identity, IDENTITY));
  await Promise.all([...writes, tx.done]);
}

async function copyRows(
  from: Connection,
  to: Connection,
  store: StoreName,
  keys: readonly IDBValidKey[],
): Promise<void> {
  const values = await Promise.all(keys.map((key) => from.get(store, key as never)));
  const tx = to.transaction(store, 'readwrite', { durability: 'strict' });
  const writes = keys.flatMap((key, i) =>
    values[i] === undefined ? [] : [putRow(tx.store, key, values[i])],
  );
  await Promise.all([...writes, tx.done]);
}

/** Samples whose photo is in both databases with the same bytes. */
async function samePhotos(from: Connection, to: Connection): Promise<ReadonlySet<string>> {
  const [own, others, blobs, thumbs] = await Promise.all([
    from.getAll('samples'),
    to.getAll('samples'),
    to.getAllKeys('blobs'),
    to.getAllKeys('thumbs'),
  ]);
  const hashes = new Map(others.map(({ id, sha256 }) => [id, sha256]));
  const [hasBlob, hasThumb] = [new Set(blobs), new Set(thumbs)];
  const same = own.filter(
    ({ id, sha256 }) => hashes.get(id) === sha256 && hasBlob.has(id) && hasThumb.has(id),
  );
  return new Set(same.map(({ id }) => id));
}
