/** One lazy connection to the database for this tab, or for this worker. */
import { type IDBPDatabase, openDB } from 'idb';
import { DATABASE_NAME, DATABASE_VERSION, migrations, type PlatewheelDB } from './schema.ts';

export type Connection = IDBPDatabase<PlatewheelDB>;

/**
 * - `blocked`: another tab holds an older version open, so this one waits.
 * - `outdated`: another tab upgraded the database; this tab let go of it and must reload.
 * - `terminated`: the browser closed the connection; the next call opens a new one.
 */
export type ConnectionTrouble = 'blocked' | 'outdated' | 'terminated';

let connection: Promise<Connection> | null = null;
let outdated = false;
/** Whether the connection waits for another tab at this moment. */
let blocked = false;
const listeners = new Set<(trouble: ConnectionTrouble) => void>();

/** Hears of trouble with the connection, also of a block there is already; returns the end of it. */
export function onConnectionTrouble(listener: (trouble: ConnectionTrouble) => void): () => void {
  listeners.add(listener);
  if (blocked) listener('blocked');
  return () => listeners.delete(listener);
}

/** The open database. Rejects where IndexedDB is missing or refused (some private windows). */
export function database(): Promise<Connection> {
  if (outdated) return Promise.reject(new Error('A newer version is open: reload this tab.'));
  connection ??= open().catch((error: unknown) => {
    connection = null; // a failed promise must not be kept: the next call tries again
    throw error;
  });
  return connection;
}

/** Closes the connection; the next call of `database` opens a new one. */
export async function closeDatabase(): Promise<void> {
  const open = connection;
  connection = null;
  (await open?.catch(() => null))?.close();
}

async function open(): Promise<Connection> {
  const db = await openDB<PlatewheelDB>(DATABASE_NAME, DATABASE_VERSION, {
    async upgrade(db, oldVersion, _newVersion, tx) {
      for (const migrate of migrations.slice(oldVersion)) await migrate(db, tx);
    },
    blocked: () => {
      blocked = true;
      tell('blocked');
    },
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
  blocked = false;
  return db;
}

function tell(trouble: ConnectionTrouble): void {
  for (const listener of listeners) listener(trouble);
}
