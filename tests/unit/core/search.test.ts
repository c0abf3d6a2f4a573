import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldLookAlikes } from '../../../src/core/lookAlikes.ts';
import { normalisePlateText } from '../../../src/core/plateText.ts';
import { toQuery } from '../../../src/core/search.ts';

describe('searching plates', () => {
  it.each([
    ['980 ABC', '980ABC', 'exact'],
    ['980-abc', '980ABC', 'exact'],
    ['0ab', '980ABC', 'exact'],
    ['98OABC', '980ABC', 'near'],
    ['9B0 A8C', '980ABC', 'near'],
    ['981ABC', '980ABC', null],
    ['O', '980ABC', null],
    ['- .', '980ABC', null],
  ] as const)('%j finds %j: %s', (typed, text, hit) => {
    expect(toQuery(typed)?.plate(text)).toBe(hit);
  });

  it('asks nothing when nothing is typed', () => {
    expect(toQuery('  ')).toBeNull();
  });

  it('finds names in any case, with the characters that plates do not have', () => {
    expect(toQuery('IMG_0042')?.name('trip/img_0042.JPG')).toBe(true);
    expect(toQuery('IMG 0042')?.name('trip/img_0042.JPG')).toBe(false);
  });

  it('finds every part of every plate, in whatever spelling', () => {
    const plate = fc
      .string({ minLength: 3, maxLength: 9, unit: fc.constantFrom(...'0123456789ABCDEFGHXYZ') })
      .map(normalisePlateText);
    fc.assert(
      fc.property(plate, fc.nat(4), (text, at) => {
        const spaced = `${text.slice(0, at)} - ${text.slice(at)}`.toLowerCase();
        expect(toQuery(spaced)?.plate(`X${text}7`)).toBe('exact');
        expect(toQuery(foldLookAlikes(text))?.plate(text)).not.toBeNull();
      }),
    );
  });
});
