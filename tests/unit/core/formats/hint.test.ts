import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLATE_FORMATS } from '../../../../src/core/formats/countries.ts';
import { fitsFormat, formatHint } from '../../../../src/core/formats/hint.ts';

describe('country hints', () => {
  it('cover at least twenty countries, each with shapes and a public source', () => {
    expect(PLATE_FORMATS.length).toBeGreaterThanOrEqual(20);
    expect(new Set(PLATE_FORMATS.map(({ code }) => code)).size).toBe(PLATE_FORMATS.length);
    for (const { code, shapes, source } of PLATE_FORMATS) {
      expect([code, shapes.every((shape) => /^[A9]{2,11}$/.test(shape))]).toEqual([code, true]);
      expect(source).toMatch(/^https:\/\//);
    }
  });

  it.each([
    ['A812CDE', 'gb', null],
    ['AB12C0E', 'gb', 'AB12COE'],
    ['AB1ZCDE', 'gb', 'AB12CDE'],
    ['AB12CDE', 'gb', null],
    ['A8I2CDE', 'fr', null],
    ['A8123CD', 'fr', 'AB123CD'],
    ['XKWXK', 'gb', null],
    ['AB12CDE', 'xx', null],
    ['', 'gb', null],
    ['1O51234', 'fr', null],
    ['KA05MG19O9', 'in', 'KA05MG1909'],
  ])('%j in %s: %j', (text, country, hint) => {
    expect(formatHint(text, country)).toBe(hint);
  });

  it('offer only texts that fit, of the same length, and none where the text fits', () => {
    const text = fc.string({ maxLength: 9, unit: fc.constantFrom(...'0123456789ABDGILOQSTZXK') });
    const format = fc.constantFrom(...PLATE_FORMATS);
    fc.assert(
      fc.property(text, format, (read, country) => {
        const hint = formatHint(read, country.code);
        if (hint === null) return;
        expect(fitsFormat(read, country)).toBe(false);
        expect(fitsFormat(hint, country)).toBe(true);
        expect(hint).toHaveLength(read.length);
      }),
    );
  });
});
