import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  averagePrecision50to95,
  characterErrorRate,
  matchBoxes,
  precisionRecall,
  quantile,
  wilson,
} from '../../../src/core/metrics.ts';
import type { Box, Detection } from '../../../src/core/types.ts';

const box = (x: number, width = 10): Box => ({ x, y: 0, width, height: 10 });
const found = (x: number, confidence: number, width = 10): Detection => ({
  box: box(x, width),
  confidence,
  classIndex: 0,
});

describe('matchBoxes', () => {
  it('lets the most confident choose first, each true box once', () => {
    const photo = { detections: [found(1, 0.4), found(0, 0.9), found(50, 0.8)], truth: [box(0)] };
    expect(matchBoxes(photo, 0.5)).toEqual([-1, 0, -1]);
  });

  it('takes the best overlap', () => {
    expect(matchBoxes({ detections: [found(3, 1)], truth: [box(0), box(4)] }, 0.5)).toEqual([1]);
  });

  it('counts an overlap equal to the limit, and nothing without overlap', () => {
    // 10 wide against 20 wide: IoU 0.5
    expect(matchBoxes({ detections: [found(0, 1, 20)], truth: [box(0)] }, 0.5)).toEqual([0]);
    expect(matchBoxes({ detections: [found(40, 1)], truth: [box(0)] }, 0)).toEqual([-1]);
  });
});

describe('averagePrecision', () => {
  it('is 1 for perfect and 0 for absent detections, NaN without truth', () => {
    const perfect = [{ detections: [found(0, 0.9)], truth: [box(0)] }];
    expect(averagePrecision(perfect, 0.5)).toBe(1);
    expect(averagePrecision50to95(perfect)).toBe(1);
    expect(averagePrecision([{ detections: [], truth: [box(0)] }], 0.5)).toBe(0);
    expect(averagePrecision([{ detections: [found(0, 1)], truth: [] }], 0.5)).toBeNaN();
  });

  it('agrees with a case worked by hand', () => {
    // By confidence: hit, miss, hit; three true plates. Precision 1, 1/2, 2/3; recall 1/3, 1/3, 2/3.
    // Envelope: 1 up to recall 1/3 (samples 0 … 0.33: 34), 2/3 up to 2/3 (0.34 … 0.66: 33), then 0.
    const photos = [
      { detections: [found(0, 0.9), found(100, 0.8)], truth: [box(0)] },
      { detections: [found(0, 0.7)], truth: [box(0), box(40)] },
    ];
    expect(averagePrecision(photos, 0.5)).toBeCloseTo((34 + 33 * (2 / 3)) / 101, 12);
  });

  it('averages over overlaps', () => {
    // IoU 10 / 13.5 = 0.74: a hit at 0.5, 0.55 … 0.7, five of ten.
    const photos = [{ detections: [found(0, 0.9, 13.5)], truth: [box(0)] }];
    expect(averagePrecision50to95(photos)).toBeCloseTo(0.5, 12);
  });

  it('agrees with a literal reading of the definition', () => {
    const detection = fc
      .tuple(fc.integer({ min: 0, max: 30 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([x, confidence]) => found(x * 5, confidence));
    const photo = fc.record({
      detections: fc.uniqueArray(detection, { maxLength: 6, selector: (d) => d.confidence }),
      truth: fc.array(
        fc.integer({ min: 0, max: 10 }).map((x) => box(x * 15)),
        { maxLength: 3 },
      ),
    });
    fc.assert(
      fc.property(fc.array(photo, { maxLength: 4 }), (photos) => {
        const total = photos.reduce((n, p) => n + p.truth.length, 0);
        fc.pre(total > 0);
        const thresholds = photos.flatMap((p) => p.detections.map((d) => d.confidence));
        const curve = thresholds.map((t) => precisionRecall(photos, t));
        let sum = 0;
        for (let r = 0; r <= 100; r++) {
          const reached = curve.filter((point) => point.recall >= r / 100);
          sum += Math.max(0, ...reached.map((point) => point.precision));
        }
        expect(averagePrecision(photos, 0.5)).toBeCloseTo(sum / 101, 9);
      }),
    );
  });
});

describe('precisionRecall', () => {
  it('counts at the threshold', () => {
    const photos = [{ detections: [found(0, 0.5), found(90, 0.4)], truth: [box(0), box(40)] }];
    expect(precisionRecall(photos, 0.5)).toEqual({
      precision: 1,
      recall: 0.5,
      found: 1,
      truth: 2,
      detections: 1,
    });
    expect(precisionRecall(photos, 0.3).precision).toBe(0.5);
  });
});

describe('wilson', () => {
  it('agrees with published values', () => {
    const half = wilson(5, 10);
    expect(half.low).toBeCloseTo(0.2366, 4);
    expect(half.high).toBeCloseTo(0.7634, 4);
    expect(wilson(0, 10).high).toBeCloseTo(0.2775, 4);
    expect(wilson(10, 10).low).toBeCloseTo(0.7225, 4);
    for (let n = 1; n <= 200; n++) {
      expect(wilson(n, n).high).toBe(1);
      expect(wilson(0, n).low).toBe(0);
    }
    expect(wilson(0, 0).rate).toBeNaN();
  });

  it('holds the rate, within 0 and 1, and narrows with n', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (a, b) => {
        const n = Math.max(1, a + b);
        const { low, high, rate } = wilson(a, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(rate + 1e-12);
        expect(high).toBeGreaterThanOrEqual(rate - 1e-12);
        const wider = wilson(a * 4, n * 4);
        expect(wider.high - wider.low).toBeLessThan(high - low + 1e-12);
      }),
    );
  });
});

describe('characterErrorRate and quantile', () => {
  it('divides all edits by all true characters', () => {
    const pairs = [
      { truth: 'AB12', read: 'AB12' },
      { truth: 'AB12', read: 'A812X' },
      { truth: 'XY', read: '' },
    ];
    expect(characterErrorRate(pairs)).toBe(4 / 10);
    expect(characterErrorRate([])).toBeNaN();
  });

  it('interpolates', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8, 12);
    expect(quantile([7], 0.95)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
