import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisWeights, resampleGrey, resampleToPlanar } from '../../../src/core/resample.ts';
import type { Box, RgbaImage, Size } from '../../../src/core/types.ts';

/** The rule written down literally, in doubles, for one output value of one channel. */
function reference(
  image: RgbaImage,
  region: Box,
  to: Size,
  x: number,
  y: number,
  c: number,
): number {
  const axis = (input: number, output: number, i: number): number[] => {
    const centre = ((i + 0.5) * input) / output;
    const support = Math.max(1, input / output);
    const raw = Array.from({ length: input }, (_, j) =>
      Math.max(0, 1 - Math.abs(j + 0.5 - centre) / support),
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    return raw.map((w) => w / sum);
  };
  const across = axis(region.width, to.width, x);
  const down = axis(region.height, to.height, y);
  let total = 0;
  for (let j = 0; j < region.height; j++) {
    for (let i = 0; i < region.width; i++) {
      const p = ((region.y + j) * image.width + region.x + i) * 4 + c;
      total += (down[j] as number) * (across[i] as number) * (image.data[p] as number);
    }
  }
  return total / 255;
}

const picture = fc
  .record({ width: fc.integer({ min: 1, max: 19 }), height: fc.integer({ min: 1, max: 19 }) })
  .chain(({ width, height }) =>
    fc
      .uint8ClampedArray({ minLength: width * height * 4, maxLength: width * height * 4 })
      .map((data): RgbaImage => ({ width, height, data })),
  );

describe('resampleToPlanar', () => {
  it('agrees with the rule, for any size up or down, region and place', () => {
    fc.assert(
      fc.property(
        picture,
        fc.integer({ min: 1, max: 23 }),
        fc.integer({ min: 1, max: 23 }),
        fc.integer({ min: 0, max: 3 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (image, width, height, pad, cut) => {
          const x = Math.floor(image.width * cut);
          const y = Math.floor(image.height * cut);
          const region = { x, y, width: image.width - x, height: image.height - y };
          const plane = { width: width + 2 * pad, height: height + pad };
          const data = new Float32Array(3 * plane.width * plane.height).fill(7);
          resampleToPlanar(image, region, { data, plane, at: { x: pad, y: pad, width, height } });
          for (let c = 0; c < 3; c++) {
            for (let row = 0; row < plane.height; row++) {
              for (let column = 0; column < plane.width; column++) {
                const value = data[(c * plane.height + row) * plane.width + column] as number;
                const inside =
                  column >= pad && column < pad + width && row >= pad && row < pad + height;
                if (!inside) expect(value).toBe(7);
                else {
                  const wanted = reference(
                    image,
                    region,
                    { width, height },
                    column - pad,
                    row - pad,
                    c,
                  );
                  expect(Math.abs(value - wanted)).toBeLessThan(1e-5);
                }
              }
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('copies at the same size', () => {
    const data = Uint8ClampedArray.from({ length: 5 * 4 * 4 }, (_, i) => (i * 37) % 256);
    const image = { width: 5, height: 4, data };
    const out = new Float32Array(3 * 20);
    const all = { x: 0, y: 0, width: 5, height: 4 };
    resampleToPlanar(image, all, { data: out, plane: image, at: all });
    for (let i = 0; i < 20; i++) {
      for (let c = 0; c < 3; c++) {
        expect(out[c * 20 + i]).toBeCloseTo((data[i * 4 + c] as number) / 255, 6);
      }
    }
  });
});

describe('axisWeights', () => {
  it('sums to one at every position and stays inside', () => {
    const side = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(side, side, (input, output) => {
        const axis = axisWeights(input, output);
        for (let i = 0; i < output; i++) {
          const first = axis.first[i] as number;
          const count = axis.count[i] as number;
          expect(count).toBeGreaterThan(0);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(first + count).toBeLessThanOrEqual(input);
          const row = axis.weights.subarray(i * axis.taps, i * axis.taps + count);
          expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
        }
      }),
    );
  });
});

describe('resampleGrey', () => {
  it('agrees with the colour path', () => {
    fc.assert(
      fc.property(
        picture,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (image, width, height) => {
          const all = { x: 0, y: 0, width: image.width, height: image.height };
          const to = { width, height };
          const planar = new Float32Array(3 * width * height);
          resampleToPlanar(image, all, { data: planar, plane: to, at: { x: 0, y: 0, ...to } });
          const red = Float32Array.from(
            { length: image.width * image.height },
            (_, i) => image.data[i * 4] as number,
          );
          const grey = resampleGrey(red, image, to);
          grey.forEach((value, i) => {
            expect(value / 255).toBeCloseTo(planar[i] as number, 4);
          });
        },
      ),
    );
  });
});
