import { describe, expect, it } from 'vitest';
import { greyOf } from '../../../src/core/luma.ts';
import {
  type OcrCropOptions,
  ocrPicture,
  stretchContrast,
  toPgm,
} from '../../../src/core/ocrCrop.ts';
import type { RgbaImage } from '../../../src/core/types.ts';

const OPTIONS: OcrCropOptions = {
  margin: 0,
  height: 40,
  clip: 0,
  invert: false,
  border: 5,
};

/** A picture from a function of x and y giving grey. */
function picture(width: number, height: number, grey: (x: number, y: number) => number): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      data.fill(grey(x, y), (y * width + x) * 4, (y * width + x) * 4 + 3);
  }
  return { width, height, data };
}

const all = (image: RgbaImage) => ({ x: 0, y: 0, width: image.width, height: image.height });

describe('ocrPicture', () => {
  it('scales to the asked height, framed in white', () => {
    const image = picture(100, 20, () => 0);
    const made = ocrPicture(image, all(image), OPTIONS);
    expect(made).toMatchObject({ width: 210, height: 50 });
    expect(made.data[0]).toBe(255);
    expect(made.data[25 * 210 + 100]).toBe(0);
  });

  it('cuts the frame of the plate away with a negative margin', () => {
    const image = picture(100, 20, (x, y) => (x < 4 || x > 95 || y < 1 || y > 18 ? 0 : 255));
    const made = ocrPicture(image, all(image), { ...OPTIONS, margin: -0.07, border: 0 });
    expect(Math.min(...made.data)).toBe(255);
  });

  it('turns light text on a dark plate around, and leaves dark on light', () => {
    const dark = picture(100, 20, (x) => (x % 20 < 4 ? 255 : 10));
    const light = picture(100, 20, (x) => (x % 20 < 4 ? 10 : 255));
    const middle = (image: RgbaImage) =>
      ocrPicture(image, all(image), { ...OPTIONS, invert: true }).data[25 * 210 + 5 + 24];
    expect(middle(dark)).toBeGreaterThan(200);
    expect(middle(light)).toBeGreaterThan(200);
  });

  it('manages a 1×1 crop', () => {
    const image = picture(1, 1, () => 99);
    const made = ocrPicture(image, all(image), { ...OPTIONS, clip: 0.05, invert: true });
    expect(made).toMatchObject({ width: 50, height: 50 });
  });
});

describe('parts', () => {
  it('greyOf weighs the colours as the eye does', () => {
    const data = Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255);
    const grey = greyOf({ width: 3, height: 1, data }, { x: 0, y: 0, width: 3, height: 1 });
    expect(Array.from(grey, (v) => Math.round(v))).toEqual([76, 150, 29]);
  });

  it('stretchContrast spreads to black and white, and leaves a flat crop alone', () => {
    const grey = Float32Array.from({ length: 101 }, (_, i) => 100 + i / 2);
    stretchContrast(grey, 0.1);
    expect(grey[0]).toBe(0);
    expect(grey[100]).toBe(255);
    expect(grey[50]).toBeCloseTo(127.5, 1);
    const flat = new Float32Array(9).fill(80);
    stretchContrast(flat, 0.1);
    expect(flat[4]).toBe(80);
  });

  it('toPgm writes a header and the bytes', () => {
    const pgm = toPgm({ width: 2, height: 1, data: Uint8Array.of(7, 200) });
    expect(new TextDecoder('latin1').decode(pgm.subarray(0, 11))).toBe('P5\n2 1\n255\n');
    expect(Array.from(pgm.subarray(11))).toEqual([7, 200]);
  });
});
