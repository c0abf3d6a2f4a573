import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedGain, isSettled } from '../../../../src/core/learning/gain.ts';
import { pairedAnswers } from '../../../../src/core/learning/prequential.ts';
import {
  BATCH,
  type Candidate,
  type TeachState,
  teachBatch,
} from '../../../../src/core/learning/teachQueue.ts';
import { temperatureFactor } from '../../../../src/core/learning/temperature.ts';
import { mulberry32 } from '../mulberry32.ts';

const random = (seed: number) => {
  const draw = mulberry32(seed);
  return () => draw(2 ** 20) / 2 ** 20;
};
const nothing: TeachState = { labelled: 0, labelledIn: new Map(), labelledCopies: new Set() };

/** `count` plates in six looks, the first ones least sure. */
const candidates = (count: number): Candidate[] =>
  Array.from({ length: count }, (_, i) => ({
    id: String(i).padStart(4, '0'),
    confidence: i / count,
    margin: i / count,
    cluster: i % 6,
    typical: -i,
    copies: String(i),
  }));

describe('the queue that teaches', () => {
  it('leaves the least sure quarter out, but for the random fifth', () => {
    const all = candidates(500);
    const picks = teachBatch(all, { ...nothing, labelled: 100 }, random(1));
    expect(picks).toHaveLength(BATCH);
    for (const { id, reason } of picks) {
      if (reason !== 'random') expect(Number(id)).toBeGreaterThanOrEqual(125);
    }
    expect(picks.filter(({ reason }) => reason === 'random')).toHaveLength(5);
  });

  it('meets each look first, then the narrowest margin', () => {
    const picks = teachBatch(candidates(500), nothing, random(2));
    expect(picks.filter(({ reason }) => reason === 'typical')).toHaveLength(6);
    expect(picks[0]?.reason).toBe('typical');
    expect(picks.at(-2)?.reason).toBe('doubt');
  });

  it('asks nothing twice, no copies, and not more than a fifth from one look while others are left', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 1, max: 300 }),
        fc.nat(80),
        (seed, n, labelled) => {
          const all = candidates(n).map((c, i) => ({ ...c, copies: String(Math.floor(i / 2)) }));
          const picks = teachBatch(all, { ...nothing, labelled }, random(seed));
          const chosen = picks.map(({ id }) => all.find((c) => c.id === id) as Candidate);
          expect(new Set(chosen.map(({ copies }) => copies)).size).toBe(picks.length);
          expect(picks.length).toBe(Math.min(BATCH, Math.ceil(n / 2)));
          if (n >= 200) {
            const doubtful = picks.flatMap(({ reason }, i) =>
              reason === 'doubt' ? [chosen[i]] : [],
            );
            for (let k = 0; k < 6; k++) {
              expect(doubtful.filter((c) => c?.cluster === k).length).toBeLessThanOrEqual(5);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('when enough is asked', () => {
  const curve = [
    { answers: 25, mended: 10, broken: 1, n: 200 },
    { answers: 50, mended: 20, broken: 1, n: 200 },
  ];

  it('the band of a rising curve lies above nothing, that of a flat one reaches down to it', () => {
    const rising = expectedGain(curve, 25);
    expect(rising?.high).toBeGreaterThan(rising?.low ?? 1);
    const flat = expectedGain([{ ...curve[1], answers: 25 } as never, curve[1] as never], 25);
    expect(flat?.low).toBe(0);
    expect(expectedGain(curve.slice(1), 25)).toBeNull();
  });

  it('stops only when three rounds agree and little is to be gained', () => {
    const texts = Array.from({ length: 200 }, (_, i) => String(i));
    const other = ['x', 'y', 'z', ...texts.slice(3)];
    const little = { low: 0, high: 0.004 };
    expect(isSettled([texts, texts, texts], little)).toBe(true);
    expect(isSettled([texts, other, texts], little)).toBe(false);
    expect(isSettled([texts, texts], little)).toBe(false);
    expect(isSettled([texts, texts, texts], { low: 0, high: 0.02 })).toBe(false);
    expect(isSettled([texts, texts, texts], null)).toBe(false);
  });
});

it('an answer counts once, as the layer before it read', () => {
  const answer = { id: 'a', raw: 'A', learnt: 'B', text: 'B', slices: [], isRandom: false };
  const counted = pairedAnswers([answer, { ...answer, learnt: 'C' }]);
  expect(counted).toEqual([{ id: 'a', before: false, after: true, slices: [] }]);
});

it('a reader that is surer than right is cooled, one that is right is left about as it is', () => {
  const alphabet = '01_';
  const plates = Array.from({ length: 60 }, () => Float32Array.of(0.97, 0.02, 0.01));
  const options = { alphabet, temperatures: [1] };
  const half = plates.map((_, i) => (i % 2 ? '0' : '1'));
  expect(temperatureFactor(plates, half, options)).toBeGreaterThan(1.5);
  const nearly = plates.map((_, i) => (i % 30 ? '0' : '1'));
  expect(temperatureFactor(plates, nearly, options)).toBeCloseTo(1, 0);
  expect(temperatureFactor([], [], options)).toBe(1);
});
