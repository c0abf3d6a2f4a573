/** Bringing one database in step with the other: the copy that fell behind, or the one that was lost. */
import type { Connection } from '../open.ts';
import { putRow } from '../putRow.ts';
import { copyDatabase } from './bucket.ts';
import {
  COPIED,
  type CopyStamp,
  copyStampOf,
  IDENTITY,
  inTurn,
  isLost,
  STAMP,
  type Stamp,
  stampOf,
} from './copy.ts';

/** Rows a turn, so that corrections need not wait long: light ones, and those with pixels. */
const ROWS = 200;
const HEAVY_ROWS = 4;
const HEAVY: readonly string[] = ['blobs', 'thumbs'];
/** Room that a first filling must leave free. */
const RESERVE_BYTES = 100_000_000;

/** `none`: this browser gives no room apart. `behind`: not all that is kept is in it (yet). */
export type CopyState = 'none' | 'behind' | 'inStep';

/** Whether what is kept in `db` is in the copy too. */
export async function copyState(db: Connection): Promise<CopyState> {
  const copy = await copyDatabase();
  if (!copy) return 'none';
  return inTurn(async () => {
    const [stamp, other] = [await stampOf(db), await copyStampOf(copy)];
    return stamp === other.stamp && !other.filling ? 'inStep' : 'behind';
  });
}

/**
 * Fills a database that lost something from its copy; call it before anything else.
 * @param begins called when there is something to fill it with @returns whether that was so
 */
export async function recover(
  db: Connection,
  copy: Connection,
  begins: () => void,
): Promise<boolean> {
  return inTurn(async () => {
    if (!(await isLost(db, copy))) return false; // another tab was first
    begins();
    const { stamp } = await copyStampOf(copy);
    await transfer(copy, db, (work) => work());
    await finish(copy, db, stamp);
    return true;
  });
}

/** Brings a copy that is behind in step again, a little at a time; one tab does it for all. */
export async function catchUp(db: Connection): Promise<void> {
  const copy = await copyDatabase();
  if (!copy) return;
  await navigator.locks.request('platewheel-catch-up', { ifAvailable: true }, async (lock) => {
    if (!lock || (await copyState(db)) !== 'behind') return;
    const other = await copy.get('settings', IDENTITY);
    const own = await db.get('settings', IDENTITY);
    // A copy of another database is all that is left of that one: it is not written over.
    if (other && JSON.stringify(other) !== JSON.stringify(own)) return;
    if (!(await hasRoom(db, copy))) return;
    await inTurn(async () => mark(copy, { stamp: await stampOf(db), before: null, filling: true }));
    await transfer(db, copy, inTurn);
    await inTurn(async () => {
      const stamp = await stampOf(db);
      // A change that did not reach the copy meanwhile left its stamp behind.
      if ((await copyStampOf(copy)).stamp !== stamp) return;
      await finish(db, copy, { stamp, before: null, filling: false });
    });
  });
}

async function hasRoom(db: Connection, copy: Connection): Promise<boolean> {
  const { quota, usage } = await navigator.storage.estimate();
  const here = await samePhotos(db, copy);
  const missing = (await db.getAll('samples')).filter(({ id }) => !here.has(id));
  const bytes = missing.reduce((sum, sample) => sum + sample.bytes, 0);
  return (quota ?? 0) - (usage ?? 0) > bytes + RESERVE_BYTES;
}

type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Copies the rows of `from` into `to`. While it goes on changes are written to both, so rows that
 * were done stay right.
 */
async function transfer(from: Connection, to: Connection, turn: Turn): Promise<void> {
  const same = await samePhotos(from, to);
  for (const store of COPIED) {
    const heavy = HEAVY.includes(store);
    const keys = (await from.getAllKeys(store)) as IDBValidKey[];
    const wanted = heavy ? keys.filter((key) => !same.has(String(key))) : keys;
    const step = heavy ? HEAVY_ROWS : ROWS;
    for (let at = 0; at < wanted.length; at += step) {
      await turn(() => copyRows(from, to, store, wanted.slice(at, at + step)));
    }
  }
}

/** Takes away what `to` has and `from` has not, then gives it its identity and stamp; in turn. */
async function finish(from: Connection, to: Connection, stamp: Stamp | CopyStamp): Promise<void> {
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
  stamp: Stamp | CopyStamp,
  identity: unknown = undefined,
): Promise<void> {
  const tx = db.transaction('settings', 'readwrite', { durability: 'strict' });
  const writes: Promise<unknown>[] = [tx.store.put(stamp, STAMP)];
  if (identity) writes.push(tx.store.put(identity, IDENTITY));
  await Promise.all([...writes, tx.done]);
}

async function copyRows(
  from: Connection,
  to: Connection,
  store: (typeof COPIED)[number],
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
