import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileOf, shiftBetween } from '../../../../src/core/live/cameraMotion.ts';
import type { RgbaImage } from '../../../../src/core/types.ts';
import { random } from './scene.ts';

/** A street of random blocks, seen through a window that can move. */
function street(seed: number): (left: number, top: number, gain?: number) => RgbaImage {
  const next = random(seed);
  const blocks = Array.from({ length: 60 }, () => ({
    x: next() * 420,
    y: next() * 280,
    w: 8 + next() * 60,
    h: 8 + next() * 40,
    grey: next() * 200,
  }));
  return (left, top, gain = 1) => {
    const [width, height] = [320, 180];
    const data = new Uint8ClampedArray(width * height * 4).fill(90 * gain);
    for (const b of blocks) {
      for (let y = Math.max(0, Math.round(b.y - top)); y < Math.min(height, b.y + b.h - top); y++) {
        for (
          let x = Math.max(0, Math.round(b.x - left));
          x < Math.min(width, b.x + b.w - left);
          x++
        ) {
          data.fill(b.grey * gain, (y * width + x) * 4, (y * width + x) * 4 + 4);
        }
      }
    }
    return { data, width, height };
  };
}

describe('movement of the picture', () => {
  it('finds a pan or shake within a pixel', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: -30, max: 30 }),
        fc.integer({ min: -16, max: 16 }),
        (seed, dx, dy) => {
          const view = street(seed);
          const shift = shiftBetween(profileOf(view(50, 50)), profileOf(view(50 - dx, 50 - dy)));
          expect(Math.abs(shift.dx - dx)).toBeLessThanOrEqual(1);
          expect(Math.abs(shift.dy - dy)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it('is none for a standing camera, also when exposure changes', () => {
    const view = street(4);
    expect(shiftBetween(profileOf(view(50, 50)), profileOf(view(50, 50)))).toEqual({
      dx: 0,
      dy: 0,
    });
    const brighter = shiftBetween(profileOf(view(50, 50)), profileOf(view(50, 50, 1.2)));
    expect(Math.abs(brighter.dx) + Math.abs(brighter.dy)).toBe(0);
  });

  it('is none between pictures of different size', () => {
    const small: RgbaImage = { data: new Uint8ClampedArray(400), width: 10, height: 10 };
    expect(shiftBetween(profileOf(street(1)(0, 0)), profileOf(small))).toEqual({ dx: 0, dy: 0 });
  });
});
