/**
 * Storage buckets: each has a folder, a LevelDB and a private file system of its own, so what ruins
 * one leaves the others whole. https://wicg.github.io/storage-buckets/ (Chromium only, and so is the
 * need: others keep IndexedDB in SQLite).
 */

import { answered } from './answered.ts';

interface Bucket {
  readonly indexedDB: IDBFactory;
  getDirectory(): Promise<FileSystemDirectoryHandle>;
  persist?(): Promise<boolean>;
}

interface Buckets {
  open(name: string, options: { durability: 'strict'; persisted: boolean }): Promise<Bucket>;
  delete(name: string): Promise<void>;
  keys(): Promise<string[]>;
}

const buckets = () => (navigator as unknown as { storageBuckets?: Buckets }).storageBuckets;

/** Whether this browser has buckets, and the locks that writing to two of them needs. */
export function hasBuckets(): boolean {
  return Boolean(buckets()) && Boolean(navigator.locks);
}

/**
 * Opens a bucket, made when it is not there; null where there are none. On a full disk Chromium
 * clears whole sites, and of a site that asked for lasting storage all but what lies in a bucket that
 * is itself lasting: so each is asked to be.
 */
async function openBucket(name: string): Promise<Bucket | null> {
  const bucket = await buckets()?.open(name, { durability: 'strict', persisted: true });
  if (!bucket) return null;
  // One made before the browser gave its promise.
  void answered(bucket, keepForGood).catch(() => false);
  return bucket;
}

async function keepForGood(bucket: Bucket): Promise<boolean> {
  return (await bucket.persist?.()) ?? false;
}

/** The root of a bucket's private file system; null where there are no buckets. */
export async function bucketDirectory(name: string): Promise<FileSystemDirectoryHandle | null> {
  const bucket = await openBucket(name);
  return bucket && answered(bucket, (asked) => asked.getDirectory());
}

/** What `work` makes of a bucket's databases; null where there are no buckets. */
export async function withBucketDatabases<T>(
  name: string,
  work: (factory: IDBFactory) => Promise<T>,
): Promise<T | null> {
  const bucket = await openBucket(name);
  return bucket && answered(bucket, (asked) => work(asked.indexedDB));
}

/** @returns whether it is gone */
export async function deleteBucket(name: string): Promise<boolean> {
  await buckets()
    ?.delete(name)
    .catch(() => undefined);
  return !(await hasBucket(name));
}

export async function hasBucket(name: string): Promise<boolean> {
  return (await buckets()?.keys())?.includes(name) ?? false;
}
