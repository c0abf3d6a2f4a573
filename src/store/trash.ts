/** Deleted samples: hidden at once, removed for good later, so that deleting can be undone. */
import { announceDataChange } from './changes.ts';
import { ifImportLockIsFree } from './importLock.ts';
import { database } from './open.ts';
import { REMOVAL_STORES, removeSample } from './remove.ts';
import { transact } from './transact.ts';

/** Puts samples into the trash, from which `restoreTrashed` takes them back. */
export async function trashSamples(ids: readonly string[], at: number): Promise<void> {
  await transact(
    ['trash'],
    async (tx) => {
      for (const id of ids) await tx.objectStore('trash').put(at, id);
    },
    { frees: true },
  );
  announceDataChange(ids);
}

/** @returns how many of them were still there to come back */
export async function restoreTrashed(ids: readonly string[]): Promise<number> {
  const restored = await transact(['trash'], async (tx) => {
    const trash = tx.objectStore('trash');
    const here = new Set(await trash.getAllKeys());
    for (const id of ids) await trash.delete(id);
    return ids.filter((id) => here.has(id)).length;
  });
  announceDataChange(ids);
  return restored;
}

/** Ids of all deleted samples that are still here. */
export async function trashedSamples(): Promise<string[]> {
  return (await database()).getAllKeys('trash');
}

/** Few enough for one transaction to stay short. */
const CHUNK = 50;

/**
 * Removes for good what lies in the trash since before `before` (ms). Does nothing while a backup
 * or an import is under way: it may still need them. @returns how many were removed
 */
export function emptyTrash(before: number): Promise<number> {
  return ifImportLockIsFree(async () => {
    const ids = await trashedSamples();
    let removed = 0;
    for (let at = 0; at < ids.length; at += CHUNK) {
      removed += await transact(
        REMOVAL_STORES,
        async (tx) => {
          let count = 0;
          for (const id of ids.slice(at, at + CHUNK)) {
            // Asked for again inside: a correction or an undo elsewhere may just have saved it.
            const since = await tx.objectStore('trash').get(id);
            if (since === undefined || since >= before) continue;
            await removeSample(tx, id);
            count += 1;
          }
          return count;
        },
        { frees: true },
      );
    }
    if (removed > 0) announceDataChange('all');
    return removed;
  });
}
