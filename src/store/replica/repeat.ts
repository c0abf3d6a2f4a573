/** A change, written once more into the replica. */
import { type Connection, rulesOf, type StoreName } from '../schema.ts';
import type { Change } from './changes.ts';
import {
  IDENTITY,
  type ReplicaVersion,
  replicaVersionOf,
  VERSION_KEY,
  type Version,
} from './version.ts';

/**
 * Writes changes into the replica; call it under the lock, when they are in the first database.
 * @returns `behind`: it missed something, or is of another database, so nothing was tried;
 * `failed`: it could not be written
 */
export async function repeatOnReplica(
  replica: Connection,
  changes: readonly Change[],
  before: Version,
  version: Version,
): Promise<'done' | 'behind' | 'failed'> {
  const copied = changes.filter(isCopied);
  const stores = new Set<StoreName>(['settings', ...copied.map(({ store }) => store)]);
  try {
    const is = await replicaVersionOf(replica);
    if (is.stamp !== before) return 'behind';
    const tx = replica.transaction([...stores], 'readwrite', { durability: 'strict' });
    const writes = copied.map((change) => writeChange(tx.objectStore(change.store), change));
    const next: ReplicaVersion = { stamp: version, before, filling: is.filling };
    writes.push(tx.objectStore('settings').put(next, VERSION_KEY));
    await Promise.all([...writes, tx.done]);
    return 'done';
  } catch {
    return 'failed';
  }
}

function isCopied({ store, ...change }: Change): boolean {
  if (store === 'settings') return 'key' in change && change.key === IDENTITY;
  return rulesOf(store).copied;
}

/** Does to a store what was done to another. */
export function writeChange(store: unknown, change: Change): Promise<unknown> {
  const into = store as {
    put(value: unknown, key?: IDBValidKey): Promise<unknown>;
    delete(key: IDBValidKey | IDBKeyRange): Promise<unknown>;
    clear(): Promise<unknown>;
  };
  if (change.op === 'clear') return into.clear();
  if (change.op === 'delete') return into.delete(change.key);
  return change.key === undefined ? into.put(change.value) : into.put(change.value, change.key);
}
