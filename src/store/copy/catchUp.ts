/** Bringing one database in step with the other: the copy that fell behind, or the one that was lost. */
import type { Connection } from '../open.ts';
import { copyDatabase } from './bucket.ts';
import { COPIED, IDENTITY, inTurn, isInStep, SEQUENCE, sequenceOf } from './copy.ts';

/** Rows a turn, so that corrections need not wait long: light ones, and those with pixels. */
const ROWS = 200;
const HEAVY_ROWS = 4;
const HEAVY: readonly string[] = ['blobs', 'thumbs'];

/**
 * Fills an empty database from the copy, when the copy knows one that was here.
 * @param begins called when there is something to fill it with @returns how many samples came back
 */
export async function recover(db: Connection, begins: () => void): Promise<number> {
  const copy = await copyDatabase();
  if (!copy) return 0;
  return inTurn(async () => {
    if (await db.get('settings', IDENTITY)) return 0;
    if (!(await copy.get('settings', IDENTITY))) return 0;
    begins();
    await transfer(copy, db, (work) => work());
    return db.count('samples');
  });
}

/** Brings a copy that is behind in step again, a little at a time; one tab does it for all. */
export async function catchUp(db: Connection): Promise<void> {
  const copy = await copyDatabase();
  if (!copy) return;
  await navigator.locks.request('platewheel-catch-up', { ifAvailable: true }, async (lock) => {
    if (!lock || (await isInStep(db, copy))) return;
    const [own, other] = await Promise.all([db, copy].map((of) => of.get('settings', IDENTITY)));
    // A copy of another database is all that is left of that one: it is not written over.
    if (other && JSON.stringify(other) !== JSON.stringify(own)) return;
    await transfer(db, copy, inTurn);
  });
}

type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** Makes the copied stores of `to` equal to those of `from`; identity and sequence come last. */
async function transfer(from: Connection, to: Connection, turn: Turn): Promise<void> {
  // While this goes on changes are written to both, so rows that were done stay right.
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
  await turn(async () => {
    for (const store of COPIED) {
      const kept = new Set((await from.getAllKeys(store)).map((key) => JSON.stringify(key)));
      const extra = (await to.getAllKeys(store)).filter((key) => !kept.has(JSON.stringify(key)));
      const tx = to.transaction(store, 'readwrite', { durability: 'strict' });
      await Promise.all([...extra.map((key) => tx.store.delete(key as never)), tx.done]);
    }
    const identity = await from.get('settings', IDENTITY);
    const sequence = await sequenceOf(from);
    const tx = to.transaction('settings', 'readwrite', { durability: 'strict' });
    if (identity) tx.store.put(identity, IDENTITY);
    tx.store.put(sequence, SEQUENCE);
    await tx.done;
  });
}

async function copyRows(
  from: Connection,
  to: Connection,
  store: (typeof COPIED)[number],
  keys: readonly IDBValidKey[],
): Promise<void> {
  const values = await Promise.all(keys.map((key) => from.get(store, key as never)));
  const tx = to.transaction(store, 'readwrite', { durability: 'strict' });
  const put = (value: unknown, key: IDBValidKey) =>
    tx.store.keyPath === null
      ? tx.store.put(value as never, key as never)
      : tx.store.put(value as never);
  const writes = keys.flatMap((key, i) => (values[i] === undefined ? [] : [put(values[i], key)]));
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
