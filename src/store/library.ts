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
import type { DerivedRecord, SampleRecord } from './records.ts';
import { type Connection, DATASET_ROWS } from './schema.ts';

/** Samples read at once: some megabytes of predictions; of the first part as many as a screen holds. */
const PART = 400;
const FIRST_PART = 100;
/** Groups read at once. */
const GROUPS = 2000;

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
  const visible = samples.filter(({ id }) => !hidden.has(id));
  return joined(visible, predictions, labels, splits, splitsByGroup(groups));
}

function joined(
  samples: readonly SampleRecord[],
  predictions: readonly Prediction[],
  labels: readonly Label[],
  splits: readonly SplitRow[],
  splitOf: ReadonlyMap<string, Split>,
): FullSample[] {
  const groupOf = new Map(splits.map(({ sample, group }) => [sample, group]));
  const predictionsOf = groupBy(predictions, ({ sample }) => sample);
  const labelOf = new Map(labels.map((label) => [label.sample, label]));
  return samples.map(({ bands: _, ...sample }) => {
    const label = labelOf.get(sample.id) ?? null;
    const prediction = chosenPrediction(predictionsOf.get(sample.id) ?? [], label);
    return { sample, label, prediction, split: splitOf.get(groupOf.get(sample.id) ?? '') ?? null };
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

/** What was said of those of these samples that are visible, all at one moment; null where nothing was. */
export async function savedLabels(ids: readonly string[]): Promise<Map<string, Label | null>> {
  const tx = (await database()).transaction(DATASET_ROWS);
  const hidden = await hiddenSamples(tx as never);
  const found = await Promise.all(
    ids.map(async (id): Promise<[string, Label | null][]> => {
      const [key, label] = await Promise.all([
        tx.objectStore('samples').getKey(id),
        tx.objectStore('labels').get(id),
      ]);
      return key === undefined || hidden.has(id) ? [] : [[id, label ?? null]];
    }),
  );
  return new Map(found.flat());
}

/** Whether a sample is here, be it in the trash or part of an import under way. */
export async function isKept(id: string): Promise<boolean> {
  return (await (await database()).getKey('samples', id)) !== undefined;
}

/** Ids of kept samples of files of this name: it does not say that they are the same photo. */
export function samplesOfFile(file: string): Promise<string[]> {
  return database().then((db) => db.getAllKeysFromIndex('samples', 'file', file));
}

/**
 * All visible samples in order of id, in parts, so that a hundred thousand never lie in memory at once
 * and a screen can draw between two parts. What changes meanwhile may be in it or not.
 */
export async function* savedParts(): AsyncGenerator<FullSample[]> {
  const db = await database();
  const hidden = await hiddenNow();
  let allSplits: ReadonlyMap<string, Split> | null = null;
  for (let after: string | null = null; ; ) {
    const from: IDBKeyRange | null = after === null ? null : IDBKeyRange.lowerBound(after, true);
    const most = after === null ? FIRST_PART : PART;
    const samples: SampleRecord[] = await db.getAll('samples', from, most);
    const [first, last] = [samples[0]?.id, samples[samples.length - 1]?.id];
    if (first === undefined || last === undefined) return;
    const within = IDBKeyRange.bound(first, last);
    const [predictions, labels, splits] = await Promise.all([
      db.getAll('predictions', IDBKeyRange.bound([first], [last, []])),
      db.getAll('labels', within),
      db.getAll('splits', within),
    ]);
    // Tens of thousands of groups take seconds to read: the first photos do not wait for them.
    if (after !== null) allSplits ??= splitsByGroup(await groupsInParts(db));
    const splitOf = allSplits ?? splitsByGroup(await groupsOf(db, splits));
    const visible = samples.filter(({ id }) => !hidden.has(id));
    yield joined(visible, predictions, labels, splits, splitOf);
    after = last;
  }
}

/** @param tell hears of the rows so far, each time there are twice as many */
export async function savedRows(tell: (rows: DatasetRow[]) => void): Promise<DatasetRow[]> {
  const rows: DatasetRow[] = [];
  let told = 0;
  for await (const part of savedParts()) {
    rows.push(...part.map(rowOf));
    if (rows.length < 2 * told) continue;
    told = rows.length;
    tell([...rows]);
  }
  return rows;
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
async function hiddenNow(): Promise<ReadonlySet<string>> {
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

async function groupsOf(db: Connection, splits: readonly SplitRow[]): Promise<Group[]> {
  const ids = [...new Set(splits.map(({ group }) => group))];
  const groups = await Promise.all(ids.map((id) => db.get('groups', id)));
  return groups.filter((group) => group !== undefined);
}

/** All groups, read so that what else is asked of the database, like previews, has its turn. */
async function groupsInParts(db: Connection): Promise<Group[]> {
  const groups: Group[] = [];
  for (let from: IDBKeyRange | null = null; ; ) {
    const part: Group[] = await db.getAll('groups', from, GROUPS);
    groups.push(...part);
    const last = part[part.length - 1];
    if (!last || part.length < GROUPS) return groups;
    from = IDBKeyRange.lowerBound(last.id, true);
  }
}

const splitsByGroup = (groups: readonly Group[]) =>
  new Map(groups.map(({ id, split }) => [id, split]));

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
