/** What to ask next: scores and orders of active learning, as scikit-activeml has them. */

import type { Neighbours } from './knn.ts';
import { type Points, squaredBetween } from './matrix.ts';

/** 1 − the greatest probability; high is doubtful. All three take one distribution. */
export function leastConfidence(probabilities: ArrayLike<number>): number {
  return 1 - Math.max(...Array.from(probabilities));
}

/** 1 − (first − second); high is doubtful. */
export function marginDoubt(probabilities: ArrayLike<number>): number {
  const sorted = Array.from(probabilities).sort((a, b) => b - a);
  return 1 - ((sorted[0] ?? 0) - (sorted[1] ?? 0));
}

/** Entropy in nats; high is doubtful. */
export function entropyDoubt(probabilities: ArrayLike<number>): number {
  let sum = 0;
  for (const p of Array.from(probabilities)) if (p > 0) sum -= p * Math.log(p);
  return sum;
}

/** Indices by falling score; ties by index. */
export function byDoubt(scores: readonly number[]): number[] {
  return scores
    .map((_, i) => i)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
}

/**
 * k-center (core set, Sener and Savarese 2018): each pick is the candidate farthest from everything
 * chosen so far. It likes strangers, so it is used within a pool of doubtful ones.
 */
export function kCenter(
  points: Points,
  chosen: readonly number[],
  candidates: readonly number[],
  count: number,
): number[] {
  const nearest = new Map(candidates.map((i) => [i, Number.POSITIVE_INFINITY]));
  const take = (j: number) => {
    nearest.delete(j);
    for (const [i, distance] of nearest) {
      nearest.set(i, Math.min(distance, squaredBetween(points, i, j)));
    }
  };
  for (const j of chosen) take(j);
  const picks: number[] = [];
  while (picks.length < count && nearest.size > 0) {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (const [i, distance] of nearest) {
      if (distance > most) {
        best = i;
        most = distance;
      }
    }
    picks.push(best);
    take(best);
  }
  return picks;
}

/** Typicality (TypiClust, Hacohen et al. 2022): the inverse of the mean distance to the neighbours. */
export function typicality({ k, indices, distances }: Neighbours): number[] {
  const count = k > 0 ? indices.length / k : 0;
  return Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let at = i * k; at < (i + 1) * k; at++) sum += distances[at] as number;
    return 1 / (sum / k + 1e-8);
  });
}

/**
 * The most typical candidate of each cluster, clusters with fewest labels first, larger before smaller.
 * @param labelled how many of each cluster have a label
 */
export function typicalPicks(
  clusters: ArrayLike<number>,
  typical: readonly number[],
  labelled: readonly number[],
  candidates: readonly number[],
  count: number,
): number[] {
  const members = new Map<number, number[]>();
  for (const i of candidates) {
    const cluster = clusters[i] as number;
    members.set(cluster, [...(members.get(cluster) ?? []), i]);
  }
  const had = [...labelled];
  const picks: number[] = [];
  while (picks.length < count && members.size > 0) {
    const [cluster] = [...members.keys()].sort(
      (a, b) =>
        (had[a] ?? 0) - (had[b] ?? 0) ||
        (members.get(b)?.length ?? 0) - (members.get(a)?.length ?? 0) ||
        a - b,
    );
    const own = members.get(cluster as number) as number[];
    const best = own.reduce((a, b) => ((typical[b] as number) > (typical[a] as number) ? b : a));
    picks.push(best);
    had[cluster as number] = (had[cluster as number] ?? 0) + 1;
    const left = own.filter((i) => i !== best);
    if (left.length > 0) members.set(cluster as number, left);
    else members.delete(cluster as number);
  }
  return picks;
}
