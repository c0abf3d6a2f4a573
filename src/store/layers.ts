/** Personal last layers, one for each reader: kept like corrections, in the replica and in backups. */
import { database } from './open.ts';
import type { LayerRecord } from './records.ts';
import { StoreError } from './storeError.ts';
import { transact } from './transact.ts';

/** The layer of a reader, or null. */
export async function savedLayer(reader: string): Promise<LayerRecord | null> {
  return (await (await database()).get('layers', reader)) ?? null;
}

/** All of them; for finding out whether there is any. */
export async function savedLayers(): Promise<LayerRecord[]> {
  return (await database()).getAll('layers');
}

/** Keeps a reader's layer in place of the one before; resolves once it was read back. @throws StoreError */
export async function saveLayer(record: LayerRecord): Promise<void> {
  const bytes = 2 * record.weight.byteLength;
  await transact(['layers'], async (tx) => void (await tx.objectStore('layers').put(record)), {
    bytes,
  });
  const back = await savedLayer(record.id);
  if (back?.at !== record.at) throw new StoreError('refused');
}

export async function removeLayer(reader: string): Promise<void> {
  await transact(['layers'], async (tx) => void (await tx.objectStore('layers').delete(reader)));
}
