/** Models of the person's own, and which models are in use. */
import { type ModelCard, parseModelCard } from '../core/modelCard.ts';
import { database } from './open.ts';
import type { ComparisonRecord, ModelRecord } from './records.ts';
import { StoreError } from './storeError.ts';
import { transact } from './transact.ts';

export interface OwnModel {
  readonly sha256: string;
  readonly file: string;
  readonly importedAt: number;
  readonly card: ModelCard;
  /** A copy of one that ships, or shipped with an earlier version. */
  readonly isShipped: boolean;
}

/** Keeps a model; resolves once it was read back. @throws StoreError; nothing is kept then */
export async function saveModel(record: ModelRecord, bytes: ArrayBuffer): Promise<void> {
  await transact(['models', 'modelBytes'], async (tx) => {
    await tx.objectStore('modelBytes').put(bytes, record.sha256);
    await tx.objectStore('models').put(record);
  });
  const back = await savedModelBytes(record.sha256);
  if (back?.byteLength !== bytes.byteLength) throw new StoreError('refused');
}

/** All own models, oldest first; rows whose card cannot be read any more are left out. */
export async function savedModels(): Promise<OwnModel[]> {
  const records = await (await database()).getAll('models');
  return records.flatMap(toOwnModel).sort((a, b) => a.importedAt - b.importedAt);
}

function toOwnModel({ sha256, file, importedAt, card, shipped }: ModelRecord): OwnModel[] {
  try {
    const isShipped = shipped === true;
    return [{ sha256, file, importedAt, card: parseModelCard(card), isShipped }];
  } catch {
    return [];
  }
}

export async function savedModelBytes(sha256: string): Promise<ArrayBuffer | null> {
  return (await (await database()).get('modelBytes', sha256)) ?? null;
}

export async function removeModel(sha256: string): Promise<void> {
  await transact(['models', 'modelBytes'], async (tx) => {
    await tx.objectStore('models').delete(sha256);
    await tx.objectStore('modelBytes').delete(sha256);
  });
}

/** Writes a kept model's card anew. */
export async function saveModelCard(sha256: string, card: ModelCard): Promise<void> {
  await transact(['models'], async (tx) => {
    const store = tx.objectStore('models');
    const record = await store.get(sha256);
    if (record) await store.put({ ...record, card });
  });
}

export async function saveComparison(record: ComparisonRecord): Promise<void> {
  await transact(['comparisons'], (tx) => tx.objectStore('comparisons').put(record));
}

/** Newest first. */
export async function savedComparisons(): Promise<ComparisonRecord[]> {
  const all = await (await database()).getAll('comparisons');
  return all.sort((a, b) => b.at - a.at);
}

export async function removeComparison(id: string): Promise<void> {
  await transact(['comparisons'], (tx) => tx.objectStore('comparisons').delete(id));
}
