import { describe, expect, it } from 'vitest';
import { mixUps, votesOf } from '../../../../src/core/quality/mixUps.ts';
import type { Reading } from '../../../../src/core/types.ts';

/** A reading that is sure of every character. */
function reading(text: string, confidence = 0.97): Reading {
  const characters = Array.from(text, (char) => ({ char, confidence, alternatives: [] }));
  return { text, confidence, characters, rows: 1, alternatives: [] };
}

const votes = (pairs: readonly (readonly [given: string, read: string])[]) =>
  mixUps(pairs.flatMap(([given, read]) => votesOf(reading(read), given)));

describe('mix-ups of characters', () => {
  it('are none where labels and reader agree', () => {
    expect(
      votes([
        ['AB12', 'AB12'],
        ['O0Q', 'O0Q'],
      ]),
    ).toEqual([]);
  });

  it('count what is labelled as one character and surely read as another', () => {
    const right = Array.from({ length: 10 }, () => ['AO07', 'AO07'] as const);
    const wrong = Array.from({ length: 3 }, () => ['AO07', 'A007'] as const);
    expect(votes([...right, ...wrong])).toEqual([{ given: 'O', seen: '0', count: 3 }]);
  });

  it('a text of another length blames no slot after the one that is too many', () => {
    const right = Array.from({ length: 10 }, () => ['ABC123', 'ABC123'] as const);
    expect(votes([...right, ['ABC123', 'AC123']])).toEqual([]);
  });

  it('what the reader is unsure of is no mix-up', () => {
    const sure = votesOf(reading('O'), 'O');
    const unsure = votesOf(reading('0', 0.4), 'O');
    expect(mixUps([...sure, ...votesOf(reading('0'), '0'), ...unsure])).toEqual([]);
  });
});
