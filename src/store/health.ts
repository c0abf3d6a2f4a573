/** How safe the kept things are: space, persistence, and the last backup. */

import { database } from './open.ts';
import { type ReplicaState, replicaState } from './replica/sync.ts';

const BACKUP_KEY = 'last-backup';
const REMIND_AFTER_CORRECTIONS = 100;
const REMIND_AFTER_MS = 7 * 24 * 3600 * 1000;

interface LastBackup {
  /** When what it holds was read, ms since 1970: changes from then on are in no backup. */
  readonly at: number;
}

export interface StorageHealth {
  readonly usedBytes: number | null;
  readonly freeBytes: number | null;
  /** Whether the browser promised not to clear this by itself; null when it does not say. */
  readonly persisted: boolean | null;
  readonly copy: ReplicaState;
  /** Milliseconds since 1970. */
  readonly lastBackupAt: number | null;
  readonly correctionsSinceBackup: number;
  readonly remind: boolean;
}

export async function storageHealth(now: number): Promise<StorageHealth> {
  const estimate = await navigator.storage?.estimate?.().catch(() => null);
  const persisted = (await navigator.storage?.persisted?.().catch(() => null)) ?? null;
  const db = await database();
  const last = (await db.get('settings', BACKUP_KEY)) as LastBackup | undefined;
  // By time, not by number: deleting samples takes their changes out of the log.
  const younger = IDBKeyRange.lowerBound(last?.at ?? 0, true);
  const tx = db.transaction('log');
  const [since, oldest] = await Promise.all([
    tx.store.index('at').count(younger),
    tx.store.index('at').openKeyCursor(younger),
  ]);
  const waited = oldest ? now - Number(oldest.key) : 0;
  const used = estimate?.usage ?? null;
  return {
    usedBytes: used,
    freeBytes: estimate?.quota === undefined ? null : estimate.quota - (used ?? 0),
    persisted,
    copy: await replicaState(db).catch((): ReplicaState => 'behind'),
    lastBackupAt: last?.at ?? null,
    correctionsSinceBackup: since,
    remind: since > REMIND_AFTER_CORRECTIONS || waited > REMIND_AFTER_MS,
  };
}

/** Notes that a backup of everything up to `at` was written. */
export async function markBackup(at: number): Promise<void> {
  const last: LastBackup = { at };
  await (await database()).put('settings', last, BACKUP_KEY);
}
