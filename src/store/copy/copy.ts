/**
 * The second copy: every kept change is written once more into a database of its own.
 *
 * Why: when Chromium is killed while it writes, LevelDB's log can end in half a record. The next
 * start ignores it and goes on writing behind it; the start after that finds half a record in the
 * middle, calls the database corrupt and deletes it, with everything that was ever kept.
 *
 * Each change gives the database a new stamp, drawn at random. The copy takes a change only if it
 * has the stamp from before it, so equal stamps mean equal contents, whatever went wrong between.
 */
import type { Connection } from '../open.ts';
import type { StoreName } from '../transact.ts';
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
/** Besides, of `settings`: which database this is. */
export const IDENTITY = 'identity';
/** In `settings` of both: the state they are in. */
export const STAMP = 'stamp';

const LOCK = 'platewheel-copy';

/** `null`: nothing was ever kept. `unstamped`: kept before there were stamps. */
export type Stamp = string | null;

/** `filling`: on its way to `stamp`, for the other database is being copied into this one. */
export interface CopyStamp {
  readonly stamp: Stamp;
  readonly before: Stamp;
  readonly filling: boolean;
}

/**
 * One at a time over all tabs and workers, so that both databases see changes in one order. Where
 * the browser has no locks there is no copy either, and work simply goes on.
 */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

interface SettingsStore {
  get(key: string): Promise<unknown>;
}

/** The stamp in a database's `settings`. */
export async function stampIn(settings: SettingsStore): Promise<Stamp> {
  const stamp = (await settings.get(STAMP)) as string | undefined;
  return stamp ?? ((await settings.get(IDENTITY)) ? 'unstamped' : null);
}

/** The same of a connection. */
export function stampOf(db: Connection): Promise<Stamp> {
  return stampIn({ get: (key) => db.get('settings', key) });
}

export async function copyStampOf(copy: Connection): Promise<CopyStamp> {
  const found = (await copy.get('settings', STAMP)) as CopyStamp | undefined;
  return found ?? { stamp: null, before: null, filling: false };
}

/** Whether `db` is new beside a copy that knows one, or a change behind it: then it lost that. */
export async function isLost(db: Connection, copy: Connection): Promise<boolean> {
  const [stamp, other] = [await stampOf(db), await copyStampOf(copy)];
  if (other.filling || other.stamp === null) return false;
  return stamp === null || stamp === other.before;
}

/**
 * Writes changes into the copy; call it in turn. The change itself is kept already: whatever goes
 * wrong here only leaves the copy behind, which `catchUp` mends.
 */
export async function repeatChanges(
  copy: Connection,
  changes: readonly Change[],
  before: Stamp,
  stamp: Stamp,
): Promise<void> {
  const copied = changes.filter(isCopied);
  const stores = new Set<StoreName>(['settings', ...copied.map(({ store }) => store)]);
  try {
    const is = await copyStampOf(copy);
    if (is.stamp !== before) return; // it missed something, or is of another database
    const tx = copy.transaction([...stores], 'readwrite', { durability: 'strict' });
    const writes = copied.map((change) => write(tx.objectStore(change.store), change));
    const next: CopyStamp = { stamp, before, filling: is.filling };
    writes.push(tx.objectStore('settings').put(next, STAMP));
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
