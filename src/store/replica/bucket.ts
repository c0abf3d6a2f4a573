/**
 * The replica's database. It lies in a storage bucket of its own, which is a folder and a
 * LevelDB of its own: what ruins one leaves the other whole.
 * Storage Buckets: https://wicg.github.io/storage-buckets/ (Chromium only, and so is the need).
 */
import { wrap } from 'idb';
import { DATABASE_NAME, DATABASE_VERSION, upgradeFrom } from '../migrations.ts';
import type { Connection } from '../schema.ts';

const BUCKET = 'platewheel-copy';

interface Buckets {
  open(
    name: string,
    options: { durability: 'strict' },
  ): Promise<{ readonly indexedDB: IDBFactory }>;
  delete(name: string): Promise<void>;
  keys(): Promise<string[]>;
}

let opening: Promise<Connection | null> | null = null;

const buckets = () => (navigator as unknown as { storageBuckets?: Buckets }).storageBuckets;

/** Whether this browser has buckets at all. */
export function hasBuckets(): boolean {
  return Boolean(buckets()) && Boolean(navigator.locks);
}

/** The replica's database; null where the browser has no buckets or does not give this one now. */
export function replicaDatabase(): Promise<Connection | null> {
  opening ??= open().catch(() => {
    opening = null;
    return null;
  });
  return opening;
}

async function open(): Promise<Connection | null> {
  const bucket = await buckets()?.open(BUCKET, { durability: 'strict' });
  if (!bucket) return null;
  const request = bucket.indexedDB.open(DATABASE_NAME, DATABASE_VERSION);
  request.addEventListener('upgradeneeded', ({ oldVersion }) => {
    const tx = request.transaction;
    if (tx) void upgradeFrom(oldVersion, wrap(request.result) as never, wrap(tx) as never);
  });
  const db = await new Promise<Connection>((resolve, reject) => {
    request.addEventListener('success', () => resolve(wrap(request.result) as never));
    request.addEventListener('error', () => reject(request.error));
    // An older tab holds it: this one does without rather than wait, and lets go when it comes late.
    request.addEventListener('blocked', () => {
      request.addEventListener('success', () => request.result.close());
      reject(new Error('blocked'));
    });
  });
  const letGo = () => {
    db.close();
    opening = null;
  };
  db.addEventListener('versionchange', letGo);
  db.addEventListener('close', letGo);
  return db;
}

/** Closes the connection; the next call of `replicaDatabase` opens a new one. */
export async function closeReplica(): Promise<void> {
  const open = opening;
  opening = null;
  (await open)?.close();
}

/** Deletes the replica. @returns whether it is gone */
export async function deleteReplica(): Promise<boolean> {
  await closeReplica();
  await buckets()
    ?.delete(BUCKET)
    .catch(() => undefined);
  return !(await buckets()?.keys())?.includes(BUCKET);
}
