/** The near-duplicate index: which samples that stand in a split look nearly like another one. */
import { hashBands, hashDistance, isTelling, NEAR_BITS } from '../core/dataset/dhash.ts';
import type { Sample } from '../core/dataset/types.ts';
import type { Write } from './schema.ts';

type Reads = Pick<Write<('samples' | 'splits')[]>, 'objectStore'>;

export interface NearDuplicates {
  /**
   * Ids of placed samples that look nearly the same. Of those with one and the same hash it is only
   * one, for they are in one group.
   */
  near(sample: Sample): Promise<readonly string[]>;
  /** The sample stands in a split now. */
  add(sample: Sample): void;
}

/** By the index, for placing one sample. */
export function indexedNearDuplicates(tx: Reads): NearDuplicates {
  return {
    async near(sample) {
      if (!isTelling(sample.dhash)) return [];
      const byHash = new Map<string, Set<string>>();
      const index = tx.objectStore('samples').index('bands');
      for (const band of hashBands(sample.dhash)) {
        for (const { id, dhash } of await index.getAll(band)) {
          if (id === sample.id || hashDistance(dhash, sample.dhash) > NEAR_BITS) continue;
          byHash.set(dhash, (byHash.get(dhash) ?? new Set()).add(id));
        }
      }
      const near: string[] = [];
      for (const ids of byHash.values()) {
        for (const id of ids) {
          if ((await tx.objectStore('splits').getKey(id)) === undefined) continue;
          near.push(id);
          break;
        }
      }
      return near;
    },
    add: () => undefined,
  };
}

/**
 * All read at once, for placing many: with thousands of photos of one scene the index would hand out
 * thousands of records for each of them.
 */
export async function loadNearDuplicates(tx: Reads): Promise<NearDuplicates> {
  const bands = new Map<string, Set<string>>();
  const idOf = new Map<string, string>();
  const add = ({ id, dhash }: Sample) => {
    if (!isTelling(dhash) || idOf.has(dhash)) return;
    idOf.set(dhash, id);
    for (const band of hashBands(dhash)) {
      bands.set(band, (bands.get(band) ?? new Set()).add(dhash));
    }
  };
  const placed = new Set(await tx.objectStore('splits').getAllKeys());
  for (const sample of await tx.objectStore('samples').getAll()) {
    if (placed.has(sample.id)) add(sample);
  }
  return {
    add,
    async near({ dhash }) {
      if (!isTelling(dhash)) return [];
      const hashes = new Set(hashBands(dhash).flatMap((band) => [...(bands.get(band) ?? [])]));
      return [...hashes]
        .filter((other) => hashDistance(other, dhash) <= NEAR_BITS)
        .map((other) => idOf.get(other) as string);
    },
  };
}
