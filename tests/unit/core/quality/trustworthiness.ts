/** Trustworthiness of a map (Venna and Kaski 2001) as scikit-learn defines it; for tests alone. */
import { type Points, squaredBetween } from '../../../../src/core/quality/matrix.ts';

export function trustworthiness(points: Points, plane: Points, k: number): number {
  const n = points.count;
  const order = (of: Points, i: number) =>
    Array.from({ length: n }, (_, j) => j)
      .filter((j) => j !== i)
      .sort((a, b) => squaredBetween(of, i, a) - squaredBetween(of, i, b));
  let penalty = 0;
  for (let i = 0; i < n; i++) {
    const rank = new Map(order(points, i).map((j, at) => [j, at + 1]));
    for (const j of order(plane, i).slice(0, k)) {
      penalty += Math.max(0, (rank.get(j) as number) - k);
    }
  }
  return 1 - (2 / (n * k * (2 * n - 3 * k - 1))) * penalty;
}
