import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnsweredPlate,
  afterQuestion,
  NOTHING_ASKED,
  restoreCheck,
  toAskAgain,
  withAnswer,
} from '../../../../src/core/learning/blindCheck.ts';
import { mulberry32 } from '../mulberry32.ts';

const plate = (n: number): AnsweredPlate => ({ sample: `s${n}`, plate: 'p' });
const answeredInTurn = (answers: readonly number[]) =>
  answers.reduce((check, n) => withAnswer(check, plate(n)), NOTHING_ASKED);
const random = (seed: number) => {
  const draw = mulberry32(seed);
  return () => draw(2 ** 20) / 2 ** 20;
};

describe('what is asked twice', () => {
  it('a plate answered again counts once, as the newest', () => {
    expect(answeredInTurn([1, 2, 1]).since).toEqual([plate(2), plate(1)]);
  });

  it('never one of the last ten, and any of the others is as likely as the next', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(), (count, seed) => {
        const check = answeredInTurn(Array.from({ length: count }, (_, n) => n));
        const asked = toAskAgain(check, random(seed));
        const older = check.since.slice(0, Math.max(0, count - 10));
        expect(new Set(asked)).toEqual(new Set(older));
        expect(asked).toHaveLength(older.length);
      }),
    );
    const check = answeredInTurn(Array.from({ length: 40 }, (_, n) => n));
    const draw = random(1);
    const first = new Map<string, number>();
    for (let i = 0; i < 3000; i++) {
      const { sample } = toAskAgain(check, draw)[0] as AnsweredPlate;
      first.set(sample, (first.get(sample) ?? 0) + 1);
    }
    expect(first.size).toBe(30);
    expect(Math.max(...first.values())).toBeLessThan(150);
  });

  it('a question begins the count anew; one that was not answered leaves the rate alone', () => {
    const check = answeredInTurn([1, 2, 3]);
    const asked = afterQuestion(check, { given: 'A1', again: 'AI' });
    expect(asked).toEqual({ since: [], asked: [{ given: 'A1', again: 'AI' }] });
    expect(afterQuestion(asked, null)).toEqual(asked);
  });

  it('what was kept comes back as it was; anything else is as good as nothing', () => {
    const check = afterQuestion(answeredInTurn([1]), { given: 'A', again: '' });
    const both = withAnswer(check, plate(4));
    expect(restoreCheck(structuredClone(both))).toEqual(both);
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const { since, asked } = restoreCheck(value);
        for (const one of since) expect(typeof one.sample).toBe('string');
        for (const one of asked) expect(typeof one.again).toBe('string');
      }),
    );
  });
});
