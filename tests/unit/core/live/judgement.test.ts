import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guidanceFor } from '../../../../src/core/live/captureGuidance.ts';
import {
  bestPerTrack,
  type Candidate,
  cropScore,
  isWorthReading,
  readingOrder,
} from '../../../../src/core/live/cropChoice.ts';
import { type CropQuality, cropQuality } from '../../../../src/core/live/quality.ts';
import {
  fitRegion,
  isCutOff,
  regionBetween,
  regionPixels,
} from '../../../../src/core/live/region.ts';
import type { RgbaImage } from '../../../../src/core/types.ts';
import { random } from './scene.ts';

/** A plate-like picture: dark upright strokes on a light ground, box-blurred `blur` pixels across. */
function strokes(blur: number, { light = 230, dark = 30 } = {}): RgbaImage {
  const [width, height] = [160, 40];
  const next = random(5);
  const ink = Array.from({ length: width }, () => false);
  for (let x = 8; x < width - 8; x += 6 + Math.floor(next() * 6))
    for (let i = 0; i < 3; i++) ink[x + i] = true;
  const at = (x: number, y: number): number => (ink[x] && y > 8 && y < 32 ? dark : light);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let b = -blur; b <= blur; b++) sum += at(Math.min(width - 1, Math.max(0, x + b)), y);
      data.fill(sum / (2 * blur + 1), (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { data, width, height };
}

const good: CropQuality = {
  heightPx: 40,
  sharpness: 0.3,
  sharpnessAcross: 0.3,
  sharpnessDown: 0.3,
  brightness: 130,
  contrast: 60,
  glare: 0,
};

describe('quality of a crop', () => {
  it('calls a sharp crop sharper than a blurred one, whatever the light', () => {
    const sharp = cropQuality(strokes(0), 40);
    const soft = cropQuality(strokes(2), 40);
    const blurred = cropQuality(strokes(5), 40);
    expect(sharp.sharpness).toBeGreaterThan(soft.sharpness);
    expect(soft.sharpness).toBeGreaterThan(blurred.sharpness);
    const dim = cropQuality(strokes(0, { light: 60, dark: 20 }), 40);
    expect(dim.sharpness).toBeGreaterThan(0.9 * sharp.sharpness);
    expect(dim.brightness).toBeLessThan(sharp.brightness);
  });

  it('measures light and survives flat and tiny pictures', () => {
    const white: RgbaImage = {
      data: new Uint8ClampedArray(40 * 10 * 4).fill(255),
      width: 40,
      height: 10,
    };
    expect(cropQuality(white, 10)).toMatchObject({ sharpness: 0, glare: 1 });
    const dot: RgbaImage = { data: new Uint8ClampedArray(4), width: 1, height: 1 };
    expect(cropQuality(dot, 1).sharpness).toBe(0);
  });

  it('scores larger and sharper crops higher, between 0 and 1', () => {
    expect(cropScore(good, 0.9)).toBeGreaterThan(cropScore({ ...good, heightPx: 16 }, 0.9));
    expect(cropScore(good, 0.9)).toBeGreaterThan(
      cropScore({ ...good, sharpnessAcross: 0.03 }, 0.9),
    );
    expect(cropScore(good, 1)).toBeLessThanOrEqual(1);
    expect(isWorthReading(good)).toBe(true);
    expect(isWorthReading({ ...good, heightPx: 9 })).toBe(false);
    expect(isWorthReading({ ...good, sharpness: 0.001 })).toBe(false);
  });
});

describe('order of reading', () => {
  const crop = (trackId: number, score: number, readings: number): Candidate => ({
    trackId,
    score,
    readings,
    timeMs: 0,
  });

  it('reads unread vehicles first, then the best crops', () => {
    const order = readingOrder([
      crop(1, 0.9, 4),
      crop(2, 0.3, 0),
      crop(3, 0.5, 0),
      crop(4, 0.8, 1),
    ]);
    expect(order.map((c) => c.trackId)).toEqual([3, 2, 4, 1]);
  });

  it('reads each unread vehicle once before any of them twice', () => {
    const order = readingOrder([
      crop(1, 0.9, 0),
      crop(1, 0.8, 0),
      crop(1, 0.7, 0),
      crop(2, 0.2, 0),
      crop(3, 0.5, 1),
    ]);
    expect(order.map((c) => [c.trackId, c.score])).toEqual([
      [1, 0.9],
      [2, 0.2],
      [1, 0.8],
      [3, 0.5],
      [1, 0.7],
    ]);
  });

  it('keeps the best few of each track', () => {
    const kept = bestPerTrack(
      [crop(1, 0.1, 0), crop(1, 0.9, 0), crop(1, 0.5, 0), crop(2, 0.2, 0)],
      2,
    );
    expect(kept.map((c) => [c.trackId, c.score])).toEqual([
      [1, 0.9],
      [1, 0.5],
      [2, 0.2],
    ]);
  });
});

describe('capture guidance', () => {
  const MEANS = { torch: true, zoom: true, focus: true };
  it('says nothing when all is well or nothing is seen', () => {
    expect(guidanceFor([], null, MEANS)).toBeNull();
    expect(guidanceFor([], 90, MEANS)).toBeNull();
    expect(guidanceFor([good], null, MEANS)).toBeNull();
  });

  it.each([
    [{ heightPx: 14 }, 'too-small', '14 px'],
    [{ brightness: 20 }, 'too-dark', 'dark'],
    [{ glare: 0.5 }, 'glare', 'angle'],
    [{ contrast: 5 }, 'no-contrast', 'contrast'],
    [{ sharpnessAcross: 0.02, sharpnessDown: 0.3 }, 'motion-blur', 'still'],
    [{ sharpness: 0.02, sharpnessAcross: 0.01, sharpnessDown: 0.01 }, 'out-of-focus', 'focus'],
  ] as const)('%o is %s', (fault, code, words) => {
    const advice = guidanceFor([{ ...good, ...fault }], null, MEANS);
    expect(advice?.code).toBe(code);
    expect(advice?.message).toContain(words);
  });

  it('says that a picture is too dark to find a plate in', () => {
    expect(guidanceFor([], 8, MEANS)?.code).toBe('too-dark');
    expect(guidanceFor([good], 8, MEANS)).toBeNull();
  });

  it('says nothing of a recording: nobody can hold its camera any more', () => {
    expect(guidanceFor([{ ...good, sharpness: 0.01 }], 8, null)).toBeNull();
  });

  it('names only what the camera has', () => {
    const bare = { torch: false, zoom: false, focus: false };
    const said = (fault: Partial<CropQuality>, means = bare) =>
      guidanceFor([{ ...good, ...fault }], null, means)?.message;
    const blurred = { sharpness: 0.05, sharpnessAcross: 0.04, sharpnessDown: 0.04 };
    expect(said(blurred)).toBe('Out of focus: move back a little.');
    expect(said(blurred, MEANS)).toMatch(/tap the plate/);
    expect(said({ heightPx: 10 })).not.toMatch(/zoom/);
    expect(said({ brightness: 10 })).not.toMatch(/torch/);
    expect(said({ brightness: 10 }, MEANS)).toMatch(/torch/);
  });

  it('tells motion blur from a made picture', () => {
    const wiped = cropQuality(strokes(12), 40);
    expect(guidanceFor([wiped], null, MEANS)?.code).toBe('motion-blur');
  });
});

describe('region', () => {
  it('lies in the picture and has a size, from any two corners', () => {
    const part = fc.double({ min: -1, max: 2, noNaN: true });
    fc.assert(
      fc.property(part, part, part, part, (ax, ay, bx, by) => {
        const region = regionBetween({ x: ax, y: ay }, { x: bx, y: by });
        expect(region.x).toBeGreaterThanOrEqual(0);
        expect(region.x + region.width).toBeLessThanOrEqual(1 + 1e-9);
        expect(region.height).toBeGreaterThanOrEqual(0.05);
        const pixels = regionPixels(region, { width: 1280, height: 720 });
        expect(pixels.width).toBeGreaterThan(0);
        expect(pixels.x + pixels.width).toBeLessThanOrEqual(1280);
      }),
    );
    expect(fitRegion({ x: 0.9, y: 0, width: 0.5, height: 1 })).toMatchObject({
      x: 0.5,
      width: 0.5,
    });
  });

  it('cuts off a plate at its edge, not one that is inside', () => {
    const region = { x: 100, y: 100, width: 200, height: 200 };
    expect(isCutOff({ x: 110, y: 150, width: 80, height: 20 }, region)).toBe(false);
    for (const at of [
      { x: 100, y: 150 },
      { x: 219.5, y: 150 },
      { x: 110, y: 100.5 },
      { x: 110, y: 281 },
    ]) {
      expect(isCutOff({ ...at, width: 80, height: 20 }, region)).toBe(true);
    }
  });
});
