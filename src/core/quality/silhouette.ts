/** Silhouette: how much nearer points are to their own cluster than to the next one. */
import { type Points, squaredBetween } from './matrix.ts';

/**
 * Mean silhouette over all points, −1 to 1, exact (all pairs). Points alone in their cluster count 0.
 * @returns null with fewer than two clusters, or as many as points: nothing can be said then
 */
export function silhouette(points: Points, labels: ArrayLike<number>): number | null {
  const { count } = points;
  const clusters = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  if (clusters.length < 2 || clusters.length >= count) return null;
  const position = new Map(clusters.map((label, at) => [label, at]));
  const of = Array.from(labels, (label) => position.get(label) as number);
  const sizes = new Float64Array(clusters.length);
  for (const cluster of of) sizes[cluster] = (sizes[cluster] as number) + 1;
  const sums = new Float64Array(count * clusters.length);
  const add = (i: number, cluster: number, distance: number) => {
    const at = i * clusters.length + cluster;
    sums[at] = (sums[at] as number) + distance;
  };
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const distance = Math.sqrt(squaredBetween(points, i, j));
      add(i, of[j] as number, distance);
      add(j, of[i] as number, distance);
    }
  }
  let total = 0;
  for (let i = 0; i < count; i++) {
    const own = of[i] as number;
    const size = sizes[own] as number;
    if (size < 2) continue;
    const within = (sums[i * clusters.length + own] as number) / (size - 1);
    let next = Number.POSITIVE_INFINITY;
    for (let c = 0; c < clusters.length; c++) {
      if (c === own) continue;
      next = Math.min(next, (sums[i * clusters.length + c] as number) / (sizes[c] as number));
    }
    const larger = Math.max(within, next);
    if (larger > 0) total += (next - within) / larger;
  }
  return total / count;
}
