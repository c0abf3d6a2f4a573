/** Folds for cross-fitting: what belongs together (one vehicle, one burst) is never parted. */
import { hash32 } from '../dataset/hash32.ts';

/**
 * Deals groups whole to `count` folds, the largest first and each to the fold that holds least, so
 * that folds differ by no more than a group. The order of equals follows from `seed`.
 * @param groups the group of each item. @returns the fold of each item, 0 … count − 1.
 */
export function groupedFolds(groups: readonly string[], count = 5, seed = ''): number[] {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const order = [...sizes].map(([group, size]) => ({
    group,
    size,
    draw: hash32(`${seed}\n${group}`),
  }));
  order.sort((a, b) => b.size - a.size || a.draw - b.draw || (a.group < b.group ? -1 : 1));
  const held = new Array<number>(count).fill(0);
  const foldOf = new Map<string, number>();
  for (const { group, size } of order) {
    const fold = held.indexOf(Math.min(...held));
    held[fold] = (held[fold] as number) + size;
    foldOf.set(group, fold);
  }
  return groups.map((group) => foldOf.get(group) as number);
}
