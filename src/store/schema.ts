/**
 * The database, store by store, and how each version came from the one before. A migration,
 * once released, never changes: a new need is a new entry at the end of `migrations`.
 */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { PhotoResult } from '../core/results.ts';

export const DATABASE_NAME = 'platewheel';

/** A photo of a batch: what was read from it, or null while it waits. The photo itself is not kept. */
export interface BatchPhotoRecord {
  /** Which batch; each browser tab works on one. */
  readonly batch: string;
  /** Place in the order of input, from 0. */
  readonly index: number;
  /** Path inside the chosen folder, or the name. */
  readonly file: string;
  /** Size in bytes and modification time (ms), to recognise the same photo when it is chosen again. */
  readonly bytes: number;
  readonly lastModified: number;
  readonly outcome: PhotoResult['outcome'] | null;
  /** Small preview (JPEG or WebP). */
  readonly thumbnail: Blob | null;
  /** One PNG per plate, in the order of the outcome's plates. */
  readonly crops: readonly (Blob | null)[];
}

/** A batch of photos on the Read screen. */
export interface BatchRecord {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

export interface PlatewheelDB extends DBSchema {
  /** Key–value: see `settings.ts`. */
  settings: { key: string; value: unknown };
  batches: { key: string; value: BatchRecord };
  /** Keyed `[batch, index]`, so that a batch reads back in order of input. */
  batchPhotos: { key: [string, number]; value: BatchPhotoRecord };
}

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
];

export const DATABASE_VERSION = migrations.length;
