import { describe, expect, it } from 'vitest';
import { repeats } from '../../../src/core/repeats.ts';

const seen = (text: string, photo: string, at: number | null = null) => ({ text, photo, at });

describe('repeats', () => {
  it('joins near texts under the one seen most, with first and last time', () => {
    const found = repeats([
      seen('AB12CDE', 'a', 30),
      seen('AB12CDE', 'b', 10),
      seen('A812CDE', 'c', 50),
      seen('AB12CDF', 'd'),
      seen('XY99', 'a'),
      seen('XY98', 'b'),
      seen('', 'a'),
      seen('', 'b'),
    ]);
    expect(found).toEqual([
      {
        ...{ text: 'AB12CDE', near: ['A812CDE', 'AB12CDF'], count: 4, firstAt: 10, lastAt: 50 },
        photos: ['a', 'b', 'c', 'd'],
      },
    ]);
  });

  it('does not count one photo as a repeat', () => {
    expect(repeats([seen('AB12CDE', 'a'), seen('AB12CDE', 'a')])).toEqual([]);
  });
});
