import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fixedLetterbox,
  fromInput,
  letterboxPixels,
  multiScaleSides,
  PADDING,
  rectangularLetterbox,
} from '../../../src/core/letterbox.ts';

const side = fc.integer({ min: 1, max: 5000 });
const size = fc.record({ width: side, height: side });

describe('rectangularLetterbox', () => {
  it('pads a 16:9 photo at 320 to 320×192', () => {
    expect(rectangularLetterbox({ width: 1920, height: 1080 }, 320)).toMatchObject({
      scaled: { width: 320, height: 180 },
      input: { width: 320, height: 192 },
      left: 0,
      top: 6,
    });
  });

  it('scales the long side to the size, pads less than a stride, and centres', () => {
    fc.assert(
      fc.property(size, fc.constantFrom(192, 320, 640), (source, longSide) => {
        const { scaled, input, left, top } = rectangularLetterbox(source, longSide);
        expect(Math.max(scaled.width, scaled.height)).toBe(longSide);
        for (const [outer, inner, before] of [
          [input.width, scaled.width, left],
          [input.height, scaled.height, top],
        ] as const) {
          expect(outer % 32).toBe(0);
          expect(inner).toBeGreaterThanOrEqual(1);
          expect(outer - inner).toBeGreaterThanOrEqual(0);
          expect(outer - inner).toBeLessThan(32);
          expect(before).toBe(Math.floor((outer - inner) / 2));
        }
      }),
    );
  });

  it('rounds halves up, as training does', () => {
    // 640/1280 × 45 = 22.5
    expect(rectangularLetterbox({ width: 1280, height: 45 }, 640).scaled.height).toBe(23);
  });
});

describe('fixedLetterbox', () => {
  it('fits any photo into the given input', () => {
    fc.assert(
      fc.property(size, (source) => {
        const { scaled, input } = fixedLetterbox(source, { width: 416, height: 256 });
        expect(input).toEqual({ width: 416, height: 256 });
        expect(scaled.width).toBeLessThanOrEqual(416);
        expect(scaled.height).toBeLessThanOrEqual(256);
      }),
    );
  });
});

describe('fromInput', () => {
  it('maps the scaled photo back to the whole source, exactly', () => {
    fc.assert(
      fc.property(size, (source) => {
        const letterbox = rectangularLetterbox(source, 640);
        const { left, top, scaled } = letterbox;
        const box = fromInput({ x: left, y: top, ...scaled }, letterbox);
        expect(box.x).toBe(0);
        expect(box.y).toBe(0);
        expect(box.width).toBeCloseTo(source.width, 6);
        expect(box.height).toBeCloseTo(source.height, 6);
      }),
    );
  });

  it('clips what lies in the padding', () => {
    const letterbox = rectangularLetterbox({ width: 320, height: 180 }, 320);
    expect(fromInput({ x: 0, y: 0, width: 10, height: 8 }, letterbox)).toEqual({
      x: 0,
      y: 0,
      width: 10,
      height: 2,
    });
  });
});

describe('letterboxPixels', () => {
  it('is grey around the photo and the photo within', () => {
    const data = new Uint8ClampedArray(64 * 32 * 4).fill(255);
    const letterbox = rectangularLetterbox({ width: 64, height: 32 }, 62, 32);
    const pixels = letterboxPixels({ width: 64, height: 32, data }, letterbox);
    const { input, scaled, left, top } = letterbox;
    expect(pixels.length).toBe(3 * input.width * input.height);
    for (let y = 0; y < input.height; y++) {
      for (let x = 0; x < input.width; x++) {
        const inside = x >= left && x < left + scaled.width && y >= top && y < top + scaled.height;
        expect(pixels[y * input.width + x]).toBeCloseTo(inside ? 1 : PADDING, 5);
      }
    }
  });
});

describe('multiScaleSides', () => {
  it('gives two scales for a large photo, one for a small input', () => {
    expect(multiScaleSides({ width: 1920, height: 1080 }, 640)).toEqual([640, 320]);
    expect(multiScaleSides({ width: 4000, height: 3000 }, 416)).toEqual([416]);
  });

  it('does not blow a small photo up', () => {
    expect(multiScaleSides({ width: 300, height: 300 }, 640)).toEqual([480, 256]);
    expect(multiScaleSides({ width: 20, height: 30 }, 640)).toEqual([64]);
  });

  it('keeps to whole strides, the largest scale first and never over what was asked', () => {
    fc.assert(
      fc.property(size, fc.constantFrom(320, 416, 640, 960), (photo, longSide) => {
        const sides = multiScaleSides(photo, longSide);
        expect(sides[0]).toBeLessThanOrEqual(longSide);
        expect(sides.every((s) => s >= 32 && s % 32 === 0)).toBe(true);
        expect([...sides].sort((a, b) => b - a)).toEqual(sides);
      }),
    );
  });
});
