/**
 * The second copy: every kept change is written once more into a database of its own.
 *
 * Why: when Chromium is killed while it writes, LevelDB's log can end in half a record. The next
 * start ignores it and goes on writing behind it; the start after that finds half a record in the
 * middle, calls the database corrupt and deletes it, with everything that was ever kept.
 */
import type { Connection } from '../open.ts';
import type { StoreName } from '../transact.ts';
import { copyDatabase } from './bucket.ts';
import type { Change } from './changes.ts';

/** What the copy holds: what people gave, not what can be made or chosen again. */
export const COPIED = [
  'blobs',
  'thumbs',
  'samples',
  'predictions',
  'labels',
  'log',
  'groups',
  'splits',
  'imports',
  'importRows',
  'trash',
] as const satisfies readonly StoreName[];
/** Besides, of `settings`: which database this is, and how many changes it has seen. */
export const IDENTITY = 'identity';
export const SEQUENCE = 'sequence';

const LOCK = 'platewheel-copy';

/** `none`: this browser gives no room apart. `behind`: not all that is kept is in it (yet). */
export type CopyState = 'none' | 'behind' | 'inStep';

/** One at a time over all tabs and workers, so that both databases see changes in one order. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(LOCK, work);
}

/** How many changes a database has seen. */
export async function sequenceOf(db: Connection): Promise<number> {
  return ((await db.get('settings', SEQUENCE)) as number | undefined) ?? 0;
}

/**
 * Writes changes into the copy; call it in turn. The change itself is kept already: whatever goes
 * wrong here only leaves the copy behind, which `catchUp` mends.
 */
export async function repeatChanges(
  copy: Connection,
  changes: readonly Change[],
  sequence: number,
): Promise<void> {
  const copied = changes.filter(isCopied);
  const stores: StoreName[] = [...COPIED, 'settings'];
  try {
    const tx = copy.transaction(stores, 'readwrite', { durability: 'strict' });
    tx.done.catch(() => undefined); // it is waited for below, unless something fails before
    const settings = tx.objectStore('settings');
    // Only a copy that missed nothing may say that it is in step.
    const inStep = ((await settings.get(SEQUENCE)) ?? 0) === sequence - 1;
    const writes = copied.map((change) => write(tx.objectStore(change.store), change));
    if (inStep) writes.push(settings.put(sequence, SEQUENCE));
    await Promise.all([...writes, tx.done]);
  } catch {
    // A full disk, most likely: the copy stays behind.
  }
}

function isCopied({ store, ...change }: Change): boolean {
  if (store === 'settings') return 'key' in change && change.key === IDENTITY;
  return (COPIED as readonly string[]).includes(store);
}

function write(store: unknown, change: Change): Promise<unknown> {
  const into = store as {
    put(value: unknown, key?: IDBValidKey): Promise<unknown>;
    delete(key: IDBValidKey | IDBKeyRange): Promise<unknown>;
    clear(): Promise<unknown>;
  };
  if (change.op === 'clear') return into.clear();
  if (change.op === 'delete') return into.delete(change.key);
  return change.key === undefined ? into.put(change.value) : into.put(change.value, change.key);
}

/** Whether what is kept in `db` is in the copy too. */
export async function copyState(db: Connection): Promise<CopyState> {
  const copy = await copyDatabase();
  if (!copy) return 'none';
  return (await isInStep(db, copy)) ? 'inStep' : 'behind';
}

/** Whether the copy knows the same database and has seen as many changes. */
export async function isInStep(db: Connection, copy: Connection): Promise<boolean> {
  const [own, other] = await Promise.all(
    [db, copy].map(async (of) => [await of.get('settings', IDENTITY), await sequenceOf(of)]),
  );
  return JSON.stringify(own) === JSON.stringify(other);
}
