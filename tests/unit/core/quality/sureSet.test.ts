import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  binomialCdf,
  sureSet,
  upperBound,
} from '../../../../src/core/quality/sureSet.ts';

/** `[k, n, scipy.stats.beta.ppf(0.9, k + 1, n - k), scipy.stats.binom.cdf(k, n, 0.02)]`, scipy 1.17.1 */
const SCIPY: readonly (readonly [number, number, number, number])[] = [
  [0, 114, 0.019995499372304923, 0.09994765958206105],
  [0, 113, 0.02017065401397326, 0.10198740773679699],
  [1, 194, 0.019901367668931223, 0.0984620509710477],
  [3, 333, 0.019951735982618107, 0.09898652778742284],
  [12, 800, 0.02214659091015641, 0.1904524564302279],
  [0, 1, 0.9, 0.98],
  [5, 20, 0.4148903883233301, 0.9999980515779324],
  [40, 1000, 0.04915681267762499, 0.9999796839781195],
];

const answers = (right: number, wrong = 0): Answer[] =>
  Array.from({ length: right + wrong }, (_, n) => ({
    confidence: 1 - n / 10_000,
    right: n < right,
  }));

describe('the sure set', () => {
  it.each(SCIPY)('bounds %i of %i as scipy does', (k, n, bound, cdf) => {
    expect(upperBound(k, n)).toBeCloseTo(bound, 10);
    expect(binomialCdf(k, n, 0.02)).toBeCloseTo(cdf, 10);
  });

  it('needs 114 right of 114 before it accepts anything', () => {
    expect(sureSet(answers(113))).toMatchObject({ from: null, needed: 114 });
    expect(sureSet(answers(114))).toMatchObject({ answers: 114, right: 114 });
    expect(sureSet(answers(114)).from).toBeCloseTo(1 - 113 / 10_000);
    const oneWrong = answers(120).map((a, n) => ({ ...a, right: n !== 50 }));
    expect(sureSet(oneWrong).from).toBeNull();
  });

  it('reaches down while the answers allow, and stops before where they do not', () => {
    const { from, answers: n } = sureSet(answers(1000, 200));
    expect(n).toBeGreaterThan(800);
    expect(n).toBeLessThan(1060);
    expect(from).toBeCloseTo(1 - (n - 1) / 10_000);
  });

  it('takes all answers of equal confidence or none', () => {
    const same = answers(200).map((a) => ({ ...a, confidence: 0.9 }));
    expect(sureSet(same)).toMatchObject({ from: 0.9, answers: 200, right: 200 });
  });

  it('does not hang on the order of the answers, and promises no more than it may', () => {
    const answer = fc.record({
      confidence: fc.double({ min: 0.5, max: 1, noNaN: true }),
      right: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 300 }), (some) => {
        const set = sureSet(some);
        expect(sureSet([...some].reverse())).toEqual(set);
        if (set.from === null) return;
        expect(upperBound(set.answers - set.right, set.answers)).toBeLessThanOrEqual(0.02);
      }),
    );
  });
});
