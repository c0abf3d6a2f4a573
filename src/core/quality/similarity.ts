/** What a graph of neighbours says about single points: copies, strangers, and how unusual each is. */
import { quantile } from '../metrics.ts';
import type { Neighbours } from './knn.ts';

/** A neighbour nearer than this share of the median nearest distance is a near-duplicate (Datalab). */
export const NEAR_SHARE = 0.13;
/** Interquartile ranges above the third quartile of mean distances from which a point is a stranger. */
export const OUTLIER_RANGES = 1 / (10 / 27) - 1;

/**
 * Near-duplicates of each point, in both directions, as cleanlab's Datalab finds them. The median moves
 * when many copies are in, so this is one sign among others, never the whole of it.
 */
export function nearDuplicateSets(graph: Neighbours, share = NEAR_SHARE): number[][] {
  const { k, indices, distances } = graph;
  const count = k > 0 ? indices.length / k : 0;
  const nearest = Array.from({ length: count }, (_, i) => distances[i * k] as number);
  const radius = share * Math.max(quantile(nearest, 0.5), 1e-7);
  const sets = Array.from({ length: count }, (_, i) => {
    const own: number[] = [];
    for (let at = i * k; at < (i + 1) * k; at++) {
      if ((distances[at] as number) < radius) own.push(indices[at] as number);
    }
    return new Set(own);
  });
  sets.forEach((own, i) => {
    for (const j of own) (sets[j] as Set<number>).add(i);
  });
  return sets.map((own) => [...own].sort((a, b) => a - b));
}

/** Points whose mean distance to their neighbours is far above the others'. */
export function outliers(graph: Neighbours): {
  readonly mean: number[];
  readonly isOutlier: boolean[];
} {
  const { k, indices, distances } = graph;
  const count = k > 0 ? indices.length / k : 0;
  const mean = Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let at = i * k; at < (i + 1) * k; at++) sum += distances[at] as number;
    return sum / k;
  });
  if (count === 0) return { mean, isOutlier: [] };
  const [first, third] = [quantile(mean, 0.25), quantile(mean, 0.75)];
  const most = third + OUTLIER_RANGES * (third - first);
  return { mean, isOutlier: mean.map((distance) => distance > most) };
}

const UNIQUE_WEIGHTS = [0.6, 0.3, 0.1];

/**
 * How far each point is from its three nearest, 0–1, as FiftyOne reckons it; one stranger squeezes all
 * others together, so ranks are shown and not the numbers.
 */
export function uniqueness({ k, indices, distances }: Neighbours): number[] {
  const count = k > 0 ? indices.length / k : 0;
  const values = Array.from({ length: count }, (_, i) => {
    let [sum, weights] = [0, 0];
    UNIQUE_WEIGHTS.slice(0, k).forEach((weight, n) => {
      sum += weight * (distances[i * k + n] as number);
      weights += weight;
    });
    return sum / weights;
  });
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  return values.map((value) => (most > 0 ? value / most : 0));
}
