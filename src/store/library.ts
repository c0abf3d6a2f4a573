/** Reading kept samples: rows for lists, everything about one, and the snapshot exports are made from. */
import { chosenPrediction, type DatasetRow, toRow } from '../core/dataset/row.ts';
import type {
  Group,
  Label,
  LogEntry,
  Prediction,
  Sample,
  Split,
  SplitRow,
} from '../core/dataset/types.ts';
import { database } from './open.ts';
import type { DerivedRecord } from './records.ts';
import { DATASET_ROWS } from './schema.ts';

/** Everything known about a sample but its pixels. */
export interface FullSample {
  readonly sample: Sample;
  readonly prediction: Prediction | null;
  readonly label: Label | null;
  readonly split: Split | null;
}

/** All visible samples as they are at one moment, in order of id. */
export async function savedSamples(): Promise<FullSample[]> {
  const db = await database();
  const tx = db.transaction(DATASET_ROWS);
  const [samples, predictions, labels, groups, splits, hidden] = await Promise.all([
    tx.objectStore('samples').getAll(),
    tx.objectStore('predictions').getAll(),
    tx.objectStore('labels').getAll(),
    tx.objectStore('groups').getAll(),
    tx.objectStore('splits').getAll(),
    hiddenSamples(tx as never),
  ]);
  await tx.done;
  const predictionsOf = groupBy(predictions, ({ sample }) => sample);
  const labelOf = new Map(labels.map((label) => [label.sample, label]));
  const splitOf = splitsBySample(groups, splits);
  return samples
    .filter(({ id }) => !hidden.has(id))
    .map(({ bands: _, ...sample }) => {
      const label = labelOf.get(sample.id) ?? null;
      const prediction = chosenPrediction(predictionsOf.get(sample.id) ?? [], label);
      return { sample, label, prediction, split: splitOf.get(sample.id) ?? null };
    });
}

/** One visible sample, or null. */
export async function savedSample(id: string): Promise<FullSample | null> {
  const db = await database();
  const tx = db.transaction(DATASET_ROWS);
  const [record, predictions, label, splitRow, hidden] = await Promise.all([
    tx.objectStore('samples').get(id),
    tx.objectStore('predictions').getAll(IDBKeyRange.bound([id], [id, []])),
    tx.objectStore('labels').get(id),
    tx.objectStore('splits').get(id),
    hiddenSamples(tx as never),
  ]);
  const group = splitRow && (await tx.objectStore('groups').get(splitRow.group));
  await tx.done;
  if (!record || hidden.has(id)) return null;
  const { bands: _, ...sample } = record;
  return {
    sample,
    label: label ?? null,
    prediction: chosenPrediction(predictions, label ?? null),
    split: group?.split ?? null,
  };
}

/** Whether a sample is here, be it in the trash or part of an import under way. */
export async function isKept(id: string): Promise<boolean> {
  return (await (await database()).getKey('samples', id)) !== undefined;
}

/** Ids of kept samples of files of this name: it does not say that they are the same photo. */
export function samplesOfFile(file: string): Promise<string[]> {
  return database().then((db) => db.getAllKeysFromIndex('samples', 'file', file));
}

export async function savedRows(): Promise<DatasetRow[]> {
  return (await savedSamples()).map(rowOf);
}

export async function savedRow(id: string): Promise<DatasetRow | null> {
  const full = await savedSample(id);
  return full && rowOf(full);
}

function rowOf({ sample, prediction, label, split }: FullSample): DatasetRow {
  return toRow(sample, prediction, label, split);
}

export async function savedPhoto(id: string): Promise<ArrayBuffer | null> {
  return (await (await database()).get('blobs', id)) ?? null;
}

export async function savedThumb(id: string): Promise<ArrayBuffer | null> {
  return (await (await database()).get('thumbs', id)) ?? null;
}

export async function savedLog(id: string): Promise<LogEntry[]> {
  return (await database()).getAll(
    'log',
    IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]),
  );
}

/** How many changes were ever kept; it only grows, but for deletions. */
export async function countCorrections(): Promise<number> {
  return (await database()).count('log');
}

export async function savedDerived(id: string, what: string): Promise<DerivedRecord | null> {
  return (await (await database()).get('derived', [id, what])) ?? null;
}

export async function saveDerived(id: string, what: string, made: DerivedRecord): Promise<void> {
  await (await database()).put('derived', made, [id, what]);
}

/** Ids of samples nobody is to see by now. */
export async function hiddenNow(): Promise<ReadonlySet<string>> {
  const tx = (await database()).transaction(['imports', 'importRows', 'trash']);
  return hiddenSamples(tx as never);
}

/** Samples nobody is to see: of imports under way, and in the trash. */
async function hiddenSamples(
  tx: ReturnType<Awaited<ReturnType<typeof database>>['transaction']>,
): Promise<ReadonlySet<string>> {
  const store = (name: 'imports' | 'importRows' | 'trash') => tx.objectStore(name as never);
  const imports = (await store('imports').getAll()) as { id: string; state: string }[];
  const hidden = new Set((await store('trash').getAllKeys()) as string[]);
  for (const { id } of imports.filter(({ state }) => state === 'staging')) {
    const range = IDBKeyRange.bound([id], [id, []]);
    const keys = (await store('importRows').getAllKeys(range)) as unknown as [string, string][];
    for (const [, sample] of keys) hidden.add(sample);
  }
  return hidden;
}

export function splitsBySample(groups: readonly Group[], rows: readonly SplitRow[]) {
  const splitOf = new Map(groups.map(({ id, split }) => [id, split]));
  return new Map(rows.map(({ sample, group }) => [sample, splitOf.get(group) ?? null]));
}

export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}
