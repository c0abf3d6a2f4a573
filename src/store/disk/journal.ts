/**
 * The journal: changes that are in the first database and not (yet) in the replica, in a third place.
 * "Saved" needs two places; where the replica cannot take a change, this is the second. Its room was
 * taken long before. It is read where a database was lost, and emptied when both are in step.
 */

import { answered } from '../answered.ts';
import { type BinaryParts, withBinary, withoutBinary } from '../binaryParts.ts';
import { bucketDirectory, hasBucket } from '../buckets.ts';
import type { Change } from '../replica/changes.ts';
import { writeChange } from '../replica/repeat.ts';
import { VERSION_KEY, type Version, versionOf } from '../replica/version.ts';
import { type Connection, rulesOf, STORE_NAMES, type StoreName } from '../schema.ts';
import { DISK_BUCKET, disk, JOURNAL_FILE } from './disk.ts';
import { HEAD_BYTES, nextFrame } from './frames.ts';

/** One transaction: it took the database from `before` to `version`. */
export interface JournalEntry {
  readonly before: Version;
  readonly version: Version;
  readonly changes: readonly Change[];
}

/** @returns whether it is written and was read back */
export async function appendToJournal(entry: JournalEntry): Promise<boolean> {
  const file = await disk();
  return (await file?.append(await encode(entry)).catch(() => false)) ?? false;
}

/** Called when both databases have everything. */
export async function clearJournal(): Promise<void> {
  if ((await savedEntries()).length > 0) await (await disk())?.clear();
}

/** What is in the journal, oldest first; whatever is damaged ends it. */
export async function savedEntries(): Promise<JournalEntry[]> {
  const bytes = await read().catch(() => null); // no journal was ever made
  const entries: JournalEntry[] = [];
  if (!bytes) return entries;
  for (let found = nextFrame(bytes, 0); found; found = nextFrame(bytes, found.end)) {
    entries.push(await decode(found.record));
  }
  return entries;
}

/** Of the file system that every thread has; most often only its first bytes, which say "empty". */
async function read(): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!(await hasBucket(DISK_BUCKET))) return null;
  const root = await bucketDirectory(DISK_BUCKET);
  if (!root) return null;
  const handle = await answered(root, (asked) => asked.getFileHandle(JOURNAL_FILE));
  const file = await answered(handle, (asked) => asked.getFile());
  const head = new DataView(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (head.byteLength < HEAD_BYTES || head.getUint32(0) === 0) return null;
  return new Uint8Array(await file.arrayBuffer());
}

/**
 * Applies what the database has not: all behind the entry that led to its version, or, where none
 * did, all there is. Call it under the lock, once the database holds what the replica had.
 * @returns how many transactions were applied
 */
export async function replayJournal(db: Connection): Promise<number> {
  const entries = await savedEntries();
  if (entries.length === 0) return 0;
  const version = await versionOf(db);
  const missing = entries.slice(entries.findIndex((entry) => entry.version === version) + 1);
  for (const { changes, version } of missing) {
    const tx = db.transaction([...STORE_NAMES], 'readwrite', { durability: 'strict' });
    const writes = changes
      .filter(({ store }) => rulesOf(store).copied)
      .map((change) => writeChange(tx.objectStore(change.store), change));
    writes.push(tx.objectStore('settings').put(version, VERSION_KEY));
    await Promise.all([...writes, tx.done]);
  }
  return missing.length;
}

/** The JSON's length, the JSON, then its binary parts one behind the other. */
async function encode({ before, version, changes }: JournalEntry) {
  const parts: BinaryParts = { files: [], count: 0 };
  const plain = await Promise.all(
    changes.map(async (change) =>
      'value' in change
        ? { ...change, value: await withoutBinary(change.value, '', parts) }
        : rangeOut(change),
    ),
  );
  const lengths = parts.files.map(({ path, bytes }) => [path, bytes.length] as const);
  const json = new TextEncoder().encode(
    JSON.stringify({ before, version, changes: plain, lengths }),
  );
  const total = parts.files.reduce((sum, { bytes }) => sum + bytes.length, 4 + json.length);
  const out = new Uint8Array(total);
  new DataView(out.buffer).setUint32(0, json.length);
  out.set(json, 4);
  let at = 4 + json.length;
  for (const { bytes } of parts.files) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

async function decode(record: Uint8Array<ArrayBuffer>): Promise<JournalEntry> {
  const length = new DataView(record.buffer, record.byteOffset).getUint32(0);
  const { before, version, changes, lengths } = JSON.parse(
    new TextDecoder().decode(record.subarray(4, 4 + length)),
  ) as JournalEntry & { readonly lengths: readonly (readonly [string, number])[] };
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  let at = 4 + length;
  for (const [path, bytes] of lengths) {
    files.set(path, record.slice(at, at + bytes));
    at += bytes;
  }
  const whole = await Promise.all(
    changes.map(async (change) =>
      'value' in change
        ? {
            ...change,
            value: await withBinary(
              change.value,
              async (path) => files.get(path) ?? new Uint8Array(),
            ),
          }
        : rangeIn(change),
    ),
  );
  return { before, version, changes: whole };
}

type Deletion = Exclude<Change, { readonly op: 'put' }>;
type Bounds = readonly [IDBValidKey, IDBValidKey, boolean, boolean];

function rangeOut(change: Deletion): unknown {
  if (change.op !== 'delete' || !(change.key instanceof IDBKeyRange)) return change;
  const { lower, upper, lowerOpen, upperOpen } = change.key;
  return { store: change.store, op: 'delete', range: [lower, upper, lowerOpen, upperOpen] };
}

function rangeIn(change: Deletion & { readonly range?: Bounds }): Change {
  if (!change.range) return change;
  return {
    store: change.store as StoreName,
    op: 'delete',
    key: IDBKeyRange.bound(...change.range),
  };
}
