import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialCdf, lowerBound, upperBound } from '../../../../src/core/gate/binomial.ts';
import { eValue, midP, pairedDifference } from '../../../../src/core/gate/evidence.ts';

/** By scipy and statsmodels: `training/reference/gate.py`. */
const golden = JSON.parse(
  readFileSync(new URL('../../../fixtures/golden/gate.json', import.meta.url), 'utf8'),
) as {
  evidence: [f: number, b: number, e: number, p: number][];
  bounds: [hits: number, n: number, low: number, high: number][];
};

describe('evidence', () => {
  it('e-value and mid-p are those of scipy', () => {
    for (const [f, b, e, p] of golden.evidence) {
      expect(Math.abs(eValue(f, b) / e - 1), `E(${f}, ${b})`).toBeLessThan(1e-9);
      expect(Math.abs(midP(f, b) - p), `mid-p(${f}, ${b})`).toBeLessThan(1e-9);
    }
  });

  it('with nothing broken six mended plates do not suffice, seven do', () => {
    expect(eValue(6, 0)).toBeCloseTo(18.14, 2);
    expect(eValue(7, 0)).toBeCloseTo(31.88, 2);
  });

  it('is 1 without a difference, a fair bet under the null, and stays defined far out', () => {
    expect(eValue(0, 0)).toBe(1);
    expect(eValue(5000, 0)).toBe(Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (f, b) => {
        // A martingale: the mean over the next plate's two outcomes is the present value.
        const mean = (eValue(f + 1, b) + eValue(f, b + 1)) / 2;
        expect(mean / eValue(f, b)).toBeCloseTo(1, 9);
        expect(midP(f, b) + midP(b, f)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('the interval of a gain holds it and turns about with the models', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.nat(500), (f, b, same) => {
        const n = f + b + same + 1;
        const gain = pairedDifference(f, b, n);
        const loss = pairedDifference(b, f, n);
        expect(gain.low).toBeLessThanOrEqual(gain.value + 1e-12);
        expect(gain.high).toBeGreaterThanOrEqual(gain.value - 1e-12);
        expect(loss.low).toBeCloseTo(-gain.high, 12);
      }),
    );
  });
});

describe('Clopper–Pearson', () => {
  it('bounds are those of statsmodels', () => {
    for (const [hits, n, low, high] of golden.bounds) {
      expect(Math.abs(lowerBound(hits, n) - low), `${hits} of ${n}`).toBeLessThan(1e-9);
      expect(Math.abs(upperBound(hits, n) - high), `${hits} of ${n}`).toBeLessThan(1e-9);
    }
  });

  it('nothing broken: 9.5 points stay possible at 30 plates, under 3 from 99 on', () => {
    expect(upperBound(0, 30)).toBeCloseTo(0.095, 3);
    expect(upperBound(0, 98)).toBeGreaterThan(0.03);
    expect(upperBound(0, 99)).toBeLessThan(0.03);
  });

  it('is where the probability of so few is what the level leaves', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (a, b) => {
        const n = Math.max(a, b) + 1;
        const hits = Math.min(a, b);
        expect(binomialCdf(hits, n, upperBound(hits, n))).toBeCloseTo(0.05, 9);
      }),
    );
  });
});
