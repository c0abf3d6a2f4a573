import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasConverged } from '../../../../src/core/live/convergence.ts';
import { consensusOf, type Vote } from '../../../../src/core/live/vote.ts';
import { reading } from './readings.ts';
import { random } from './scene.ts';

const vote = (text: string, confidence: number | readonly number[] = 0.9, weight = 0.9): Vote => ({
  reading: reading(text, confidence),
  weight,
});

describe('consensus of readings', () => {
  it('is nothing of nothing', () => {
    expect(consensusOf([]).text).toBe('');
    expect(consensusOf([vote('')])).toMatchObject({
      text: '',
      confidence: 0,
      votes: 0,
      dissent: 0,
    });
  });

  it('is the reading itself when there is one', () => {
    const one = consensusOf([vote('AB123CD', 0.8)]);
    expect(one).toMatchObject({ text: 'AB123CD', votes: 1, dissent: 0 });
    // One reading is less sure of itself than it says: see `voteCalibration.ts`.
    expect(one.confidence).toBeGreaterThan(0.6);
    expect(one.confidence).toBeLessThan(0.8);
    expect(one.characters).toHaveLength(7);
  });

  it('takes each character from where it was read surely', () => {
    const result = consensusOf([
      vote('8B123CD', [0.4, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9], 0.4),
      vote('AB1Z3CD', [0.9, 0.9, 0.9, 0.4, 0.9, 0.9, 0.9], 0.4),
      vote('AB123C0', [0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.4], 0.4),
    ]);
    expect(result).toMatchObject({ text: 'AB123CD', votes: 0, dissent: 3 });
  });

  it('aligns readings that lost or invented a character, at either end and inside', () => {
    for (const odd of ['B123CD', 'AB123C', 'AB13CD', 'AB1223CD', '1AB123CD', 'AB123CD1']) {
      const result = consensusOf([vote('AB123CD'), vote(odd), vote('AB123CD')]);
      expect(result).toMatchObject({ text: 'AB123CD', votes: 2, dissent: 1 });
    }
  });

  it('is not overruled by one sure but wrong reading', () => {
    const result = consensusOf([
      vote('XX999XX', 0.99, 0.99),
      vote('AB123CD', 0.8, 0.8),
      vote('AB123CD', 0.8, 0.8),
    ]);
    expect(result.text).toBe('AB123CD');
  });

  it('grows surer with agreement and less sure with dissent', () => {
    const one = consensusOf([vote('AB123CD', 0.7)]).confidence;
    const three = consensusOf([vote('AB123CD', 0.7), vote('AB123CD', 0.7), vote('AB123CD', 0.7)]);
    const split = consensusOf([vote('AB123CD', 0.7), vote('AB123CD', 0.7), vote('AB128CD', 0.7)]);
    expect(three.confidence).toBeGreaterThan(one);
    expect(split.text).toBe('AB123CD');
    expect(split.confidence).toBeLessThan(three.confidence);
  });

  const texts = fc.stringMatching(/^[A-Z0-9]{1,10}$/);
  const votes = fc.array(
    fc.tuple(texts, fc.double({ min: 0.05, max: 1, noNaN: true })).map(([t, c]) => vote(t, c, c)),
    { minLength: 1, maxLength: 8 },
  );

  it('does not depend on the order, and stays within its ranges', () => {
    fc.assert(
      fc.property(votes, fc.integer(), (cast, seed) => {
        const next = random(seed);
        const shuffled = [...cast].map((v) => [next(), v] as const).sort((a, b) => a[0] - b[0]);
        const result = consensusOf(cast);
        const again = consensusOf(shuffled.map(([, v]) => v));
        expect(again.text).toBe(result.text);
        expect(again.confidence).toBeCloseTo(result.confidence, 9);
        expect(result.confidence).toBeGreaterThanOrEqual(0);
        expect(result.confidence).toBeLessThanOrEqual(1);
        expect(result.votes + result.dissent).toBe(cast.length);
        expect(result.characters.map((c) => c.char).join('')).toBe(result.text);
      }),
      { numRuns: 200 },
    );
  });

  it('is unanimous when all say the same', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 10 }), (text, n) => {
        const result = consensusOf(Array.from({ length: n }, () => vote(text)));
        expect(result).toMatchObject({ text, votes: n, dissent: 0 });
      }),
    );
  });

  it('beats the mean single reading and the surest one on noisy readings', () => {
    const next = random(42);
    const alphabet = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ';
    const any = (): string => alphabet[Math.floor(next() * alphabet.length)] as string;
    let single = 0;
    let surest = 0;
    let voted = 0;
    const plates = 300;
    for (let p = 0; p < plates; p++) {
      const truth = Array.from({ length: 7 }, any).join('');
      const cast = Array.from({ length: 8 }, () => {
        const chars: string[] = [];
        const sure: number[] = [];
        for (const char of truth) {
          const roll = next();
          if (roll < 0.02) continue;
          const wrong = roll < 0.1;
          chars.push(wrong ? any() : char);
          // Confidences are informative, not perfect.
          sure.push(wrong ? 0.3 + 0.6 * next() : 0.5 + 0.49 * next());
        }
        return vote(chars.join(''), sure, Math.min(...sure));
      });
      single += cast.filter((v) => v.reading.text === truth).length / cast.length;
      const best = [...cast].sort((a, b) => b.reading.confidence - a.reading.confidence)[0];
      surest += best?.reading.text === truth ? 1 : 0;
      voted += consensusOf(cast).text === truth ? 1 : 0;
    }
    expect(voted / plates).toBeGreaterThan(single / plates + 0.2);
    expect(voted).toBeGreaterThanOrEqual(surest);
    expect(voted / plates).toBeGreaterThan(0.9);
  });
});

describe('convergence', () => {
  it('needs three readings that agree', () => {
    const same = (n: number): Vote[] =>
      Array.from({ length: n }, () => vote('AB123CD', 0.95, 0.95));
    expect(hasConverged(consensusOf(same(2)), 2)).toBe(false);
    expect(hasConverged(consensusOf(same(3)), 3)).toBe(true);
  });

  it('counts what the readings left to characters they did not name', () => {
    // Each gives 0.4 to others: a character that nobody named so far is not at its floor.
    const unsure = Array.from({ length: 3 }, () => vote('AB123CD', 0.6, 0.9));
    const { margin } = consensusOf(unsure);
    expect(margin).toBeCloseTo(3 * 0.9 * Math.log(0.6 / 0.1), 6);
    expect(hasConverged(consensusOf(unsure), 3)).toBe(false);
  });

  it('means that one further contrary reading does not change the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('AB123CD', 'AB128CD', 'A8123CD', 'AB123C'), {
          minLength: 3,
          maxLength: 12,
        }),
        fc.constantFrom('AB128CD', 'A8123CD', 'AB123CO', 'AB123C', 'AB1234CD'),
        (said, against) => {
          const cast = said.map((text) => vote(text, 0.9, 0.9));
          const before = consensusOf(cast);
          if (!hasConverged(before, cast.length)) return;
          expect(consensusOf([...cast, vote(against, 1, 1)]).text).toBe(before.text);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stops after many readings, however divided', () => {
    const divided = Array.from({ length: 16 }, (_, i) =>
      vote(i % 2 ? 'AB123CD' : 'XY987ZW', 0.5, 0.5),
    );
    expect(hasConverged(consensusOf(divided.slice(0, 15)), 15)).toBe(false);
    expect(hasConverged(consensusOf(divided), 16)).toBe(true);
  });
});
