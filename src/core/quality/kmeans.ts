/** k-means (Lloyd) from given centres, seeded starts (k-means++), and the curve that k is chosen by. */
import type { Points } from './matrix.ts';

export interface Clustering {
  /** `[k, dim]`. */
  readonly centres: Float64Array;
  /** Cluster of each point. */
  readonly labels: Int32Array;
  /** Sum of squared distances to the centres. */
  readonly inertia: number;
  readonly iterations: number;
}

const MOST_ITERATIONS = 300;

/**
 * Lloyd's algorithm until no point changes its cluster. A cluster that loses all its points keeps its
 * centre.
 * @param start `[k, dim]`, k at least 1
 * @param mostIterations after which it stops, however far it is
 */
export function kMeans(
  points: Points,
  start: ArrayLike<number>,
  mostIterations = MOST_ITERATIONS,
): Clustering {
  const { data, count, dim } = points;
  const centres = Float64Array.from(start);
  const k = dim > 0 ? centres.length / dim : 1;
  const labels = new Int32Array(count).fill(-1);
  let inertia = 0;
  let iterations = 0;
  for (let moved = true; moved && iterations < mostIterations; iterations++) {
    moved = false;
    inertia = 0;
    const sums = new Float64Array(k * dim);
    const sizes = new Int32Array(k);
    for (let i = 0; i < count; i++) {
      let best = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let c = 0; c < k; c++) {
        let squared = 0;
        for (let a = i * dim, b = c * dim; b < (c + 1) * dim; a++, b++) {
          const difference = (data[a] as number) - (centres[b] as number);
          squared += difference * difference;
        }
        if (squared < least) {
          least = squared;
          best = c;
        }
      }
      if (labels[i] !== best) moved = true;
      labels[i] = best;
      inertia += least;
      sizes[best] = (sizes[best] as number) + 1;
      for (let a = i * dim, b = best * dim; b < (best + 1) * dim; a++, b++) {
        sums[b] = (sums[b] as number) + (data[a] as number);
      }
    }
    if (!moved) break;
    for (let c = 0; c < k; c++) {
      const size = sizes[c] as number;
      if (size === 0) continue;
      for (let b = c * dim; b < (c + 1) * dim; b++) centres[b] = (sums[b] as number) / size;
    }
  }
  return { centres, labels, inertia, iterations };
}

/**
 * k-means++: the first centre by chance, each next one by chance in proportion to the squared distance
 * from the nearest so far. Fewer than k where there are fewer different points.
 */
export function seedCentres(points: Points, k: number, random: () => number): Float64Array {
  const { data, count, dim } = points;
  const chosen = count === 0 ? [] : [Math.floor(random() * count)];
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  while (chosen.length > 0 && chosen.length < Math.min(k, count)) {
    const last = chosen[chosen.length - 1] as number;
    let total = 0;
    for (let i = 0; i < count; i++) {
      let squared = 0;
      for (let a = i * dim, b = last * dim; b < (last + 1) * dim; a++, b++) {
        const difference = (data[a] as number) - (data[b] as number);
        squared += difference * difference;
      }
      nearest[i] = Math.min(nearest[i] as number, squared);
      total += nearest[i] as number;
    }
    if (total <= 0) break;
    let left = random() * total;
    let pick = 0;
    while (pick < count - 1 && left >= (nearest[pick] as number)) left -= nearest[pick++] as number;
    chosen.push(pick);
  }
  return Float64Array.from(chosen.flatMap((i) => [...data.subarray(i * dim, (i + 1) * dim)]));
}

/** The best of several seeded starts. */
export function bestKMeans(
  points: Points,
  k: number,
  random: () => number,
  starts = 3,
): Clustering {
  let best: Clustering | null = null;
  for (let s = 0; s < starts; s++) {
    const found = kMeans(points, seedCentres(points, k, random));
    if (!best || found.inertia < best.inertia) best = found;
  }
  return best as Clustering;
}
