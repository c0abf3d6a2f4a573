/** Finding the group of a sample that gets its label, inside the transaction that keeps the label. */
import { hashBands, hashDistance, isTelling, NEAR_BITS } from '../core/dataset/dhash.ts';
import { groupKeys, joinGroups, photoKey } from '../core/dataset/splits.ts';
import type { Group, Label, Sample, Split } from '../core/dataset/types.ts';
import type { Write } from './transact.ts';

export const GROUP_STORES = ['samples', 'groups', 'splits'] as const;
type GroupWrite = Write<('samples' | 'groups' | 'splits')[]>;

/** A label with something in it places its sample; an emptied one (undo) places nothing. */
export function placesSample(label: Label): boolean {
  return label.noPlate || label.plates.length > 0;
}

/**
 * Puts the sample into its group, joining groups that turn out to be one. A sample never leaves
 * its group, and a group's split only gets stricter.
 */
export async function assignGroup(
  tx: GroupWrite,
  sample: Sample,
  label: Label,
  seed: string,
  asked: Split | null = null,
): Promise<Group> {
  const groups = tx.objectStore('groups');
  const splits = tx.objectStore('splits');
  const tied = groupKeys(sample, label);
  const found = new Map<string, Group>();
  const byKey = groups.index('keys');
  // Groups of old hold a key for each photo, also of those deleted since.
  for (const key of [...tied, photoKey(sample.id)]) {
    const group = await byKey.get(key);
    if (group) found.set(group.id, group);
  }
  // Looks do not change: whoever came later has looked for this one.
  const placed = (await splits.getKey(sample.id)) !== undefined;
  const ids = placed ? [sample.id] : await nearDuplicates(tx, sample);
  for (const id of ids) {
    const row = await splits.get(id);
    if (!row || found.has(row.group)) continue;
    const group = await groups.get(row.group);
    if (group) found.set(group.id, group);
  }
  // A group of thousands must not carry a key for each photo: it is written with every one.
  const keys = tied.length === 0 && found.size === 0 ? [photoKey(sample.id)] : tied;
  const { group, absorbed } = joinGroups([...found.values()], keys, seed, asked);
  const before = found.get(group.id);
  if (!before || JSON.stringify(before) !== JSON.stringify(group)) await groups.put(group);
  for (const id of absorbed) {
    for (const row of await splits.index('group').getAll(id)) {
      await splits.put({ ...row, group: group.id });
    }
    await groups.delete(id);
  }
  await splits.put({ sample: sample.id, group: group.id });
  return group;
}

/** Ids of kept samples that look nearly the same. */
async function nearDuplicates(tx: GroupWrite, sample: Sample): Promise<string[]> {
  if (!isTelling(sample.dhash)) return [];
  const index = tx.objectStore('samples').index('bands');
  const near = new Set<string>();
  for (const band of hashBands(sample.dhash)) {
    for (const other of await index.getAll(band)) {
      if (other.id !== sample.id && hashDistance(other.dhash, sample.dhash) <= NEAR_BITS) {
        near.add(other.id);
      }
    }
  }
  return [...near];
}
