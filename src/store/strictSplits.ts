/** A merged backup's splits hold here too, where they are stricter. */
import { photoKey, strictest } from '../core/dataset/splits.ts';
import type { Group, Split } from '../core/dataset/types.ts';
import type { StoreName, Write } from './schema.ts';

export interface KeptSplits {
  /** Of the backup's samples. */
  readonly splits: ReadonlyMap<string, Split>;
  readonly groups: readonly Group[];
}

/**
 * Makes the split of samples that are here already, and of groups that share a key with one of the
 * backup's, the stricter of both. Samples that come with the backup bring their split themselves.
 */
export async function keepStrictest(
  tx: Write<StoreName[]>,
  importId: string,
  { splits, groups }: KeptSplits,
): Promise<void> {
  const { samples, rows, placed, own } = storesOf(tx);
  const harden = async (group: Group | undefined, split: Split) => {
    const stricter = group && strictest([group.split, split]);
    if (group && stricter && stricter !== group.split) await own.put({ ...group, split: stricter });
  };
  for (const { keys, split } of groups) {
    if (split === 'train') continue;
    for (const key of keys) await harden(await own.index('keys').get(key), split);
  }
  for (const [sample, split] of splits) {
    const brought = await rows.get([importId, sample]);
    if (brought && !brought.revived) continue;
    if ((await samples.getKey(sample)) === undefined) continue;
    const row = await placed.get(sample);
    if (row) await harden(await own.get(row.group), split);
    else {
      // Not labelled here, but there: whoever labels it here must find it where it was.
      const id = photoKey(sample);
      const group = await own.get(id);
      if (group) await harden(group, split);
      else await own.put({ id, split, keys: [id] });
    }
  }
}

function storesOf(tx: Write<StoreName[]>) {
  const typed = tx as unknown as Write<('samples' | 'splits' | 'groups' | 'importRows')[]>;
  return {
    samples: typed.objectStore('samples'),
    rows: typed.objectStore('importRows'),
    placed: typed.objectStore('splits'),
    own: typed.objectStore('groups'),
  };
}
