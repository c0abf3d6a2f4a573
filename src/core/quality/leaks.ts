/** One plate, one burst or one picture in two splits: what is tested would have been learnt. */
import type { Split } from '../dataset/types.ts';
import { repeats } from '../repeats.ts';
import type { CopyGroup } from './duplicates.ts';

export interface SplitSample {
  readonly id: string;
  readonly split: Split | null;
  readonly texts: readonly string[];
  readonly burst: string | null;
}

export interface Leak {
  readonly by: 'text' | 'burst' | 'look';
  /** The text or the burst; of looks, the kept picture's id. */
  readonly key: string;
  readonly samples: readonly string[];
  readonly splits: readonly Split[];
}

/** Texts shorter than this are shared by strangers. */
const TELLING_LENGTH = 4;

/** @param copies groups over the same samples, by index */
export function findLeaks(samples: readonly SplitSample[], copies: readonly CopyGroup[]): Leak[] {
  const ties = new Map<string, { by: Leak['by']; key: string; members: SplitSample[] }>();
  const tie = (by: Leak['by'], key: string, sample: SplitSample | undefined) => {
    if (!sample?.split) return;
    const name = `${by}:${key}`;
    const own = ties.get(name) ?? { by, key, members: [] };
    own.members.push(sample);
    ties.set(name, own);
  };
  for (const sample of samples) {
    for (const text of new Set(sample.texts)) {
      if (text.length >= TELLING_LENGTH) tie('text', text, sample);
    }
    if (sample.burst !== null) tie('burst', sample.burst, sample);
  }
  for (const { kept, copies: others } of copies) {
    const key = samples[kept]?.id ?? '';
    for (const index of [kept, ...others.map((copy) => copy.index)])
      tie('look', key, samples[index]);
  }
  return [...ties.values()].flatMap(({ by, key, members }) => {
    const splits = [...new Set(members.map(({ split }) => split as Split))].sort();
    return splits.length > 1 ? [{ by, key, samples: members.map(({ id }) => id), splits }] : [];
  });
}

/**
 * Texts in two splits that are one character apart, alike but for look-alikes, or only read and not
 * checked: perhaps one plate.
 */
export interface NearLeak {
  readonly texts: readonly string[];
  readonly samples: readonly string[];
  readonly splits: readonly Split[];
}

/** Vehicles of a fleet are one character apart as well: more than these say nothing. */
const MOST_NEAR = 50;

/**
 * What may be a leak, and may be two plates: for a person to look at.
 * @param samples with their texts as labelled, or where there is no label as read
 * @param leaks those that are certain
 */
export function findNearLeaks(samples: readonly SplitSample[], leaks: readonly Leak[]): NearLeak[] {
  const certain = new Set(leaks.flatMap(({ by, key }) => (by === 'text' ? [key] : [])));
  const splitOf = new Map(samples.map(({ id, split }) => [id, split]));
  const sightings = samples.flatMap(({ id, split, texts }) =>
    split
      ? texts.flatMap((text) =>
          text.length >= TELLING_LENGTH ? [{ text, photo: id, at: null }] : [],
        )
      : [],
  );
  return repeats(sightings)
    .map(({ text, near, photos }) => ({
      texts: [text, ...near],
      samples: photos,
      splits: [...new Set(photos.map((id) => splitOf.get(id) as Split))].sort(),
    }))
    .filter(({ texts, splits }) => splits.length > 1 && !texts.every((text) => certain.has(text)))
    .slice(0, MOST_NEAR);
}
