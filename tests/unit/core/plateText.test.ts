import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  editDistance,
  leftOutOf,
  normalisePlateText,
  PLATE_CHARACTERS,
  strangeCharacter,
} from '../../../src/core/plateText.ts';

describe('normalisePlateText', () => {
  it.each([
    ['ab-12 cd', 'AB12CD'],
    ['А123ВС 77', 'A123BC77'], // Cyrillic
    ['ΙΚΥ-4021', 'IKY4021'], // Greek
    ['ＡＢ１２', 'AB12'], // full width
    ['Ö-ÜL 7', 'OUL7'],
    ['皖A·12345', 'A12345'],
    ['', ''],
    ['—·_*', ''],
  ])('%s → %s', (text, wanted) => {
    expect(normalisePlateText(text)).toBe(wanted);
  });

  it.each([
    ['SH?099', '?'],
    ['AÖ*C1', '*'],
    ['AB#12', '#'],
    ['AB_12', '_'],
    ['AB-12 CD', null],
    ['皖A·12345', null],
    ["М 123 ВС'77", null],
    ['B:AB/12|3', null],
    ['', null],
  ])('in %s stands %s, which is on no plate', (text, strange) => {
    expect(strangeCharacter(text)).toBe(strange);
  });

  it.each([
    ['73어3349', '어'],
    ['皖A·Ж2', '皖Ж'],
    ['А123ВС 77', ''],
    ['Ö-ÜL 7', ''],
    ['', ''],
  ])('of %s the letters “%s” have no Latin spelling', (text, letters) => {
    expect(leftOutOf(text)).toBe(letters);
  });

  it('is idempotent and yields plate characters only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = normalisePlateText(text);
        expect(normalisePlateText(once)).toBe(once);
        for (const char of once) expect(PLATE_CHARACTERS).toContain(char);
      }),
    );
  });
});

/** Plain recursion over the definition; exponential, so for short words only. */
function slowDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  if (a[0] === b[0]) return slowDistance(a.slice(1), b.slice(1));
  return (
    1 +
    Math.min(
      slowDistance(a.slice(1), b),
      slowDistance(a, b.slice(1)),
      slowDistance(a.slice(1), b.slice(1)),
    )
  );
}

describe('editDistance', () => {
  const word = fc.string({ unit: fc.constantFrom('A', 'B', '1'), maxLength: 6 });

  it('agrees with the definition', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(slowDistance(a, b));
      }),
    );
  });

  it('is a metric', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});
