import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingFromRanked, readingFromSlots, slotsConfidence } from '../../../src/core/reading.ts';
import type { CharacterGuess } from '../../../src/core/types.ts';

const ALPHABET = 'AB_';

/** Slot probabilities from rows of [A, B, blank]. */
const slots = (...rows: number[][]) => Float32Array.from(rows.flat());

describe('readingFromSlots', () => {
  it('reads the best characters, blanks left out', () => {
    const reading = readingFromSlots(
      slots([0.75, 0.125, 0.125], [0.25, 0.625, 0.125], [0, 0.125, 0.875]),
      { alphabet: ALPHABET },
    );
    expect(reading.text).toBe('AB');
    expect(reading.confidence).toBe(0.625);
    expect(reading.rows).toBeNull();
    expect(reading.characters.map((c) => [c.char, c.confidence])).toEqual([
      ['A', 0.75],
      ['B', 0.625],
    ]);
    expect(reading.characters[1]?.alternatives[0]).toEqual({ char: 'A', confidence: 0.25 });
  });

  it('takes doubtful padding for a doubtful plate: a character may have been dropped there', () => {
    const reading = readingFromSlots(slots([1, 0, 0], [0.4375, 0, 0.5625]), { alphabet: ALPHABET });
    expect(reading.text).toBe('A');
    expect(reading.confidence).toBe(0.5625);
  });

  it('caps a blank between characters at one half', () => {
    const sure = slots([1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1]);
    expect(readingFromSlots(sure, { alphabet: ALPHABET })).toMatchObject({
      text: 'AB',
      confidence: 0.5,
    });
  });

  it('gives an empty text for blanks, as sure as the blanks are', () => {
    const reading = readingFromSlots(slots([0, 0.25, 0.75], [0, 0, 1]), { alphabet: ALPHABET });
    expect(reading).toMatchObject({ text: '', confidence: 0.75, characters: [] });
  });

  it('flattens with a temperature above 1, per slot or for all', () => {
    const p = slots([0.9, 0.09, 0.01], [0.01, 0.9, 0.09]);
    const cool = readingFromSlots(p, { alphabet: ALPHABET });
    const warm = readingFromSlots(p, { alphabet: ALPHABET, temperatures: [2] });
    const mixed = readingFromSlots(p, { alphabet: ALPHABET, temperatures: [1, 2] });
    // p^(1/2) = .9487, .3, .1 → .9487 / 1.3487
    expect(warm.characters[0]?.confidence).toBeCloseTo(0.7034, 4);
    expect(warm.characters[1]?.confidence).toBeCloseTo(0.7034, 4);
    expect(mixed.characters[0]?.confidence).toBe(cool.characters[0]?.confidence);
    expect(mixed.characters[1]?.confidence).toBeCloseTo(0.7034, 4);
    expect(warm.text).toBe('AB');
  });
});

describe('alternatives', () => {
  const guess = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map(([a, b, c]) => {
    const sum = a + b + c + 3;
    return [(a + 1) / sum, (b + 1) / sum, (c + 1) / sum];
  });

  it('are the likeliest other texts, in order: checked against all combinations', () => {
    fc.assert(
      fc.property(fc.array(guess, { minLength: 1, maxLength: 5 }), (rows) => {
        const reading = readingFromSlots(slots(...rows), { alphabet: ALPHABET });
        let all: { text: string; probability: number }[] = [{ text: '', probability: 1 }];
        for (const row of rows) {
          all = all.flatMap(({ text, probability }) =>
            row.map((p, i) => ({
              text: text + (ALPHABET[i] === '_' ? '' : ALPHABET[i]),
              probability: probability * p,
            })),
          );
        }
        const best = new Map<string, number>();
        for (const { text, probability } of all) {
          best.set(text, Math.max(best.get(text) ?? 0, probability));
        }
        best.delete('');
        best.delete(reading.text);
        const likeliest = [...best.values()].sort((a, b) => b - a);
        // Exact as long as the search kept enough; the first ones always are.
        reading.alternatives.slice(0, 2).forEach(({ text }, i) => {
          expect(best.get(text)).toBeCloseTo(likeliest[i] as number, 5);
        });
        expect(new Set(reading.alternatives.map((a) => a.text)).size).toBe(
          reading.alternatives.length,
        );
      }),
    );
  });

  it('carry the confidence of their weakest slot', () => {
    const reading = readingFromSlots(slots([0.75, 0.25, 0], [0, 0.9375, 0.0625]), {
      alphabet: ALPHABET,
    });
    expect(reading.alternatives[0]).toEqual({ text: 'BB', confidence: 0.25 });
  });
});

describe('readingFromRanked', () => {
  const only = (char: string, confidence: number): CharacterGuess[] => [{ char, confidence }];

  it('reads guesses of engines without a full distribution', () => {
    expect(readingFromRanked([only('X', 0.9), only('1', 0.8)], '_', 2)).toEqual({
      text: 'X1',
      confidence: 0.8,
      rows: 2,
      characters: [
        { char: 'X', confidence: 0.9, alternatives: [] },
        { char: '1', confidence: 0.8, alternatives: [] },
      ],
      alternatives: [],
    });
  });

  it('is empty and unsure without any guess', () => {
    expect(readingFromRanked([], '_', null)).toMatchObject({ text: '', confidence: 0 });
  });
});

describe('slotsConfidence', () => {
  it('never exceeds any slot', () => {
    const slot = fc.record({
      char: fc.constantFrom('A', '_'),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(slot, { minLength: 1, maxLength: 12 }), (all) => {
        const confidence = slotsConfidence(all, '_');
        for (const s of all) expect(confidence).toBeLessThanOrEqual(s.confidence);
        const trimmed = all
          .map((s) => (s.char === '_' ? ' ' : 'x'))
          .join('')
          .trim();
        if (trimmed.includes(' ')) expect(confidence).toBeLessThanOrEqual(0.5);
        else expect(confidence).toBe(Math.min(...all.map((s) => s.confidence)));
      }),
    );
  });
});
