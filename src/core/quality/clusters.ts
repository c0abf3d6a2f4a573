/** Groups of photos that look alike: how many there are, and which is which from run to run. */
import { hash32 } from '../dataset/hash32.ts';
import { bestKMeans, type Clustering, kMeans } from './kmeans.ts';
import { type Points, squaredDistance } from './matrix.ts';
import { seededRandom } from './random.ts';
import { silhouette } from './silhouette.ts';

/** One number of clusters that was tried. */
export interface Tried {
  readonly k: number;
  readonly inertia: number;
  readonly silhouette: number | null;
}

export interface ChosenClusters extends Clustering {
  readonly k: number;
  readonly tried: readonly Tried[];
  /** Why this many, as a sentence. */
  readonly reason: string;
}

/** The number is chosen on so many points at most: silhouettes are of all pairs. */
const MOST_FOR_CHOICE = 1500;
const MOST_CLUSTERS = 12;
const SEED = 11;

/**
 * Tries 2 to 12 clusters and takes the number with the best mean silhouette, then sorts all points by
 * those centres. Yields after each piece of work.
 */
export function* clusterSteps(points: Points): Generator<void, ChosenClusters> {
  const most = Math.min(MOST_CLUSTERS, Math.floor(points.count / 4));
  const one = (reason: string): ChosenClusters => ({
    ...bestKMeans(points, 1, seededRandom(SEED), 1),
    k: 1,
    tried: [],
    reason,
  });
  if (most < 2) return one('Too few photos to tell groups apart.');
  const sample = everyNth(points, MOST_FOR_CHOICE);
  const tried: (Tried & { readonly clustering: Clustering })[] = [];
  for (let k = 2; k <= most; k++) {
    const clustering = bestKMeans(sample, k, seededRandom(SEED + k));
    yield;
    const score = silhouette(sample, clustering.labels);
    tried.push({ k, inertia: clustering.inertia, silhouette: score, clustering });
    yield;
  }
  const best = tried.reduce((a, b) => ((b.silhouette ?? -1) > (a.silhouette ?? -1) ? b : a));
  if (best.silhouette === null) return one('All photos look the same.');
  const isWhole = sample.count === points.count;
  return {
    ...(isWhole ? best.clustering : kMeans(points, best.clustering.centres, SETTLED)),
    k: best.k,
    tried: tried.map(({ clustering: _, ...one }) => one),
    reason: `${best.k} groups lie best apart: mean silhouette ${best.silhouette.toFixed(2)}, the highest of 2 to ${most}.`,
  };
}

/** Rounds over all points from centres that are good already. */
const SETTLED = 10;

function everyNth(points: Points, most: number): Points {
  if (points.count <= most) return points;
  const step = points.count / most;
  const data = new Float32Array(most * points.dim);
  for (let n = 0; n < most; n++) {
    const i = Math.floor(n * step);
    data.set(points.data.subarray(i * points.dim, (i + 1) * points.dim), n * points.dim);
  }
  return { data, count: most, dim: points.dim };
}

/** A cluster as remembered from an earlier run, its centre in the embedding itself. */
export interface KnownCluster {
  readonly id: number;
  readonly centre: readonly number[];
}

/**
 * Names for new centres: each takes the id of the nearest centre of the last run, nearest pairs first and
 * each id once, if it is nearer than half the distance to the next other new centre; else a new id.
 */
export function matchClusters(
  centres: readonly (readonly number[])[],
  known: readonly KnownCluster[],
): number[] {
  const apart = centres.map((centre, i) =>
    Math.min(
      ...centres.flatMap((other, j) => (i === j ? [] : [squaredDistance(centre, other)])),
      Number.POSITIVE_INFINITY,
    ),
  );
  const pairs = centres.flatMap((centre, i) =>
    known
      .filter(({ centre: old }) => old.length === centre.length)
      .map(({ id, centre: old }) => ({ i, id, squared: squaredDistance(centre, old) })),
  );
  pairs.sort((a, b) => a.squared - b.squared);
  const ids = new Map<number, number>();
  const used = new Set<number>();
  for (const { i, id, squared } of pairs) {
    if (ids.has(i) || used.has(id) || squared > (apart[i] as number) / 4) continue;
    ids.set(i, id);
    used.add(id);
  }
  let next = Math.max(0, ...known.map(({ id }) => id));
  return centres.map((_, i) => ids.get(i) ?? ++next);
}

/** Folds that keep what belongs together in one: by a hash of its group. */
export const foldOf = (group: string, folds = 5): number => hash32(`fold\n${group}`) % folds;
