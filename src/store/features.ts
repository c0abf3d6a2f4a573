/** What a reader's last layer saw of plates: made once of each photo, kept until the reader is another. */
import { database } from './open.ts';
import type { FeatureRecord } from './records.ts';

/** Key of a plate's features: its box. */
export const boxKey = ({
  x,
  y,
  width,
  height,
}: {
  x: number;
  y: number;
  width: number;
  height: number;
}) => [x, y, width, height].map((n) => Math.round(n * 100) / 100).join(',');

export async function saveFeatures(records: readonly FeatureRecord[]): Promise<void> {
  const db = await database();
  const tx = db.transaction(['samples', 'features'], 'readwrite');
  for (const record of records) {
    // Removed meanwhile: nobody would ever remove this.
    if ((await tx.objectStore('samples').getKey(record.sample)) === undefined) continue;
    await tx.objectStore('features').put(record);
  }
  await tx.done;
}

/** Of one sample, by box; what other readers saw is left out. */
export async function savedFeatures(
  sample: string,
  reader: string,
): Promise<ReadonlyMap<string, FeatureRecord>> {
  const range = IDBKeyRange.bound([sample, reader], [sample, reader, []]);
  const records = await (await database()).getAll('features', range);
  return new Map(records.map((record) => [record.plate, record]));
}
