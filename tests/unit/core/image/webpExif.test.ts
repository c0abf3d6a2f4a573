import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasWebpExif } from '../../../../src/core/image/animated.ts';
import { NO_EXIF } from '../../../../src/core/image/exif.ts';
import { turnedSize, uprightTransform } from '../../../../src/core/image/orientation.ts';
import { readWebpExif } from '../../../../src/core/image/webpExif.ts';

const FORMATS = 'tests/fixtures/formats';
const from = (bytes: Uint8Array) => async (start: number, end: number) =>
  bytes.subarray(start, end);

describe('the EXIF of a WebP', () => {
  it.each([3, 6])('is found behind the picture: orientation %i', async (orientation) => {
    const file = readFileSync(`${FORMATS}/orientation-${orientation}.webp`);
    expect(hasWebpExif(file)).toBe(true);
    expect((await readWebpExif(from(file))).orientation).toBe(orientation);
  });

  it('is none in a plain one, a cut one, and in what only begins like one', async () => {
    const plain = readFileSync(`${FORMATS}/photo.webp`);
    expect(await readWebpExif(from(plain))).toEqual(NO_EXIF);
    const cut = readFileSync(`${FORMATS}/orientation-6.webp`).subarray(0, 2000);
    expect(await readWebpExif(from(cut))).toEqual(NO_EXIF);
    expect(await readWebpExif(from(cut.subarray(0, 24)))).toEqual(NO_EXIF);
  });
});

describe('turning upright', () => {
  /** Where the stored pixel (x, y) of a 4 × 2 picture comes to lie, by its middle. */
  const moved = (orientation: number, x: number, y: number) => {
    const [a, b, c, d, e, f] = uprightTransform({ width: 4, height: 2 }, orientation);
    const [mx, my] = [x + 0.5, y + 0.5];
    return [Math.floor(a * mx + c * my + e), Math.floor(b * mx + d * my + f)];
  };

  it('puts the stored row 0 and column 0 where EXIF says they are', () => {
    // Tag 0x0112: the sides at which row 0 and column 0 lie in the upright picture.
    const first = {
      1: [0, 0],
      2: [3, 0],
      3: [3, 1],
      4: [0, 1],
      5: [0, 0],
      6: [1, 0],
      7: [1, 3],
      8: [0, 3],
    };
    for (const [orientation, at] of Object.entries(first)) {
      expect(moved(Number(orientation), 0, 0), orientation).toEqual(at);
    }
    expect(moved(6, 3, 0)).toEqual([1, 3]); // row 0 runs down the right side
  });

  it('keeps every pixel inside the upright picture', () => {
    for (let orientation = 1; orientation <= 8; orientation++) {
      const { width, height } = turnedSize({ width: 4, height: 2 }, orientation);
      const places = new Set<string>();
      for (let y = 0; y < 2; y++) {
        for (let x = 0; x < 4; x++) {
          const [u = -1, v = -1] = moved(orientation, x, y);
          expect(u >= 0 && u < width && v >= 0 && v < height).toBe(true);
          places.add(`${u},${v}`);
        }
      }
      expect(places.size).toBe(8);
    }
  });
});
