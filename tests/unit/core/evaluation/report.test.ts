import { describe, expect, it } from 'vitest';
import {
  type EvaluatedPhoto,
  reportCrops,
  reportPhotos,
} from '../../../../src/core/evaluation/report.ts';
import type { TruePlate } from '../../../../src/core/evaluation/truth.ts';
import type { Plate } from '../../../../src/core/types.ts';

const at = (x: number) => ({ x, y: 0, width: 10, height: 10 });
const truth = (x: number, text: string | null, rows: 1 | 2 | null = null): TruePlate => ({
  box: at(x),
  normalised: false,
  text,
  rows,
});
const plate = (x: number, confidence: number, text: string | null): Plate => ({
  detection: { box: at(x), confidence, classIndex: 0 },
  reading:
    text === null ? null : { text, confidence: 0.5, characters: [], rows: null, alternatives: [] },
});
const photo = (plates: Plate[], plateTruth: TruePlate[], milliseconds = 10): EvaluatedPhoto => ({
  file: 'photo.jpg',
  size: { width: 200, height: 20 },
  plates,
  truth: plateTruth,
  milliseconds,
});

describe('reportPhotos', () => {
  // Four true plates: one read right, one read with an error, one found too weakly, one not at all.
  const photos = [
    photo(
      [
        plate(0, 0.9, 'AB12'),
        plate(50, 0.8, 'CD3'),
        plate(100, 0.1, 'EF56'),
        plate(150, 0.7, 'XX'),
      ],
      [truth(0, 'AB12', 1), truth(50, 'CD34', 2), truth(100, 'EF56', 1)],
      10,
    ),
    photo([], [truth(0, 'GH78', 2)], 30),
    photo([plate(0, 0.6, 'ZZ')], [truth(0, null)], 20),
  ];
  const report = reportPhotos(photos, 0.25);

  it('counts boxes at the threshold and averages over all of them', () => {
    expect(report.photos).toBe(3);
    // Shown: 0.9, 0.8, 0.7 (nothing there), 0.6 → three of four right, three of five plates found.
    expect(report.detection).toMatchObject({ found: 3, detections: 4, truth: 5 });
    expect(report.detection.precision).toBe(0.75);
    expect(report.detection.recall).toBe(0.6);
    // Hits by confidence: hit, hit, miss, hit, hit (0.1). Recall .2 .4 .4 .6 .8; precision 1 1 .67 .75 .8.
    // Envelope: 1 up to recall 0.4 (41 samples), 0.8 up to 0.8 (40), then 0.
    expect(report.detection.map50).toBeCloseTo((41 + 40 * 0.8) / 101, 12);
    expect(report.detection.map50to95).toBeCloseTo(report.detection.map50, 12);
  });

  it('counts a plate that was not found as read wrong', () => {
    const { reading } = report;
    expect(reading?.exact).toMatchObject({ hits: 1, n: 4 });
    expect(reading?.ofFound).toMatchObject({ hits: 1, n: 2 });
    expect(reading?.oneRow).toMatchObject({ hits: 1, n: 2 });
    expect(reading?.twoRow).toMatchObject({ hits: 0, n: 2 });
    expect(reading?.characterErrorRate).toBe((0 + 1 + 4 + 4) / 16);
    expect(reading?.characterErrorRateOfFound).toBe(1 / 8);
  });

  it('lists what went wrong', () => {
    expect(report.misses.map(({ truth: t, read }) => [t, read])).toEqual([
      ['CD34', 'CD3'],
      ['EF56', null],
      ['GH78', null],
    ]);
  });

  it('gives median and 95th percentile of the times', () => {
    expect(report.time.medianMs).toBe(20);
    expect(report.time.p95Ms).toBeCloseTo(29, 9);
  });

  it('has no reading scores without texts', () => {
    expect(reportPhotos([photo([], [truth(0, null)])], 0.25).reading).toBeNull();
  });

  it('scales normalised truth by the photo', () => {
    const half: TruePlate = {
      box: { x: 0, y: 0, width: 0.05, height: 0.5 },
      normalised: true,
      text: 'A',
      rows: null,
    };
    expect(reportPhotos([photo([plate(0, 0.9, 'a')], [half])], 0.25).reading?.exact.hits).toBe(1);
  });
});

describe('reportCrops', () => {
  it('scores texts by their letters and digits', () => {
    const report = reportCrops([
      { file: 'a', text: 'AB12', rows: 1, read: 'ab-12', confidence: 0.9, milliseconds: 3 },
      { file: 'b', text: 'AB12', rows: 2, read: 'A812', confidence: 0.9, milliseconds: 5 },
      { file: 'c', text: '', rows: null, read: '', confidence: 0.9, milliseconds: 4 },
    ]);
    expect(report.reading.exact).toMatchObject({ hits: 2, n: 3 });
    expect(report.reading.twoRow).toMatchObject({ hits: 0, n: 1 });
    expect(report.reading.characterErrorRate).toBe(1 / 8);
    expect(report.misses).toEqual([{ file: 'b', truth: 'AB12', read: 'A812', confidence: 0.9 }]);
  });
});
