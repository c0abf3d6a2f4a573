/** Wiping everything, with a look whether it is gone. */

import { deleteBucket } from '../buckets.ts';
import { announceDataChange } from '../changes.ts';
import { DISK_BUCKET, disk } from '../disk/disk.ts';
import { database } from '../open.ts';
import { deleteReplica } from '../replica/bucket.ts';
import { withLock } from '../replica/version.ts';
import type { Connection, StoreName } from '../schema.ts';
import { commit } from '../transact.ts';
import { clearMarker } from './marker.ts';

/** What a wipe found still there; empty is what it must be. */
export type Leftovers = readonly string[];

/**
 * Takes away everything this app ever kept in this browser but the app itself: the second copy (first,
 * or an interruption would bring all back from it), all stores, files of unfinished exports, local
 * and session storage. Then looks whether it is gone.
 * @param leave goes away from this page, once all is gone: what it holds in memory (the photos of a batch,
 * a reader that is learning) would be written back. Until then nothing else writes, in no tab.
 */
export async function wipeEverything(leave: () => Promise<void>): Promise<Leftovers> {
  const db = await database();
  const stores = [...db.objectStoreNames];
  // First: killed midway, what is gone was wiped and not lost.
  clearMarker();
  return withLock(async () => {
    await (await disk())?.giveBack().catch(() => undefined); // it must work on a full disk too
    if (!(await deleteReplica()) || !(await deleteBucket(DISK_BUCKET))) {
      return ['the second copy, so nothing was wiped: close other tabs and try again'];
    }
    await commit(db, stores, async (tx) => {
      for (const store of stores) await tx.objectStore(store).clear();
    });
    for (const storage of [localStorage, sessionStorage]) {
      for (const key of ownKeys(storage)) storage.removeItem(key);
    }
    const root = await navigator.storage?.getDirectory?.().catch(() => null);
    for (const name of root ? await fileNames(root) : []) {
      // One that is being written in another tab stays, and is told as left over.
      await root?.removeEntry(name, { recursive: true }).catch(() => undefined);
    }
    announceDataChange('all');
    const leftovers = [...(await rowsIn(db, stores))];
    if (ownKeys(localStorage).length > 0) leftovers.push('settings in local storage');
    if (root && (await fileNames(root)).length > 0) leftovers.push('files of exports');
    if (leftovers.length === 0) await leave();
    return leftovers;
  });
}

/** What stands in the stores by now, but for settings: where there are no locks others may have written. */
export async function rowsLeft(): Promise<Leftovers> {
  const db = await database();
  return rowsIn(
    db,
    [...db.objectStoreNames].filter((store) => store !== 'settings'),
  );
}

async function rowsIn(db: Connection, stores: readonly StoreName[]): Promise<Leftovers> {
  const counts = await Promise.all(stores.map(async (store) => [store, await db.count(store)]));
  return counts.flatMap(([store, count]) => (count ? [`${count} in ${store}`] : []));
}

const ownKeys = (storage: Storage) =>
  Object.keys(storage).filter((key) => key.startsWith('platewheel'));

async function fileNames(root: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys()) {
    names.push(name);
  }
  return names;
}
