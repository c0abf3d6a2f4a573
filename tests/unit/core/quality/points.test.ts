import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cohensKappa } from '../../../../src/core/quality/kappa.ts';
import { bestKMeans, kMeans } from '../../../../src/core/quality/kmeans.ts';
import { nearestNeighbours } from '../../../../src/core/quality/knn.ts';
import { squaredBetween, toPoints } from '../../../../src/core/quality/matrix.ts';
import { principalComponents, project } from '../../../../src/core/quality/pca.ts';
import { seededRandom } from '../../../../src/core/quality/random.ts';
import { silhouette } from '../../../../src/core/quality/silhouette.ts';
import { uniqueness } from '../../../../src/core/quality/similarity.ts';
import { farthest, pointsOf, reference } from './reference.ts';

interface Golden {
  points: number[][];
  k: number;
  neighbours: number[][];
  distances: number[][];
  start: number[][];
  kmeans: { labels: number[]; centres: number[][]; inertia: number };
  silhouette: number;
  pca: {
    axes: number[][];
    variances: number[];
    share: number;
    projected: number[][];
    whitened: number[][];
  };
  uniqueness: number[];
  kappa: { first: number[]; second: number[]; value: number };
}

const golden = reference<Golden>('points');
const points = pointsOf(golden.points);

describe('agrees with scikit-learn', () => {
  it('on nearest neighbours, ties apart', () => {
    const found = nearestNeighbours(points, golden.k);
    expect(farthest(found.distances, golden.distances.flat())).toBeLessThan(1e-9);
    golden.neighbours.forEach((row, i) => {
      row.forEach((j, n) => {
        const own = found.indices[i * golden.k + n] as number;
        if (own !== j) {
          expect(squaredBetween(points, i, own)).toBeCloseTo(squaredBetween(points, i, j), 9);
        }
      });
    });
  });

  it('on k-means from the same centres', () => {
    const found = kMeans(points, golden.start.flat());
    expect([...found.labels]).toEqual(golden.kmeans.labels);
    expect(farthest(found.centres, golden.kmeans.centres.flat())).toBeLessThan(1e-4);
    expect(found.inertia / golden.kmeans.inertia).toBeCloseTo(1, 6);
  });

  it('on the silhouette', () => {
    expect(silhouette(points, golden.kmeans.labels)).toBeCloseTo(golden.silhouette, 6);
  });

  it('on principal components but for their sign, and on whitening', () => {
    const { pca } = golden;
    const found = principalComponents(points, 6);
    expect(farthest(found.variances, pca.variances)).toBeLessThan(1e-4);
    expect(found.share).toBeCloseTo(pca.share, 6);
    const along = project(points, found);
    const white = project(points, found, true);
    pca.axes.forEach((axis, n) => {
      const own = found.axes.subarray(n * points.dim, (n + 1) * points.dim);
      const sign = Math.sign(own.reduce((sum, value, d) => sum + value * (axis[d] as number), 0));
      expect(
        farthest(
          own,
          axis.map((value) => sign * value),
        ),
      ).toBeLessThan(1e-4);
      const column = (of: Float32Array) =>
        Array.from({ length: points.count }, (_, i) => of[i * 6 + n] as number);
      expect(
        farthest(
          column(along.data),
          pca.projected.map((row) => sign * (row[n] as number)),
        ),
      ).toBeLessThan(1e-4);
      expect(
        farthest(
          column(white.data),
          pca.whitened.map((row) => sign * (row[n] as number)),
        ),
      ).toBeLessThan(1e-4);
    });
  });

  it("on Cohen's kappa", () => {
    const { first, second, value } = golden.kappa;
    const pairs = first.map((a, i) => [String(a), String(second[i])] as const);
    expect(cohensKappa(pairs)).toBeCloseTo(value, 9);
  });
});

it('agrees with FiftyOne on uniqueness', () => {
  expect(farthest(uniqueness(nearestNeighbours(points, 3)), golden.uniqueness)).toBeLessThan(1e-6);
});

describe('on odd input', () => {
  it('finds the neighbours that plain code finds, of any number and size of points', () => {
    const rows = fc.integer({ min: 1, max: 9 }).chain((dim) =>
      fc.array(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: dim, maxLength: dim }), {
        minLength: 1,
        maxLength: 30,
      }),
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 6 }), (values, k) => {
        const own = toPoints(values);
        const found = nearestNeighbours(own, k);
        expect(found.k).toBe(Math.min(k, values.length - 1));
        for (let i = 0; i < own.count; i++) {
          const plain = values
            .map((_, j) => j)
            .filter((j) => j !== i)
            .map((j) => Math.sqrt(squaredBetween(own, i, j)))
            .sort((a, b) => a - b);
          for (let n = 0; n < found.k; n++) {
            expect(found.distances[i * found.k + n]).toBe(plain[n]);
          }
        }
      }),
    );
  });

  it('crosses blocks: 500 points', () => {
    const random = seededRandom(4);
    const own = toPoints(Array.from({ length: 500 }, () => [random(), random(), random()]));
    const found = nearestNeighbours(own, 1);
    for (const i of [0, 191, 192, 383, 384, 499]) {
      let least = Number.POSITIVE_INFINITY;
      for (let j = 0; j < 500; j++) if (j !== i) least = Math.min(least, squaredBetween(own, i, j));
      expect(found.distances[i]).toBe(Math.sqrt(least));
    }
  });

  it('says nothing of one photo, and nothing that is not a number of twenty alike', () => {
    expect(nearestNeighbours(toPoints([[1, 2]]), 5).indices).toHaveLength(0);
    const same = toPoints(Array.from({ length: 20 }, () => [3, 3, 3]));
    expect([...nearestNeighbours(same, 3).distances].every((distance) => distance === 0)).toBe(
      true,
    );
    expect(silhouette(same, new Array(20).fill(0))).toBeNull();
    const components = principalComponents(same, 2);
    expect([...project(same, components, true).data].every(Number.isFinite)).toBe(true);
    expect(bestKMeans(same, 3, seededRandom(1)).labels).toHaveLength(20);
    expect(uniqueness(nearestNeighbours(same, 3))).toEqual(new Array(20).fill(0));
  });

  it('refuses points that are not numbers', () => {
    expect(() => toPoints([[1, Number.NaN]])).toThrow(/not finite/);
    expect(() => toPoints([[1], [1, 2]])).toThrow(/2 numbers, not 1/);
  });
});
