/** One lazy connection to the database for this tab, or for this worker. */
import { openDB } from 'idb';
import { ensureRoom } from './guard.ts';
import { DATABASE_NAME, DATABASE_VERSION, upgradeFrom } from './migrations.ts';
import { replicaDatabase } from './replica/bucket.ts';
import { isLost } from './replica/version.ts';
import type { Connection, PlatewheelDB } from './schema.ts';
import { StoreError, toStoreError } from './storeError.ts';

/**
 * - `blocked`: another tab holds an older version open, so this one waits.
 * - `outdated`: another tab upgraded the database; this tab let go of it and must reload.
 * - `terminated`: the browser closed the connection; the next call opens a new one.
 * - `recovering`, `recovered`: the browser lost the database; it is (was) filled from the replica.
 */
export type ConnectionTrouble = 'blocked' | 'outdated' | 'terminated' | 'recovering' | 'recovered';

let connection: Promise<Connection> | null = null;
let outdated = false;
/** What a listener that comes late must still hear. */
let standing: 'blocked' | 'recovering' | 'recovered' | null = null;
const listeners = new Set<(trouble: ConnectionTrouble) => void>();

/** Hears of trouble with the connection, also of what was before; returns the end of it. */
export function onConnectionTrouble(listener: (trouble: ConnectionTrouble) => void): () => void {
  listeners.add(listener);
  if (standing) listener(standing);
  return () => listeners.delete(listener);
}

/**
 * The open database. Rejects where IndexedDB is missing.
 * @throws StoreError `outdated`, `refused` (some private windows)
 */
export function database(): Promise<Connection> {
  if (outdated) return Promise.reject(new StoreError('outdated'));
  if (connection) return stillOpen(connection);
  connection = open().catch((error: unknown) => {
    connection = null; // a failed promise must not be kept: the next call tries again
    const told = toStoreError(error);
    throw told instanceof StoreError && told.code === 'refused' ? told : error;
  });
  return connection;
}

/** After a failed write Chromium closes connections without a word: the next call finds out. */
async function stillOpen(mine: Promise<Connection>): Promise<Connection> {
  const db = await mine;
  try {
    db.transaction('settings');
    return db;
  } catch {
    if (connection === mine) await closeDatabase();
    // Opening it may mean making it anew, which must not fail for want of room.
    await ensureRoom(0, false);
    return database();
  }
}

/** Closes the connection; the next call of `database` opens a new one. */
export async function closeDatabase(): Promise<void> {
  const open = connection;
  connection = null;
  (await open?.catch(() => null))?.close();
}

async function open(): Promise<Connection> {
  const db = await openDB<PlatewheelDB>(DATABASE_NAME, DATABASE_VERSION, {
    upgrade: (db, oldVersion, _newVersion, tx) => upgradeFrom(oldVersion, db, tx),
    blocked: () => stand('blocked'),
    blocking: () => {
      // Another tab waits to upgrade: let go at once, or both stand still.
      outdated = true;
      void closeDatabase();
      tell('outdated');
    },
    terminated: () => {
      connection = null;
      tell('terminated');
    },
  });
  standing = null;
  try {
    const replica = await replicaDatabase();
    if (replica && (await isLost(db, replica))) {
      const { recover } = await import('./replica/sync.ts');
      if (await recover(db, replica, () => stand('recovering'))) stand('recovered');
    }
  } catch (error) {
    db.close(); // half filled, and nobody holds it
    throw error;
  }
  return db;
}

function stand(trouble: NonNullable<typeof standing>): void {
  standing = trouble;
  tell(trouble);
}

function tell(trouble: ConnectionTrouble): void {
  for (const listener of listeners) listener(trouble);
}
