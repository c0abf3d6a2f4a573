/** The replica's database, in a storage bucket of its own. */
import { wrap } from 'idb';
import { deleteBucket, withBucketDatabases } from '../buckets.ts';
import { DATABASE_NAME, DATABASE_VERSION, upgradeFrom } from '../migrations.ts';
import type { Connection } from '../schema.ts';

const BUCKET = 'platewheel-copy';

let opening: Promise<Connection | null> | null = null;

/** The replica's database; null where the browser has no buckets or does not give this one now. */
export function replicaDatabase(): Promise<Connection | null> {
  opening ??= withBucketDatabases(BUCKET, open).catch(() => {
    opening = null;
    return null;
  });
  return opening;
}

async function open(factory: IDBFactory): Promise<Connection> {
  const request = factory.open(DATABASE_NAME, DATABASE_VERSION);
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
  return deleteBucket(BUCKET);
}
