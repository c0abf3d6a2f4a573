import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planView, plateInCrop, platePixels, plateRegion } from '../../../src/core/plateCrop.ts';

const side = fc.integer({ min: 1, max: 3000 });

describe('plateRegion', () => {
  it('adds the margin and stays inside the image', () => {
    const image = { width: 400, height: 300 };
    expect(plateRegion({ x: 100, y: 100, width: 100, height: 50 }, image, 0.06)).toEqual({
      x: 94,
      y: 97,
      width: 112,
      height: 56,
    });
    expect(plateRegion({ x: 0, y: 290, width: 100, height: 50 }, image, 0.06)).toMatchObject({
      x: 0,
      width: 106,
      height: 13,
    });
  });

  it('takes a whole crop back from the plate within it', () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const crop = { width, height };
        expect(plateRegion(plateInCrop(crop), crop)).toEqual({ x: 0, y: 0, width, height });
      }),
    );
  });
});

describe('planView', () => {
  it('cuts a plate out with room for any margin, the plate where it was', () => {
    const plan = planView({ x: 100, y: 100, width: 80, height: 40 }, { width: 400, height: 300 });
    expect(plan).toEqual({
      from: { x: 80, y: 90, width: 120, height: 60 },
      to: { width: 120, height: 60 },
      box: { x: 20, y: 10, width: 80, height: 40 },
    });
  });

  it('reads the same pixels from a view as from the whole image, unless it is huge', () => {
    const real = fc.double({ min: 0, max: 900, noNaN: true });
    const length = fc.double({ min: 1, max: 500, noNaN: true });
    fc.assert(
      fc.property(real, real, length, length, (x, y, width, height) => {
        const size = { width: 1000, height: 1000 };
        const box = { x, y, width, height };
        const { from, to, box: inside } = planView(box, size);
        expect(to).toEqual({ width: from.width, height: from.height });
        const region = plateRegion(inside, to);
        expect({ ...region, x: region.x + from.x, y: region.y + from.y }).toEqual(
          plateRegion(box, size),
        );
      }),
      { examples: [[0, 899.9999999999999, 1, 499.9999999999983]] },
    );
  });

  it('bounds a plate that fills a large photo', () => {
    const plan = planView({ x: 0, y: 0, width: 4000, height: 3000 }, { width: 4000, height: 3000 });
    expect(plan.to).toEqual({ width: 894, height: 671 });
    expect(plan.box).toEqual({ x: 0, y: 0, ...plan.to });
  });
});

describe('platePixels', () => {
  it('stretches the region over the whole input', () => {
    const data = new Uint8ClampedArray(8 * 4 * 4);
    for (let i = 0; i < 32; i++) data.set([i % 8 < 4 ? 0 : 255, 128, 0, 255], i * 4);
    const into = new Float32Array(3 * 4 * 2);
    const input = { width: 4, height: 2 };
    platePixels({ width: 8, height: 4, data }, { x: 4, y: 0, width: 4, height: 4 }, input, into);
    expect(Array.from(into.subarray(0, 8))).toEqual(new Array(8).fill(1));
    for (const green of into.subarray(8, 16)) expect(green).toBeCloseTo(128 / 255, 6);
    expect(Math.max(...into.subarray(16))).toBe(0);
  });
});
