import { expect, test } from 'vitest';
import { blurFar } from '../../../src/core/image/blurFar.ts';

const width = 480;
const height = 320;

function noise() {
  const data = new Uint8ClampedArray(width * height * 4);
  let seed = 1;
  for (let i = 0; i < data.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    data[i] = i % 4 === 3 ? 255 : seed >>> 24;
  }
  return { width, height, data };
}

const box = { x: 200, y: 150, width: 40, height: 10 };
const isNear = (x: number, y: number) => x >= 160 && x < 280 && y >= 110 && y < 200;

test('pixels near the plate stay, all others become large even squares', () => {
  const before = noise();
  const after = noise();
  blurFar(after, [box], 1);
  const farColours = new Set<string>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x);
      const pixel = after.data.slice(at, at + 3).join();
      if (isNear(x, y)) expect(pixel).toBe(before.data.slice(at, at + 3).join());
      else farColours.add(pixel);
    }
  }
  // 24 × 16 squares are all that is left of 140,000 far pixels.
  expect(farColours.size).toBeLessThanOrEqual(24 * 16);
});

test('what is near a plate leaves no trace in the squares', () => {
  const [a, b] = [noise(), noise()];
  for (let y = 110; y < 200; y++) {
    for (let x = 160; x < 280; x++) b.data.fill(7, 4 * (y * width + x), 4 * (y * width + x) + 3);
  }
  blurFar(a, [box], 1);
  blurFar(b, [box], 1);
  for (const [x, y] of [
    [159, 150],
    [280, 150],
    [200, 109],
    [200, 200],
  ] as const) {
    const at = 4 * (y * width + x);
    expect(a.data.slice(at, at + 3)).toEqual(b.data.slice(at, at + 3));
  }
});

test('without a plate all of it is blurred', () => {
  const image = noise();
  blurFar(image, [], 1);
  expect(image.data[0]).toBe(image.data[4]);
});
