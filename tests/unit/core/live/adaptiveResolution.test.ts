import { describe, expect, it } from 'vitest';
import {
  adaptResolution,
  LEVELS,
  type Resolution,
  startResolution,
} from '../../../../src/core/live/adaptiveResolution.ts';

/** Runs a device for a while: `costMs` is what a detection takes at each level. */
function run(
  resolution: Resolution,
  costMs: (level: number) => number,
  fromMs: number,
  seconds: number,
): Resolution {
  let nowMs = fromMs;
  let current = resolution;
  while (nowMs < fromMs + seconds * 1000) {
    const detectMs = costMs(current.level);
    nowMs += Math.max(detectMs, 33 * current.everyNth);
    current = adaptResolution(current, { nowMs, detectMs, frameMs: 33 });
  }
  return current;
}

const atSize = (msAt320: number) => (level: number) =>
  msAt320 * ((LEVELS[level] as number) / 320) ** 2;

describe('adaptive resolution', () => {
  it('climbs to the largest size on a fast device and detects every frame', () => {
    const resolution = run(startResolution(0), atSize(5), 0, 60);
    expect(LEVELS[resolution.level]).toBe(640);
    expect(resolution.everyNth).toBe(1);
  });

  it('stays small and skips frames on a slow one', () => {
    const resolution = run(startResolution(0), atSize(80), 0, 60);
    expect(LEVELS[resolution.level]).toBe(320);
    expect(resolution.everyNth).toBe(3);
  });

  it('steps down when the device gets hot and up again when it cools, without swinging', () => {
    let resolution = run(startResolution(0), atSize(8), 0, 60);
    expect(LEVELS[resolution.level]).toBe(640);
    resolution = run(resolution, atSize(60), 60_000, 30);
    expect(LEVELS[resolution.level]).toBe(320);
    resolution = run(resolution, atSize(8), 90_000, 60);
    expect(LEVELS[resolution.level]).toBe(640);
    let changes = 0;
    let level = resolution.level;
    for (let s = 0; s < 120; s += 5) {
      resolution = run(resolution, atSize(20), 150_000 + s * 1000, 5);
      if (resolution.level !== level) changes++;
      level = resolution.level;
    }
    expect(changes).toBeLessThanOrEqual(2);
  });

  it('keeps to the best size the person allows', () => {
    let resolution = startResolution(0);
    for (let t = 0; t < 60_000; t += 33) {
      resolution = adaptResolution(
        resolution,
        { nowMs: t, detectMs: 4, frameMs: 33 },
        { best: 1, lowest: 2, maxEveryNth: 3 },
      );
    }
    expect(LEVELS[resolution.level]).toBe(416);
  });
});
