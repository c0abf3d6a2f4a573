/**
 * How each version of the database came from the one before. A migration, once released, never
 * changes: a new need is a new entry at the end.
 */
import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { toRecord } from './records.ts';
import type { PlatewheelDB } from './schema.ts';

export const DATABASE_NAME = 'platewheel';

type Database = IDBPDatabase<PlatewheelDB>;
type Upgrade = IDBPTransaction<PlatewheelDB, StoreNames<PlatewheelDB>[], 'versionchange'>;

/** Takes the database from one version to the next, inside the upgrade transaction. */
export type Migration = (db: Database, tx: Upgrade) => void | Promise<void>;

/** `migrations[0]` makes version 1, and so on. */
export const migrations: readonly Migration[] = [
  (db) => {
    db.createObjectStore('settings');
    db.createObjectStore('batches', { keyPath: 'id' });
    db.createObjectStore('batchPhotos', { keyPath: ['batch', 'index'] });
  },
  (db) => {
    const samples = db.createObjectStore('samples', { keyPath: 'id' });
    samples.createIndex('bands', 'bands', { multiEntry: true });
    db.createObjectStore('blobs');
    db.createObjectStore('thumbs');
    db.createObjectStore('derived');
    db.createObjectStore('predictions', { keyPath: ['sample', 'id'] });
    db.createObjectStore('labels', { keyPath: 'sample' });
    db.createObjectStore('log', { keyPath: ['sample', 'revision'] });
    const groups = db.createObjectStore('groups', { keyPath: 'id' });
    groups.createIndex('keys', 'keys', { multiEntry: true });
    db.createObjectStore('splits', { keyPath: 'sample' }).createIndex('group', 'group');
    db.createObjectStore('imports', { keyPath: 'id' });
    const rows = db.createObjectStore('importRows', { keyPath: ['import', 'sample'] });
    rows.createIndex('sample', 'sample');
    db.createObjectStore('trash');
  },
  async (_db, tx) => {
    // Which photos of a name are here, and which changes are younger than a backup.
    tx.objectStore('samples').createIndex('file', 'file');
    tx.objectStore('log').createIndex('at', 'at');
    // Bands of 13 bits instead of bytes.
    let cursor = await tx.objectStore('samples').openCursor();
    while (cursor) {
      await cursor.update(toRecord(cursor.value));
      cursor = await cursor.continue();
    }
  },
  // Nothing new: but tabs that know nothing of the replica must not write any more.
  () => undefined,
  // Quality, models and learning.
  (db) => {
    db.createObjectStore('models', { keyPath: 'sha256' });
    db.createObjectStore('modelBytes');
    db.createObjectStore('layers', { keyPath: 'id' });
    db.createObjectStore('trials', { keyPath: ['sample', 'id'] }).createIndex('id', 'id');
    db.createObjectStore('analysis', { keyPath: ['sample', 'model'] });
    db.createObjectStore('features', { keyPath: ['sample', 'reader', 'plate'] });
    db.createObjectStore('ignored', { keyPath: ['kind', 'subject'] });
    db.createObjectStore('comparisons', { keyPath: 'id' });
    db.createObjectStore('liveLog', { keyPath: 'id' }).createIndex('expiresAt', 'expiresAt');
  },
  // Photos of the running batch.
  (db) => {
    db.createObjectStore('batchSources', { keyPath: ['batch', 'index'] });
  },
];

export const DATABASE_VERSION = migrations.length;

/** Runs the migrations that a database of `oldVersion` lacks (0: a new one). */
export async function upgradeFrom(oldVersion: number, db: Database, tx: Upgrade): Promise<void> {
  for (const migrate of migrations.slice(oldVersion)) await migrate(db, tx);
}
