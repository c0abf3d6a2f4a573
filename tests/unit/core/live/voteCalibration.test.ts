import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitPlateConfidence,
  plateConfidence,
  tempered,
  type VoteWeights,
} from '../../../../src/core/live/voteCalibration.ts';
import { random } from './scene.ts';

const chance = fc.double({ min: 0, max: 1, noNaN: true });
const count = fc.integer({ min: 0, max: 32 });

describe('the temperature of a vote', () => {
  it('keeps the order, and never claims certainty', () => {
    fc.assert(
      fc.property(chance, chance, (a, b) => {
        expect(tempered(Math.max(a, b))).toBeGreaterThanOrEqual(tempered(Math.min(a, b)));
        expect(tempered(a)).toBeLessThan(1);
        expect(tempered(a)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('divides log-odds, also next to certainty', () => {
    expect(tempered(0.5)).toBe(0.5);
    expect(tempered(0.8)).toBeCloseTo(0.67, 2);
    expect(tempered(0.9999)).toBeCloseTo(0.991, 3);
  });
});

describe('how sure a vote is of its text', () => {
  it('grows with its weakest slot and with each reading for it, and falls with each against it', () => {
    fc.assert(
      fc.property(chance, chance, count, count, (a, b, votes, dissent) => {
        const [weak, strong] = [Math.min(a, b), Math.max(a, b)];
        const one = plateConfidence({ weakest: weak, votes, dissent });
        const at = (more: object) => plateConfidence({ weakest: weak, votes, dissent, ...more });
        expect(at({ weakest: strong })).toBeGreaterThanOrEqual(one);
        expect(at({ votes: votes + 1 })).toBeGreaterThanOrEqual(one);
        expect(at({ dissent: dissent + 1 })).toBeLessThanOrEqual(one);
        expect(one).toBeGreaterThan(0);
        expect(one).toBeLessThan(1);
      }),
    );
  });

  it('is not bought by a sure slot when most readings say otherwise', () => {
    expect(plateConfidence({ weakest: 0.95, votes: 2, dissent: 12 })).toBeLessThan(0.7);
    expect(plateConfidence({ weakest: 0.95, votes: 12, dissent: 2 })).toBeGreaterThan(0.85);
  });

  it('is found again from outcomes that were drawn under it', () => {
    const truth: VoteWeights = [-0.5, 0.7, 1.2];
    const next = random(7);
    const outcomes = Array.from({ length: 20_000 }, () => {
      const outcome = {
        weakest: 0.02 + 0.96 * next(),
        votes: Math.floor(12 * next()),
        dissent: Math.floor(12 * next()),
      };
      return { ...outcome, isRight: next() < plateConfidence(outcome, truth) };
    });
    fitPlateConfidence(outcomes).forEach((weight, i) => {
      expect(Math.abs(weight - (truth[i] as number))).toBeLessThan(0.08);
    });
  });

  it('cannot be fitted to nothing', () => {
    expect(() => fitPlateConfidence([])).toThrow(RangeError);
  });
});
