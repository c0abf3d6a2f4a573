/** Finding the groups of samples that get their label, inside the transaction that keeps the label. */
import { groupKeys, joinGroups, photoKey, strictest } from '../core/dataset/splits.ts';
import type { Group, Label, Sample, Split } from '../core/dataset/types.ts';
import type { NearDuplicates } from './nearDuplicates.ts';
import type { Write } from './schema.ts';

type GroupWrite = Write<('samples' | 'groups' | 'splits')[]>;

/** A label with something in it places its sample; an emptied one (undo) places nothing. */
export function placesSample(label: Label): boolean {
  return label.noPlate || label.plates.length > 0;
}

/**
 * The split that imports brought for a sample, the strictest of several; null where none did. It is
 * asked for whenever the sample gets its first label, be that years after it came in without one.
 */
export async function askedSplit(tx: Write<'importRows'[]>, sample: string): Promise<Split | null> {
  const rows = await tx.objectStore('importRows').index('sample').getAll(sample);
  const splits = rows.flatMap(({ split }) => split ?? []);
  return splits.length > 0 ? strictest(splits) : null;
}

/**
 * Puts samples into their groups, joining groups that turn out to be one. A sample never leaves its
 * group, and a group's split only gets stricter. Groups are written by `end`, each once: that of a
 * gate's camera has a key for every plate that ever passed.
 */
export class Placement {
  /** Groups that changed, and where their keys lead. */
  private readonly changed = new Map<string, Group>();
  private readonly byKey = new Map<string, string>();
  /** Groups whose samples are in another split than before. */
  private readonly resplit = new Set<string>();

  constructor(
    private readonly tx: GroupWrite,
    private readonly nearDuplicates: NearDuplicates,
    private readonly seed: string,
  ) {}

  /**
   * @param how `asked`: the split an import brought along. `isNew`: the photo is kept for the first
   * time, or again after it was removed: others may have come meanwhile that look like it.
   */
  async place(
    sample: Sample,
    label: Label,
    how: { readonly asked?: Split | null; readonly isNew: boolean },
  ): Promise<void> {
    const splits = this.tx.objectStore('splits');
    const tied = groupKeys(sample, label);
    const found = new Map<string, Group>();
    // Groups of old hold a key for each photo, also of those deleted since.
    for (const key of [...tied, photoKey(sample.id)]) {
      const group = await this.groupOfKey(key);
      if (group) found.set(group.id, group);
    }
    // Its hash does not change: while a photo is here, whoever comes later looks for it.
    const placed = (await splits.getKey(sample.id)) !== undefined;
    const near = how.isNew || !placed ? await this.nearDuplicates.near(sample) : [];
    for (const id of placed ? [sample.id, ...near] : near) {
      const row = await splits.get(id);
      const group = row && (await this.group(row.group));
      if (group) found.set(group.id, group);
    }
    // A group of thousands must not carry a key for each photo: it is written with every one.
    const keys = tied.length === 0 && found.size === 0 ? [photoKey(sample.id)] : tied;
    const { group, absorbed } = joinGroups([...found.values()], keys, this.seed, how.asked ?? null);
    this.note(found.get(group.id), group, keys);
    for (const id of absorbed) await this.absorb(found.get(id) as Group, group);
    await splits.put({ sample: sample.id, group: group.id });
    this.nearDuplicates.add(sample);
  }

  /** Writes the groups that changed; call it after the last sample. */
  async end(): Promise<void> {
    for (const group of this.changed.values()) await this.tx.objectStore('groups').put(group);
  }

  /** Ids of all samples in groups whose split became another, for screens that show it. */
  async moved(): Promise<string[]> {
    const rows = this.tx.objectStore('splits').index('group');
    const moved = await Promise.all([...this.resplit].map((id) => rows.getAll(id)));
    return moved.flat().map(({ sample }) => sample);
  }

  private async groupOfKey(key: string): Promise<Group | undefined> {
    const id = this.byKey.get(key);
    if (id !== undefined) return this.group(id);
    const stored = await this.tx.objectStore('groups').index('keys').get(key);
    return stored && (this.changed.get(stored.id) ?? stored);
  }

  private async group(id: string): Promise<Group | undefined> {
    return this.changed.get(id) ?? this.tx.objectStore('groups').get(id);
  }

  private note(before: Group | undefined, group: Group, keys: readonly string[]): void {
    const same = before?.split === group.split && before.keys.length === group.keys.length;
    if (same) return;
    if (before && before.split !== group.split) this.resplit.add(group.id);
    this.changed.set(group.id, group);
    for (const key of keys) this.byKey.set(key, group.id);
  }

  private async absorb(absorbed: Group, into: Group): Promise<void> {
    if (absorbed.split !== into.split) this.resplit.add(into.id);
    const splits = this.tx.objectStore('splits');
    for (const row of await splits.index('group').getAll(absorbed.id)) {
      await splits.put({ ...row, group: into.id });
    }
    for (const key of absorbed.keys) this.byKey.set(key, into.id);
    this.changed.delete(absorbed.id);
    await this.tx.objectStore('groups').delete(absorbed.id);
  }
}
