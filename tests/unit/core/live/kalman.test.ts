import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boxOf,
  correctMotion,
  fitOf,
  predictMotion,
  shiftMotion,
  startMotion,
} from '../../../../src/core/live/kalman.ts';

const box = fc.record({
  x: fc.double({ min: -500, max: 4000, noNaN: true }),
  y: fc.double({ min: -500, max: 4000, noNaN: true }),
  width: fc.double({ min: 1, max: 2000, noNaN: true }),
  height: fc.double({ min: 1, max: 2000, noNaN: true }),
});

describe('Kalman filter of a box', () => {
  it('starts where the box is', () => {
    fc.assert(
      fc.property(box, (b) => {
        const started = boxOf(startMotion(b));
        for (const key of ['x', 'y', 'width', 'height'] as const) {
          expect(started[key]).toBeCloseTo(b[key], 6);
        }
      }),
    );
  });

  it('keeps a valid covariance and positive sizes, whatever it sees', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(box, fc.double({ min: 0, max: 3, noNaN: true })), { minLength: 1 }),
        (seen) => {
          let motion = startMotion((seen[0] as [(typeof seen)[0][0], number])[0]);
          for (const [b, dt] of seen) {
            motion = correctMotion(predictMotion(motion, dt), b);
            for (const axis of [motion.x, motion.y, motion.logWidth, motion.logHeight]) {
              expect(axis.pp).toBeGreaterThan(0);
              expect(axis.vv * axis.pp - axis.pv ** 2).toBeGreaterThan(-1e-6 * axis.pp * axis.vv);
            }
            expect(boxOf(motion).width).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('lies between prediction and measurement', () => {
    const start = startMotion({ x: 0, y: 0, width: 100, height: 25 });
    const seen = correctMotion(predictMotion(start, 0.1), { x: 40, y: 0, width: 100, height: 25 });
    expect(boxOf(seen).x).toBeGreaterThan(0);
    expect(boxOf(seen).x).toBeLessThan(40);
    expect(seen.x.velocity).toBeGreaterThan(0);
  });

  it('learns a steady velocity', () => {
    let motion = startMotion({ x: 0, y: 0, width: 100, height: 25 });
    for (let i = 1; i <= 30; i++) {
      motion = correctMotion(predictMotion(motion, 0.1), {
        x: i * 20,
        y: 0,
        width: 100,
        height: 25,
      });
    }
    expect(motion.x.velocity).toBeCloseTo(200, 0);
  });

  it('fits better the nearer a box is, and a shift moves only the place', () => {
    const motion = startMotion({ x: 100, y: 100, width: 100, height: 25 });
    const near = fitOf(motion, { x: 104, y: 100, width: 100, height: 25 });
    const far = fitOf(motion, { x: 150, y: 100, width: 100, height: 25 });
    expect(near.cost).toBeLessThan(far.cost);
    const moved = boxOf(shiftMotion(motion, 7, -3));
    expect(moved.x).toBeCloseTo(107, 6);
    expect(moved.y).toBeCloseTo(97, 6);
  });
});
