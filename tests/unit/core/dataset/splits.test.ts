import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dhash,
  hashBands,
  hashDistance,
  isTelling,
  NEAR_BITS,
} from '../../../../src/core/dataset/dhash.ts';
import { drawSplit, joinGroups, strictest } from '../../../../src/core/dataset/splits.ts';

describe('splits', () => {
  test('80/10/10, and the same for the same seed', () => {
    const counts = { train: 0, val: 0, test: 0 };
    for (let i = 0; i < 10_000; i++) counts[drawSplit('seed', `text:AB${i}`)] += 1;
    expect(counts.train).toBeGreaterThan(7_800);
    expect(counts.train).toBeLessThan(8_200);
    expect(counts.val).toBeGreaterThan(850);
    expect(counts.test).toBeGreaterThan(850);
    expect(drawSplit('seed', 'text:AB1')).toBe(drawSplit('seed', 'text:AB1'));
  });

  test('test wins over val wins over train', () => {
    expect(strictest(['train', 'val', 'test', 'train'])).toBe('test');
    expect(strictest(['train', 'val'])).toBe('val');
  });

  test('however groups come together, no key ever leaves a stricter split', () => {
    const keys = fc.array(
      fc.integer({ min: 0, max: 12 }).map((n) => `text:T${n}`),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    const rank = { train: 0, val: 1, test: 2 };
    fc.assert(
      fc.property(fc.array(keys), fc.string(), (samples, seed) => {
        let groups: ReturnType<typeof joinGroups>['group'][] = [];
        const strictness = new Map<string, number>();
        for (const sample of samples) {
          const found = groups.filter((g) => g.keys.some((k) => sample.includes(k)));
          const { group, absorbed } = joinGroups(found, sample, seed);
          groups = [...groups.filter((g) => g.id !== group.id && !absorbed.includes(g.id)), group];
          for (const g of groups) {
            for (const key of g.keys) {
              expect(rank[g.split]).toBeGreaterThanOrEqual(strictness.get(key) ?? 0);
              strictness.set(key, rank[g.split]);
            }
          }
          const all = groups.flatMap((g) => g.keys);
          expect(new Set(all).size).toBe(all.length);
        }
      }),
    );
  });
});

describe('near-duplicate hash', () => {
  const picture = (width: number, height: number, brightness = 1) => {
    const data = new Uint8ClampedArray(width * height * 4);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const u = x / width;
        const v = y / height;
        const value = 127 + 100 * Math.sin(9 * u + 5 * v * v) * Math.cos(7 * v - 3 * u);
        data.set(
          [value * brightness, value * brightness, value * brightness, 255],
          4 * (y * width + x),
        );
      }
    }
    return { width, height, data };
  };

  test('the same picture larger and darker is near, another is far', () => {
    const a = dhash(picture(320, 200));
    expect(a).toMatch(/^[0-9a-f]{16}$/);
    expect(hashDistance(a, dhash(picture(640, 400, 0.8)))).toBeLessThanOrEqual(NEAR_BITS);
    const mirrored = picture(320, 200);
    mirrored.data.reverse();
    expect(hashDistance(a, dhash(mirrored))).toBeGreaterThan(10);
    expect(isTelling(a)).toBe(true);
  });

  test('a flat picture tells nothing', () => {
    const flat = { width: 40, height: 40, data: new Uint8ClampedArray(6400).fill(128) };
    expect(isTelling(dhash(flat))).toBe(false);
  });

  test('near-duplicates share a band, strangers hardly ever', () => {
    const hex = fc.stringMatching(/^[0-9a-f]{16}$/);
    fc.assert(
      fc.property(hex, fc.uniqueArray(fc.nat(63), { maxLength: NEAR_BITS }), (hash, bits) => {
        const value = bits.reduce((v, bit) => v ^ (1n << BigInt(bit)), BigInt(`0x${hash}`));
        const other = value.toString(16).padStart(16, '0');
        expect(hashDistance(hash, other)).toBe(bits.length);
        const bands = hashBands(other);
        expect(hashBands(hash).some((band) => bands.includes(band))).toBe(true);
      }),
    );
    const sizes = hashBands('0123456789abcdef').map((_, i) => {
      const values = Array.from(
        { length: 300 },
        (_, n) =>
          hashBands(((BigInt(n) * 0x9e3779b97f4a7c15n) % 2n ** 64n).toString(16).padStart(16, '0'))[
            i
          ],
      );
      return new Set(values).size;
    });
    expect(Math.min(...sizes)).toBeGreaterThan(280);
  });
});
