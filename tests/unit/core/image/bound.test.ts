import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedSize, MAX_DECODED_PIXELS, uprightSize } from '../../../../src/core/image/bound.ts';

const side = fc.integer({ min: 1, max: 30_000 });
const size = fc.record({ width: side, height: side });

describe('boundedSize', () => {
  it('leaves a phone photo alone and halves a 48-megapixel one', () => {
    expect(boundedSize({ width: 4000, height: 3000 })).toEqual({ width: 4000, height: 3000 });
    expect(boundedSize({ width: 8000, height: 6000 })).toEqual({ width: 4000, height: 3000 });
  });

  it('fits, keeps the shape and loses little', () => {
    fc.assert(
      fc.property(size, (source) => {
        const { width, height } = boundedSize(source);
        expect(width * height).toBeLessThanOrEqual(MAX_DECODED_PIXELS);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
        const large =
          Math.min(source.width, source.height) > 1000 &&
          Math.max(source.width, source.height) < 12_000;
        if (large && source.width * source.height > MAX_DECODED_PIXELS) {
          expect(width * height).toBeGreaterThan(MAX_DECODED_PIXELS * 0.99);
          expect((width / height) * (source.height / source.width)).toBeCloseTo(1, 2);
        }
      }),
    );
  });

  it('bounds the sides of a thread-thin picture too', () => {
    expect(boundedSize({ width: 100_000_000, height: 1 })).toEqual({ width: 16_384, height: 1 });
  });
});

describe('uprightSize', () => {
  it('tells a turned bitmap from a straight one, at any scale', () => {
    fc.assert(
      fc.property(size, fc.boolean(), fc.integer({ min: 1, max: 7 }), (stored, turned, shrink) => {
        const ratio = stored.width / stored.height;
        fc.pre(ratio > 1.2 || ratio < 0.8);
        fc.pre(Math.min(stored.width, stored.height) > 200);
        const upright = turned ? { width: stored.height, height: stored.width } : stored;
        const bitmap = {
          width: Math.round(upright.width / shrink),
          height: Math.round(upright.height / shrink),
        };
        expect(uprightSize(stored, bitmap)).toEqual(upright);
      }),
    );
  });
});
