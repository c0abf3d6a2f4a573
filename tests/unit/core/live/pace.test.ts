import { describe, expect, it } from 'vitest';
import { LADDER, nextPace, type Pace, startPace } from '../../../../src/core/live/pace.ts';

/** Runs a device for a while: `costMs` is what a detection takes at each level. */
function run(pace: Pace, costMs: (level: number) => number, fromMs: number, seconds: number): Pace {
  let nowMs = fromMs;
  let current = pace;
  while (nowMs < fromMs + seconds * 1000) {
    const detectMs = costMs(current.level);
    nowMs += Math.max(detectMs, 33 * current.everyNth);
    current = nextPace(current, { nowMs, detectMs, frameMs: 33 });
  }
  return current;
}

const atSize = (msAt320: number) => (level: number) =>
  msAt320 * ((LADDER[level] as number) / 320) ** 2;

describe('pace', () => {
  it('climbs to the largest size on a fast device and detects every frame', () => {
    const pace = run(startPace(0), atSize(5), 0, 60);
    expect(LADDER[pace.level]).toBe(640);
    expect(pace.everyNth).toBe(1);
  });

  it('stays small and skips frames on a slow one', () => {
    const pace = run(startPace(0), atSize(80), 0, 60);
    expect(LADDER[pace.level]).toBe(320);
    expect(pace.everyNth).toBe(3);
  });

  it('steps down when the device gets hot and up again when it cools, without swinging', () => {
    let pace = run(startPace(0), atSize(8), 0, 60);
    expect(LADDER[pace.level]).toBe(640);
    pace = run(pace, atSize(60), 60_000, 30);
    expect(LADDER[pace.level]).toBe(320);
    pace = run(pace, atSize(8), 90_000, 60);
    expect(LADDER[pace.level]).toBe(640);
    let changes = 0;
    let level = pace.level;
    for (let s = 0; s < 120; s += 5) {
      pace = run(pace, atSize(20), 150_000 + s * 1000, 5);
      if (pace.level !== level) changes++;
      level = pace.level;
    }
    expect(changes).toBeLessThanOrEqual(2);
  });

  it('keeps to the best size the person allows', () => {
    let pace = startPace(0);
    for (let t = 0; t < 60_000; t += 33) {
      pace = nextPace(
        pace,
        { nowMs: t, detectMs: 4, frameMs: 33 },
        { best: 1, lowest: 2, maxEveryNth: 3 },
      );
    }
    expect(LADDER[pace.level]).toBe(416);
  });
});
