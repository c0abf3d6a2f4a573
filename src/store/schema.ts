/**
 * The database, store by store, and how each version came from the one before. A migration,
 * once released, never changes: a new need is a new entry at the end of `migrations`.
 */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Group, Label, LogEntry, Prediction, Split, SplitRow } from '../core/dataset/types.ts';
import type { PhotoResult } from '../core/results.ts';
import { type SampleRecord, toRecord } from './record.ts';

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

/**
 * Something made of a sample once and kept, so that exports do not hang on an encoder:
 * the upright photo, or the crop of one box.
 */
export interface DerivedRecord {
  readonly type: string;
  readonly bytes: ArrayBuffer;
}

/**
 * An import on its way. `staging`: its samples are written and nobody sees them; `visible`: they
 * count, and their splits are being assigned; `done`.
 */
export interface ImportRecord {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly startedAt: number;
  readonly state: 'staging' | 'visible' | 'done';
}

/** A sample an import brought, with the revision its label had then: later ones are the person's. */
export interface ImportRow {
  readonly import: string;
  readonly sample: string;
  readonly revision: number;
  /** The split it came with. */
  readonly split: Split | null;
  /** It lay in the trash, and goes back there when the import is undone. */
  readonly revived?: boolean;
}

export interface PlatewheelDB extends DBSchema {
  /** Key–value: see `settings.ts`. */
  settings: { key: string; value: unknown };
  batches: { key: string; value: BatchRecord };
  /** Keyed `[batch, index]`, so that a batch reads back in order of input. */
  batchPhotos: { key: [string, number]; value: BatchPhotoRecord };
  samples: { key: string; value: SampleRecord; indexes: { bands: string; file: string } };
  /** The photo's bytes, keyed by sample. */
  blobs: { key: string; value: ArrayBuffer };
  /** A small JPEG, keyed by sample. */
  thumbs: { key: string; value: ArrayBuffer };
  /** Keyed `[sample, what]`, `what` being `upright` or `crop x,y,w,h`. */
  derived: { key: [string, string]; value: DerivedRecord };
  predictions: { key: [string, string]; value: Prediction };
  labels: { key: string; value: Label };
  log: { key: [string, number]; value: LogEntry; indexes: { at: number } };
  groups: { key: string; value: Group; indexes: { keys: string } };
  splits: { key: string; value: SplitRow; indexes: { group: string } };
  imports: { key: string; value: ImportRecord };
  importRows: { key: [string, string]; value: ImportRow; indexes: { sample: string } };
  /** Deleted samples while undo can still bring them back; the value is when, in ms. */
  trash: { key: string; value: number };
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
  // Nothing new: but tabs that know nothing of the second copy must not write any more.
  () => undefined,
];

export const DATABASE_VERSION = migrations.length;

/** Runs the migrations that a database of `oldVersion` lacks (0: a new one). */
export async function upgradeFrom(oldVersion: number, db: Database, tx: Upgrade): Promise<void> {
  for (const migrate of migrations.slice(oldVersion)) await migrate(db, tx);
}
