import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  area,
  clip,
  expand,
  halvedTo,
  intersect,
  iou,
  scaleBox,
  wholePixels,
} from '../../../src/core/geometry.ts';
import type { Box } from '../../../src/core/types.ts';

const whole = (max: number) => fc.integer({ min: 0, max });
const pixelBox: fc.Arbitrary<Box> = fc.record({
  x: whole(20),
  y: whole(20),
  width: whole(15),
  height: whole(15),
});

/** Counts pixels, the slow and certain way. */
function countPixels(test: (x: number, y: number) => boolean): number {
  let n = 0;
  for (let y = 0; y < 40; y++) for (let x = 0; x < 40; x++) if (test(x, y)) n++;
  return n;
}

const holds = (b: Box, x: number, y: number) =>
  x >= b.x && x < b.x + b.width && y >= b.y && y < b.y + b.height;

describe('iou', () => {
  it('agrees with counting pixels', () => {
    fc.assert(
      fc.property(pixelBox, pixelBox, (a, b) => {
        const both = countPixels((x, y) => holds(a, x, y) && holds(b, x, y));
        const either = countPixels((x, y) => holds(a, x, y) || holds(b, x, y));
        expect(iou(a, b)).toBeCloseTo(either === 0 ? 0 : both / either, 12);
        expect(area(intersect(a, b))).toBe(both);
      }),
    );
  });

  it('is symmetric, 1 with itself and 0 apart', () => {
    const a = { x: 1, y: 2, width: 3, height: 4 };
    const b = { x: 2, y: 3, width: 9, height: 1 };
    expect(iou(a, b)).toBe(iou(b, a));
    expect(iou(a, a)).toBe(1);
    expect(iou(a, { ...a, x: 4 })).toBe(0);
    expect(iou({ ...a, width: 0 }, { ...a, width: 0 })).toBe(0);
  });
});

describe('clip and wholePixels', () => {
  const image = { width: 10, height: 8 };

  it('clip keeps what lies inside', () => {
    expect(clip({ x: -2, y: 5, width: 5, height: 9 }, image)).toEqual({
      x: 0,
      y: 5,
      width: 3,
      height: 3,
    });
    expect(area(clip({ x: 20, y: 20, width: 5, height: 5 }, image))).toBe(0);
  });

  it('wholePixels always gives at least one pixel inside the image', () => {
    const real = fc.double({ min: -50, max: 50, noNaN: true });
    const side = fc.double({ min: 0, max: 50, noNaN: true });
    fc.assert(
      fc.property(real, real, side, side, (x, y, width, height) => {
        const out = wholePixels({ x, y, width, height }, image);
        for (const value of Object.values(out)) expect(Number.isInteger(value)).toBe(true);
        expect(out.x).toBeGreaterThanOrEqual(0);
        expect(out.y).toBeGreaterThanOrEqual(0);
        expect(out.width).toBeGreaterThanOrEqual(1);
        expect(out.height).toBeGreaterThanOrEqual(1);
        expect(out.x + out.width).toBeLessThanOrEqual(image.width);
        expect(out.y + out.height).toBeLessThanOrEqual(image.height);
      }),
    );
  });

  it('wholePixels holds every pixel the box touches', () => {
    expect(wholePixels({ x: 1.2, y: 2.9, width: 2, height: 0.2 }, image)).toEqual({
      x: 1,
      y: 2,
      width: 3,
      height: 2,
    });
  });
});

describe('expand and scaleBox', () => {
  it('expand grows every side by its share and keeps the centre', () => {
    expect(expand({ x: 10, y: 20, width: 40, height: 10 }, 0.1)).toEqual({
      x: 6,
      y: 19,
      width: 48,
      height: 12,
    });
  });

  it('scaleBox undoes itself', () => {
    fc.assert(
      fc.property(pixelBox, (box) => {
        const back = scaleBox(scaleBox(box, 4, 0.5), 0.25, 2);
        expect(back).toEqual(box);
      }),
    );
  });
});

it('halvedTo halves until the long side fits, and not once more', () => {
  const side = fc.integer({ min: 1, max: 12_000 });
  fc.assert(
    fc.property(side, side, fc.integer({ min: 64, max: 4096 }), (width, height, longSide) => {
      const size = halvedTo({ width, height }, longSide);
      const long = Math.max(size.width, size.height);
      expect(long).toBeLessThanOrEqual(longSide);
      if (Math.max(width, height) <= longSide) expect(size).toEqual({ width, height });
      else expect(2 * long).toBeGreaterThanOrEqual(longSide);
    }),
  );
});
