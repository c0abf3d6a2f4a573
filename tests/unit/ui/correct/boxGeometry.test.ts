import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  boxBetween,
  dragBox,
  GRIPS,
  gripsFor,
  LEAST_PX,
  middleBox,
} from '../../../../src/ui/correct/boxGeometry.ts';

const image = { width: 640, height: 480 };
const box = fc.record({
  x: fc.integer({ min: 0, max: 600 }),
  y: fc.integer({ min: 0, max: 440 }),
  width: fc.integer({ min: LEAST_PX, max: 40 }),
  height: fc.integer({ min: LEAST_PX, max: 40 }),
});
const delta = fc.integer({ min: -2000, max: 2000 });

test('however it is dragged, a box stays inside the photo and keeps an area', () => {
  fc.assert(
    fc.property(
      box,
      fc.constantFrom('' as const, ...GRIPS),
      delta,
      delta,
      (start, grip, dx, dy) => {
        const { x, y, width, height } = dragBox(start, grip, dx, dy, image);
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(image.width);
        expect(y + height).toBeLessThanOrEqual(image.height);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(LEAST_PX);
        if (grip === '') expect([width, height]).toEqual([start.width, start.height]);
      },
    ),
  );
});

test('a grip moves its own sides only', () => {
  const start = { x: 100, y: 100, width: 50, height: 20 };
  expect(dragBox(start, 'e', 10, 99, image)).toEqual({ ...start, width: 60 });
  expect(dragBox(start, 'nw', -10, -5, image)).toEqual({ x: 90, y: 95, width: 60, height: 25 });
});

test('a drawn box is cut to the photo; a click draws none', () => {
  expect(boxBetween({ x: 50, y: 40 }, { x: -20, y: 10 }, image)).toEqual({
    x: 0,
    y: 10,
    width: 50,
    height: 30,
  });
  expect(boxBetween({ x: 50, y: 40 }, { x: 51, y: 41 }, image)).toBeNull();
  expect(middleBox(image)).toEqual({ x: 256, y: 224, width: 128, height: 32 });
});

test('grips leave a small plate in sight: its corners alone', () => {
  expect(gripsFor(200, 60)).toEqual(GRIPS);
  expect(gripsFor(50, 14)).toEqual(['nw', 'ne', 'se', 'sw']);
  expect(gripsFor(200, 20)).toHaveLength(4);
});
