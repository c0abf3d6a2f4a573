/** Everything in the database as rows, for backups, and rows back into it. */
import { announceDataChange } from './changes.ts';
import { database } from './open.ts';
import { putRow } from './putRow.ts';
import { VERSION_KEY } from './replica/version.ts';
import { isStoreName, keysBelow, rulesOf, type StoreName, sampleOf } from './schema.ts';
import { transact } from './transact.ts';

export interface Row {
  readonly key: IDBValidKey;
  readonly value: unknown;
}

export interface Snapshot {
  /** All rows of all light stores, as they were at one moment. */
  readonly rows: ReadonlyMap<StoreName, readonly Row[]>;
  /** Keys of the heavy stores at that moment. */
  readonly heavyKeys: ReadonlyMap<StoreName, readonly IDBValidKey[]>;
}

/** Takes the snapshot in one transaction. Samples of imports under way are left out. */
export async function snapshot(): Promise<Snapshot> {
  const db = await database();
  const names = [...db.objectStoreNames].filter(isStoreName);
  const tx = db.transaction(names);
  const rows = new Map<StoreName, readonly Row[]>();
  const heavyKeys = new Map<StoreName, readonly IDBValidKey[]>();
  for (const name of names) {
    const store = tx.objectStore(name);
    const keys = await store.getAllKeys();
    if (rulesOf(name).heavy) heavyKeys.set(name, keys);
    else {
      const values = await store.getAll();
      const all = keys.map((key, i) => ({ key, value: values[i] }));
      // The version is of this very database and belongs to no other.
      rows.set(
        name,
        all.filter(({ key }) => key !== VERSION_KEY),
      );
    }
  }
  await tx.done;
  const hidden = stagedSamples(rows);
  for (const [name, list] of rowsWithout(rows, hidden)) rows.set(name, list);
  for (const [name, keys] of heavyKeys) {
    if (!rulesOf(name).perSample) continue;
    const shown = keys.filter((key) => !hidden.has(sampleOf(key)));
    heavyKeys.set(name, shown);
  }
  const unfinished = new Set(unfinishedImports(rows));
  for (const name of ['imports', 'importRows'] as const) {
    const list = rows.get(name) ?? [];
    rows.set(
      name,
      list.filter(({ key }) => !unfinished.has(sampleOf(key))), // the import stands first there
    );
  }
  return { rows, heavyKeys };
}

/** The rows but for those that belong to these samples. */
export function rowsWithout(
  rows: ReadonlyMap<StoreName, readonly Row[]>,
  samples: ReadonlySet<string>,
): ReadonlyMap<StoreName, readonly Row[]> {
  const kept = new Map(rows);
  for (const [name, list] of rows) {
    if (!rulesOf(name).perSample) continue;
    const others = list.filter(({ key }) => !samples.has(sampleOf(key)));
    kept.set(name, others);
  }
  return kept;
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
export async function heavyValue(store: StoreName, key: IDBValidKey): Promise<unknown> {
  return (await database()).get(store, key as never);
}

/** Whether nothing was ever kept here: only then a backup can be restored as it was. */
export async function isEmpty(): Promise<boolean> {
  const db = await database();
  const [models, ...counts] = await Promise.all([
    db.getAll('models'),
    ...(['samples', 'groups', 'imports'] as const).map((store) => db.count(store)),
  ]);
  // Copies of models that ship are the app's, not the person's.
  return models.every(({ shipped }) => shipped === true) && counts.every((count) => count === 0);
}

/**
 * Adds rows that nothing shows yet (photos of batches without their batch, bytes of models without
 * their card); what is there already stays as it is.
 */
export async function addRows(store: StoreName, rows: readonly Row[]): Promise<void> {
  await transact([store], async (tx) => {
    for (const row of rows) await addRow(tx.objectStore(store), row);
  });
}

/** Adds a row unless its key is taken. */
export async function addRow(store: unknown, { key, value }: Row): Promise<void> {
  const into = store as { getKey(key: IDBValidKey): Promise<unknown> };
  if ((await into.getKey(key)) === undefined) await putRow(store, key, value);
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
    await tx.objectStore('importRows').delete(keysBelow(importId));
    for (const [name, list] of rows) {
      for (const { key, value } of list) await putRow(tx.objectStore(name), key, value);
    }
  });
  announceDataChange('all');
}
