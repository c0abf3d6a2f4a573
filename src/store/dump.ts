/** Everything in the database as rows, for backups, and rows back into it. */
import { announceDataChange } from './changes.ts';
import { STAMP } from './copy/copy.ts';
import { database } from './open.ts';
import { putRow } from './putRow.ts';
import { type StoreName, transact } from './transact.ts';

export interface Row {
  readonly key: IDBValidKey;
  readonly value: unknown;
}

/** Stores whose values are large: read one by one. */
const HEAVY = ['blobs', 'thumbs', 'derived'] as const;
export type HeavyStore = (typeof HEAVY)[number];

export interface Snapshot {
  /** All rows of all light stores, as they were at one moment. */
  readonly rows: ReadonlyMap<StoreName, readonly Row[]>;
  /** Keys of the heavy stores at that moment. */
  readonly heavyKeys: ReadonlyMap<HeavyStore, readonly IDBValidKey[]>;
}

/** Takes the snapshot in one transaction. Samples of imports under way are left out. */
export async function snapshot(): Promise<Snapshot> {
  const db = await database();
  const names = [...db.objectStoreNames];
  const tx = db.transaction(names);
  const rows = new Map<StoreName, readonly Row[]>();
  const heavyKeys = new Map<HeavyStore, readonly IDBValidKey[]>();
  for (const name of names) {
    const store = tx.objectStore(name);
    const keys = await store.getAllKeys();
    if (isHeavy(name)) heavyKeys.set(name, keys);
    else {
      const values = await store.getAll();
      const all = keys.map((key, i) => ({ key, value: values[i] }));
      // The stamp is of this very database and belongs to no other.
      rows.set(
        name,
        all.filter(({ key }) => key !== STAMP),
      );
    }
  }
  await tx.done;
  const hidden = stagedSamples(rows);
  for (const [name, list] of rowsWithout(rows, hidden)) rows.set(name, list);
  const isShown = (key: IDBValidKey) => !hidden.has(sampleOf(key));
  for (const [name, keys] of heavyKeys) heavyKeys.set(name, keys.filter(isShown));
  const unfinished = new Set(unfinishedImports(rows));
  rows.set('imports', rows.get('imports')?.filter(({ key }) => !unfinished.has(String(key))) ?? []);
  rows.set(
    'importRows',
    rows.get('importRows')?.filter(({ key }) => !unfinished.has(String((key as string[])[0]))) ??
      [],
  );
  return { rows, heavyKeys };
}

const sampleOf = (key: IDBValidKey) => String(Array.isArray(key) ? key[0] : key);

/** The rows but for those that belong to these samples. */
export function rowsWithout(
  rows: ReadonlyMap<StoreName, readonly Row[]>,
  samples: ReadonlySet<string>,
): ReadonlyMap<StoreName, readonly Row[]> {
  const kept = new Map(rows);
  for (const name of ['samples', 'predictions', 'labels', 'log', 'splits', 'trash'] as const) {
    kept.set(name, rows.get(name)?.filter(({ key }) => !samples.has(sampleOf(key))) ?? []);
  }
  return kept;
}

function isHeavy(name: string): name is HeavyStore {
  return (HEAVY as readonly string[]).includes(name);
}

function unfinishedImports(rows: ReadonlyMap<StoreName, readonly Row[]>): string[] {
  const imports = rows.get('imports') ?? [];
  return imports
    .filter(({ value }) => (value as { state: string }).state === 'staging')
    .map(({ key }) => String(key));
}

function stagedSamples(rows: ReadonlyMap<StoreName, readonly Row[]>): ReadonlySet<string> {
  const unfinished = new Set(unfinishedImports(rows));
  const keys = (rows.get('importRows') ?? []).map(({ key }) => key as [string, string]);
  return new Set(keys.filter(([id]) => unfinished.has(id)).map(([, sample]) => sample));
}

/** One value of a heavy store; undefined when it was deleted since the snapshot. */
export async function heavyValue(store: HeavyStore, key: IDBValidKey): Promise<unknown> {
  return (await database()).get(store, key as never);
}

/** Whether nothing was ever kept here: only then a backup can be restored as it was. */
export async function isEmpty(): Promise<boolean> {
  const db = await database();
  const counts = await Promise.all(
    (['samples', 'groups', 'imports'] as const).map((store) => db.count(store)),
  );
  return counts.every((count) => count === 0);
}

/** Adds rows to a store whose rows nothing shows yet (photos of batches without their batch). */
export async function putRows(store: StoreName, rows: readonly Row[]): Promise<void> {
  await transact([store], async (tx) => {
    for (const { key, value } of rows) await putRow(tx.objectStore(store), key, value);
  });
}

/**
 * The last step of restoring a whole backup, in one transaction: the rows that make everything
 * staged under `importId` visible, and the end of that import.
 */
export async function completeRestore(
  importId: string,
  rows: ReadonlyMap<StoreName, readonly Row[]>,
): Promise<void> {
  const stores = [...new Set([...rows.keys(), 'imports' as const, 'importRows' as const])];
  await transact(stores, async (tx) => {
    await tx.objectStore('imports').delete(importId);
    await tx.objectStore('importRows').delete(IDBKeyRange.bound([importId], [importId, []]));
    for (const [name, list] of rows) {
      for (const { key, value } of list) await putRow(tx.objectStore(name), key, value);
    }
  });
  announceDataChange('all');
}
