import { describe, expect, it } from 'vitest';
import {
  findRowGap,
  type OcrCropOptions,
  ocrRows,
  stretchContrast,
  toGrey,
  toPgm,
} from '../../../src/core/ocrCrop.ts';
import type { RgbaImage } from '../../../src/core/types.ts';

const OPTIONS: OcrCropOptions = {
  margin: 0,
  rowHeight: 40,
  clip: 0,
  invert: false,
  border: 5,
  twoRowAspect: 2,
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

describe('ocrRows', () => {
  it('scales one row to the asked height, framed in white', () => {
    const image = picture(100, 20, () => 0);
    const rows = ocrRows(image, all(image), OPTIONS);
    expect(rows).toHaveLength(1);
    const [row] = rows;
    expect(row).toMatchObject({ width: 210, height: 50 });
    expect(row?.data[0]).toBe(255);
    expect(row?.data[25 * 210 + 100]).toBe(0);
  });

  it('cuts a square plate at the gap between its rows', () => {
    const ink = (x: number, y: number) => ((y >= 4 && y < 24) || (y >= 34 && y < 76)) && x % 8 < 4;
    const image = picture(100, 80, (x, y) => (ink(x, y) ? 0 : 255));
    const rows = ocrRows(image, all(image), OPTIONS);
    expect(rows).toHaveLength(2);
    const inkRows = rows.map(({ data, width, height }) => {
      let n = 0;
      for (let y = 0; y < height; y++)
        if (data.subarray(y * width, (y + 1) * width).some((v) => v < 128)) n++;
      return n;
    });
    expect(inkRows[0]).toBeGreaterThanOrEqual(18);
    expect(inkRows[0]).toBeLessThanOrEqual(22);
    expect(inkRows[1]).toBeGreaterThanOrEqual(40);
  });

  it('turns light text on a dark plate around, and leaves dark on light', () => {
    const dark = picture(100, 20, (x) => (x % 20 < 4 ? 255 : 10));
    const light = picture(100, 20, (x) => (x % 20 < 4 ? 10 : 255));
    const middle = (image: RgbaImage) => {
      const [row] = ocrRows(image, all(image), { ...OPTIONS, invert: true });
      return row?.data[25 * 210 + 5 + 24];
    };
    expect(middle(dark)).toBeGreaterThan(200);
    expect(middle(light)).toBeGreaterThan(200);
  });

  it('manages a 1×1 crop', () => {
    const image = picture(1, 1, () => 99);
    expect(ocrRows(image, all(image), { ...OPTIONS, clip: 0.05, invert: true })).toHaveLength(2);
    expect(ocrRows(image, all(image), { ...OPTIONS, twoRowAspect: 0 })).toHaveLength(1);
  });
});

describe('parts', () => {
  it('toGrey weighs the colours as the eye does', () => {
    const data = Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255);
    const grey = toGrey({ width: 3, height: 1, data }, { x: 0, y: 0, width: 3, height: 1 });
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

  it('findRowGap stays inside the picture', () => {
    expect(findRowGap(new Float32Array(2), { width: 1, height: 2 })).toBe(1);
    expect(findRowGap(new Float32Array(100), { width: 10, height: 10 })).toBeGreaterThan(0);
  });

  it('toPgm writes a header and the bytes', () => {
    const pgm = toPgm({ width: 2, height: 1, data: Uint8Array.of(7, 200) });
    expect(new TextDecoder('latin1').decode(pgm.subarray(0, 11))).toBe('P5\n2 1\n255\n');
    expect(Array.from(pgm.subarray(11))).toEqual([7, 200]);
  });
});
