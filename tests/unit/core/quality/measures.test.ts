import { describe, expect, it } from 'vitest';
import type { Sample } from '../../../../src/core/dataset/types.ts';
import {
  calibrationError,
  crossTempered,
  equalCountBins,
  equalWidthBins,
  fitTemperature,
  tempered,
} from '../../../../src/core/quality/calibration.ts';
import { factsOf } from '../../../../src/core/quality/facts.ts';
import { nearestNeighbours } from '../../../../src/core/quality/knn.ts';
import { principalComponents, project } from '../../../../src/core/quality/pca.ts';
import { cleanVisionScores, photoMeasures } from '../../../../src/core/quality/photoMeasures.ts';
import { plateMeasures } from '../../../../src/core/quality/plateMeasures.ts';
import { seededRandom } from '../../../../src/core/quality/random.ts';
import { fuzzyEdges, umapLayout } from '../../../../src/core/quality/umap.ts';
import { pointsOf, reference } from './reference.ts';
import { trustworthiness } from './trustworthiness.ts';

describe('pictures as CleanVision measures them', () => {
  const { pictures } = reference<{
    pictures: {
      name: string;
      width: number;
      height: number;
      rgba: string;
      measures: Record<string, number>;
    }[];
  }>('pictures');
  it.each(pictures)('$name', ({ width, height, rgba, measures }) => {
    const data = new Uint8ClampedArray(Buffer.from(rgba, 'base64'));
    const own = photoMeasures({ width, height, data });
    const all = { ...own, ...cleanVisionScores(own) } as unknown as Record<string, number>;
    for (const [key, wanted] of Object.entries(measures)) {
      expect(Math.abs((all[key] as number) - wanted), key).toBeLessThan(1e-3);
    }
  });
});

describe('light', () => {
  const half = { width: 10, height: 10 };
  const facts = (levels: (n: number) => number, taken: string | null) => {
    const data = new Uint8ClampedArray(4 * 100).map((_, i) => levels(Math.floor(i / 4)));
    const pixels = {
      photo: photoMeasures({ ...half, data }),
      signature: new Uint8Array(256),
      plates: [],
    };
    const sample = { id: 's', taken, size: half } as Sample;
    return factsOf({ sample, label: null, prediction: null, split: null }, pixels, null);
  };
  const lamps = (n: number) => (n < 20 ? 255 : 20);

  it('a photo in the dark is dim, also with lamps in it and whatever its clock says', () => {
    expect(facts(lamps, null).dim).toBe(true);
    expect(facts(lamps, '2026-11-28T17:30:00').dim).toBe(true);
    expect(facts((n) => (n < 40 ? 20 : 180), '2026-06-21T21:00:00').dim).toBe(false);
  });
});

describe('calibration', () => {
  const golden = reference<{
    confidence: number[];
    right: number[];
    equalWidth: number;
    equalCount: number;
  }>('calibration');
  const plates = golden.confidence.map((confidence, i) => ({
    confidence,
    right: golden.right[i] === 1,
  }));

  it('has the error of netcal and of numpy', () => {
    expect(calibrationError(equalWidthBins(plates))).toBeCloseTo(golden.equalWidth, 6);
    expect(calibrationError(equalCountBins(plates))).toBeCloseTo(golden.equalCount, 6);
  });

  it('finds that the reader was too sure, and makes it less so out of fold', () => {
    expect(fitTemperature(plates)).toBeGreaterThan(1);
    const folds = plates.map((_, i) => i % 5);
    const better = crossTempered(plates, folds);
    expect(calibrationError(equalCountBins(better))).toBeLessThan(golden.equalCount);
    expect(tempered(0.5, 3)).toBeCloseTo(0.5, 12);
  });

  it('says nothing of no answers', () => {
    expect(calibrationError(equalWidthBins([]))).toBeNull();
    expect(Number.isFinite(fitTemperature([]))).toBe(true);
    expect(Number.isFinite(fitTemperature([{ confidence: 1, right: false }]))).toBe(true);
  });
});

describe('the map', () => {
  const golden = reference<{ points: number[][]; neighbours: number; trustworthiness: number }>(
    'map',
  );

  it('keeps neighbours together as well as umap-learn, the same each time', () => {
    const points = pointsOf(golden.points);
    const start = project(points, principalComponents(points, 2), true).data;
    const edges = fuzzyEdges(nearestNeighbours(points, golden.neighbours));
    const layout = umapLayout(edges, start, seededRandom(1));
    const plane = { data: layout, count: points.count, dim: 2 };
    expect(trustworthiness(points, plane, 10)).toBeGreaterThan(golden.trustworthiness - 0.02);
    expect(umapLayout(edges, start, seededRandom(1))).toEqual(layout);
  });

  it('stays finite where all photos are the same', () => {
    const same = pointsOf(Array.from({ length: 12 }, () => [1, 1, 1]));
    const edges = fuzzyEdges(nearestNeighbours(same, 5));
    const layout = umapLayout(edges, new Float32Array(24), seededRandom(2), 50);
    expect([...layout].every(Number.isFinite)).toBe(true);
  });
});

it('a plate is cut where its box reaches the edge of a photo, not of a picture of itself', () => {
  const crop = { width: 40, height: 16, data: new Uint8ClampedArray(40 * 16 * 4).fill(128) };
  const cut = (x: number, size: { width: number; height: number } | null) =>
    plateMeasures(crop, { x, y: 50, width: 40, height: 16 }, size, 6, 1).cut;
  const photo = { width: 200, height: 100 };
  expect([cut(0, photo), cut(160, photo), cut(80, photo)]).toEqual([true, true, false]);
  expect(cut(0, null)).toBe(false);
});
