import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../../src/core/learning/head.ts';
import { logLikelihood } from '../../../../src/core/learning/likelihood.ts';

const ALPHABET = 'ABC_';
const SLOTS = 4;

/** Rows that sum to one. */
const someChars = fc
  .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 16, maxLength: 16 })
  .map((raw) => {
    const chars = new Float32Array(raw);
    for (let s = 0; s < SLOTS; s++) {
      const row = chars.subarray(s * 4, s * 4 + 4);
      const total = row.reduce((a, b) => a + b, 0);
      row.forEach((p, i) => {
        row[i] = p / total;
      });
    }
    return chars;
  });

describe('the likelihood of a text', () => {
  it('is that of the best of all ways to lay it onto the slots', () => {
    fc.assert(
      fc.property(
        someChars,
        fc.array(fc.constantFrom('A', 'B', 'C'), { maxLength: SLOTS }),
        (chars, letters) => {
          const text = letters.join('');
          let best = Number.NEGATIVE_INFINITY;
          for (let way = 0; way < 4 ** SLOTS; way++) {
            const read = Array.from({ length: SLOTS }, (_, s) => Math.floor(way / 4 ** s) % 4);
            const shown = read
              .map((c) => ALPHABET[c])
              .join('')
              .replaceAll('_', '');
            if (shown !== text) continue;
            const sum = read.reduce((a, c, s) => a + Math.log(chars[s * 4 + c] as number), 0);
            best = Math.max(best, sum);
          }
          expect(logLikelihood(chars, ALPHABET, text)).toBeCloseTo(best, 6);
        },
      ),
    );
  });

  it('no text is likelier than the one that is read', () => {
    fc.assert(
      fc.property(
        someChars,
        fc.string({ unit: fc.constantFrom('A', 'B'), maxLength: 4 }),
        (chars, text) => {
          const read = logLikelihood(chars, ALPHABET, textOf(chars, ALPHABET));
          expect(logLikelihood(chars, ALPHABET, text)).toBeLessThanOrEqual(read + 1e-9);
        },
      ),
    );
  });

  it('a text of more characters than slots, or with a foreign one, cannot be', () => {
    const chars = new Float32Array(16).fill(0.25);
    expect(logLikelihood(chars, ALPHABET, 'ABCAB')).toBe(Number.NEGATIVE_INFINITY);
    expect(logLikelihood(chars, ALPHABET, 'Ä')).toBe(Number.NEGATIVE_INFINITY);
  });
});
