/** How safe the kept things are: space, persistence, and the last backup. */
import { countCorrections } from './library.ts';
import { database } from './open.ts';

const BACKUP_KEY = 'last-backup';
const REMIND_AFTER_CORRECTIONS = 100;
const REMIND_AFTER_MS = 7 * 24 * 3600 * 1000;

interface LastBackup {
  readonly at: number;
  /** Length of the log then. */
  readonly corrections: number;
}

export interface StorageHealth {
  readonly usedBytes: number | null;
  readonly freeBytes: number | null;
  /** Whether the browser promised not to clear this by itself; null when it does not say. */
  readonly persisted: boolean | null;
  /** Milliseconds since 1970. */
  readonly lastBackupAt: number | null;
  readonly correctionsSinceBackup: number;
  readonly remind: boolean;
}

export async function storageHealth(now: number): Promise<StorageHealth> {
  const estimate = await navigator.storage?.estimate?.().catch(() => null);
  const persisted = (await navigator.storage?.persisted?.().catch(() => null)) ?? null;
  const last = (await (await database()).get('settings', BACKUP_KEY)) as LastBackup | undefined;
  const corrections = await countCorrections();
  const since = Math.max(0, corrections - (last?.corrections ?? 0));
  const oldest = last?.at ?? (await firstCorrectionAt()) ?? now;
  const used = estimate?.usage ?? null;
  return {
    usedBytes: used,
    freeBytes: estimate?.quota === undefined ? null : estimate.quota - (used ?? 0),
    persisted,
    lastBackupAt: last?.at ?? null,
    correctionsSinceBackup: since,
    remind: since > REMIND_AFTER_CORRECTIONS || (since > 0 && now - oldest > REMIND_AFTER_MS),
  };
}

/** Notes that a backup of everything up to now was written. */
export async function markBackup(at: number, corrections: number): Promise<void> {
  const last: LastBackup = { at, corrections };
  await (await database()).put('settings', last, BACKUP_KEY);
}

async function firstCorrectionAt(): Promise<number | null> {
  const samples = await (await database()).getAll('samples', null, 1);
  return samples[0]?.addedAt ?? null;
}
