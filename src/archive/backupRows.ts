/** A backup's rows by the sample they belong to. */
import type { Split, SplitRow } from '../core/dataset/types.ts';
import type { Row } from '../store/dump.ts';
import { type StoreName, sampleOf } from '../store/schema.ts';
import { type OpenBackup, revive, rowsOf } from './openBackup.ts';

export function bySample(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  const lists = new Map<string, Row[]>();
  for (const row of rows) {
    const list = lists.get(sampleOf(row.key));
    if (list) list.push(row);
    else lists.set(sampleOf(row.key), [row]);
  }
  return lists;
}

export async function revivedOf(
  stores: ReadonlyMap<StoreName, ReadonlyMap<string, readonly Row[]>>,
  sample: string,
  backup: OpenBackup,
) {
  const revived = new Map<StoreName, readonly Row[]>();
  for (const [store, lists] of stores) {
    const rows: Row[] = [];
    for (const { key, value } of lists.get(sample) ?? []) {
      rows.push({ key, value: await revive(value, backup) });
    }
    if (rows.length > 0) revived.set(store, rows);
  }
  return revived;
}

export function derivedBySample(backup: OpenBackup) {
  const lists = new Map<string, { what: string; value: unknown }[]>();
  for (const { key, value } of rowsOf(backup, 'derived')) {
    const [sample, what] = key as [string, string];
    const list = lists.get(sample);
    if (list) list.push({ what, value });
    else lists.set(sample, [{ what, value }]);
  }
  return lists;
}

export function splitsOf(backup: OpenBackup): ReadonlyMap<string, Split> {
  const groups = new Map(
    rowsOf(backup, 'groups').map(({ value }) => {
      const group = value as { id: string; split: Split };
      return [group.id, group.split];
    }),
  );
  return new Map(
    rowsOf(backup, 'splits').flatMap(({ value }) => {
      const { sample, group } = value as SplitRow;
      const split = groups.get(group);
      return split ? [[sample, split] as const] : [];
    }),
  );
}
