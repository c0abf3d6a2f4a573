import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldLookAlikes } from '../../../src/core/lookAlikes.ts';
import { nearTexts } from '../../../src/core/near.ts';
import { editDistance } from '../../../src/core/plateText.ts';

const differences = (a: string, b: string) => [...a].filter((char, i) => char !== b[i]).length;

describe('near texts', () => {
  it('are those at distance one and those of up to three look-alikes, all of them', () => {
    const plate = fc.string({ minLength: 2, maxLength: 7, unit: fc.constantFrom(...'018OIBXVU') });
    fc.assert(
      fc.property(plate, plate, (text, other) => {
        const alike =
          foldLookAlikes(text) === foldLookAlikes(other) && differences(text, other) <= 3;
        const isNear = text !== other && (editDistance(text, other) === 1 || alike);
        expect(nearTexts(text).includes(other)).toBe(isNear);
      }),
    );
  });

  it('are few enough to be hashed one by one', () => {
    expect(nearTexts('400VOLT').length).toBeLessThan(1000);
    expect(nearTexts('DOQ0HNM8UVWY').length).toBeLessThan(10_000);
  });
});
