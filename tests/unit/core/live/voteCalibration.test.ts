import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitTemperature, tempered } from '../../../../src/core/live/voteCalibration.ts';
import { random } from './scene.ts';

describe('the temperature of a vote', () => {
  it('keeps the order, and never claims certainty', () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    const temperature = fc.double({ min: 0.3, max: 10, noNaN: true });
    fc.assert(
      fc.property(chance, chance, temperature, (a, b, t) => {
        expect(tempered(Math.max(a, b), t)).toBeGreaterThanOrEqual(tempered(Math.min(a, b), t));
        expect(tempered(a, t)).toBeLessThan(1);
        expect(tempered(a, t)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is found again from outcomes that were drawn under it', () => {
    for (const truth of [0.6, 1, 3]) {
      const next = random(7);
      const outcomes = Array.from({ length: 20_000 }, () => {
        const confidence = 0.02 + 0.96 * next();
        return { confidence, isRight: next() < tempered(confidence, truth) };
      });
      expect(Math.abs(Math.log(fitTemperature(outcomes) / truth))).toBeLessThan(0.08);
    }
  });

  it('cannot be fitted to nothing', () => {
    expect(() => fitTemperature([])).toThrow(RangeError);
  });
});
