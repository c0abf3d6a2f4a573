/**
 * Splits that stick. A group gets its split when its first label is kept and keeps it for ever;
 * when groups turn out to be one, the stricter split wins, so that nothing ever leaves `test`.
 */
import { hash32 } from './hash32.ts';
import type { Group, Label, Sample, Split } from './types.ts';

const VAL_SHARE = 0.1;
const TEST_SHARE = 0.1;
const STRICTNESS: Readonly<Record<Split, number>> = { train: 0, val: 1, test: 2 };

/** What the sets are called on the screens. */
export const SET_NAMES: Readonly<Record<Split, string>> = {
  train: 'training',
  val: 'choosing',
  test: 'testing',
};

/** What ties a labelled sample to others besides its looks: its plates' texts and its burst. */
export function groupKeys(sample: Sample, label: Label): string[] {
  const texts = label.plates.flatMap(({ verdict, text }) =>
    verdict === 'plate' && text ? [`text:${text}`] : [],
  );
  const burst = sample.burst === null ? [] : [`burst:${sample.burst}`];
  return [...new Set([...texts.sort(), ...burst])];
}

/** The key of a photo with nothing to tie it: it names the group when it is the first of it. */
export const photoKey = (sample: string): string => `photo:${sample}`;

/** The split a new group gets: 80/10/10 by a hash of the seed and the group's id. */
export function drawSplit(seed: string, groupId: string): Split {
  const share = hash32(`${seed}\n${groupId}`) / 2 ** 32;
  if (share < TEST_SHARE) return 'test';
  return share < TEST_SHARE + VAL_SHARE ? 'val' : 'train';
}

/** The strictest of several splits. */
export function strictest(splits: readonly Split[]): Split {
  return splits.reduce((a, b) => (STRICTNESS[b] > STRICTNESS[a] ? b : a), 'train');
}

export interface Joined {
  readonly group: Group;
  /** Groups that became part of `group` and are to be taken away. */
  readonly absorbed: readonly string[];
}

/**
 * The group for a sample with these keys, given all groups that share one of them.
 * @param asked a split that an import brought along; it wins where it is stricter, and is taken
 * as it is by a new group.
 */
export function joinGroups(
  found: readonly Group[],
  keys: readonly string[],
  seed: string,
  asked: Split | null = null,
): Joined {
  const [oldest, ...others] = [...found].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (!oldest) {
    const id = keys[0] ?? '';
    return {
      group: { id, split: asked ?? drawSplit(seed, id), keys: [...new Set(keys)] },
      absorbed: [],
    };
  }
  const splits = [...found.map((group) => group.split), ...(asked ? [asked] : [])];
  return {
    group: {
      id: oldest.id,
      split: strictest(splits),
      keys: [...new Set([...oldest.keys, ...others.flatMap((group) => group.keys), ...keys])],
    },
    absorbed: others.map((group) => group.id),
  };
}
