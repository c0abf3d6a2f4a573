/**
 * Copies of one picture as groups round a kept one. A star and not a chain: each member is a copy of the
 * kept picture itself, so that a film of slowly turning cars does not become one group.
 */
import { hashBands, hashDistance, isTelling } from '../dataset/dhash.ts';
import type { Neighbours } from './knn.ts';
import { copyDifference } from './signature.ts';

export interface Picture {
  readonly id: string;
  /** Lower-case hex sha256 of the stored bytes. */
  readonly sha256: string;
  /** 16 hex digits; see `dhash.ts`. */
  readonly dhash: string;
  /** See `signature.ts`; null while not measured. */
  readonly signature: Uint8Array | null;
  /** Pixels: of copies the one with most is kept. */
  readonly pixels: number;
  /** Copies that a person labelled are kept before those nobody did. */
  readonly labelled: boolean;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
}

export interface CopyGroup {
  /** Index of the picture to keep. */
  readonly kept: number;
  readonly copies: readonly { readonly index: number; readonly exact: boolean }[];
}

/** Hashes may differ in so many of 64 bits to be compared: copies of quality 60 differ by up to 8. */
const HASH_BITS = 8;
/** More pictures than this of one hash band are no lead. */
const MOST_PER_BAND = 400;

/**
 * @param graph nearest neighbours by embedding, indices as in `pictures`; null while there is none
 * @param distinct pairs that a person called different, as `pairKey`
 */
export function copyGroups(
  pictures: readonly Picture[],
  graph: Neighbours | null,
  distinct: ReadonlySet<string>,
): CopyGroup[] {
  const found = new Map<number, Map<number, boolean>>();
  const seen = new Set<number>();
  const look = (a: number, b: number) => {
    const [i, j] = a < b ? [a, b] : [b, a];
    const pair = i * pictures.length + j;
    if (i === j || seen.has(pair)) return;
    seen.add(pair);
    const [one, other] = [pictures[i] as Picture, pictures[j] as Picture];
    const exact = one.sha256 === other.sha256;
    if (!exact && !isCopy(one, other)) return;
    if (distinct.has(pairKey(one.id, other.id))) return;
    for (const [from, to] of [
      [i, j],
      [j, i],
    ] as const) {
      found.set(from, (found.get(from) ?? new Map()).set(to, exact));
    }
  };
  for (const members of candidatesByHash(pictures)) {
    members.forEach((a, n) => {
      for (const b of members.slice(n + 1)) look(a, b);
    });
  }
  if (graph) {
    graph.indices.forEach((j, at) => {
      look(Math.floor(at / graph.k), j);
    });
  }
  return stars(pictures, found);
}

/** One name for a pair in either order. */
export const pairKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

/** Nothing is said of pictures that are not measured yet: equal hashes alone are often two moments of a drive. */
function isCopy(a: Picture, b: Picture): boolean {
  if (!a.signature || !b.signature) return false;
  return (
    copyDifference(a.signature, b.signature) !== null &&
    hashDistance(a.dhash, b.dhash) <= 2 * HASH_BITS
  );
}

function candidatesByHash(pictures: readonly Picture[]): number[][] {
  const groups = new Map<string, number[]>();
  pictures.forEach(({ sha256, dhash }, i) => {
    const keys = isTelling(dhash) ? hashBands(dhash) : [];
    for (const key of [`=${sha256}`, ...keys]) {
      const own = groups.get(key);
      if (own) own.push(i);
      else groups.set(key, [i]);
    }
  });
  return [...groups.values()].filter((own) => own.length > 1 && own.length <= MOST_PER_BAND);
}

/** Best picture first; it takes all its copies that are still free. */
function stars(
  pictures: readonly Picture[],
  found: ReadonlyMap<number, ReadonlyMap<number, boolean>>,
): CopyGroup[] {
  const order = [...found.keys()].sort((a, b) => {
    const [x, y] = [pictures[a] as Picture, pictures[b] as Picture];
    return (
      Number(y.labelled) - Number(x.labelled) ||
      y.pixels - x.pixels ||
      (found.get(b)?.size ?? 0) - (found.get(a)?.size ?? 0) ||
      x.addedAt - y.addedAt ||
      a - b
    );
  });
  const taken = new Set<number>();
  const groups: CopyGroup[] = [];
  for (const kept of order) {
    if (taken.has(kept)) continue;
    const copies = [...(found.get(kept) ?? [])].filter(([index]) => !taken.has(index));
    if (copies.length === 0) continue;
    taken.add(kept);
    for (const [index] of copies) taken.add(index);
    groups.push({ kept, copies: copies.map(([index, exact]) => ({ index, exact })) });
  }
  return groups;
}
