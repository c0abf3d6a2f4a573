import { describe, expect, it } from 'vitest';
import { trackBoxAt } from '../../../../src/core/live/track.ts';
import { NO_TRACKS, stepTracker, type TrackerState } from '../../../../src/core/live/tracker.ts';
import type { Detection } from '../../../../src/core/types.ts';
import { hidden, random, runScene, SIZE, straight } from './scene.ts';

const approach = straight({ x: 640, y: 200, height: 14 }, { x: 700, y: 600, height: 70 }, 0, 4);

function plate(x: number, y: number, height: number, confidence = 0.9): Detection {
  return { box: { x, y, width: height * 4, height }, confidence, classIndex: 0 };
}

describe('one vehicle', () => {
  it('keeps one id on an approach, with jitter and missed frames', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const scene = runScene({ plates: [approach], seconds: 4, missRate: 0.15, seed });
      expect(scene.switches).toBe(0);
      expect(scene.registry.vehicles).toHaveLength(1);
    }
  });

  it('keeps its id when it crosses the picture faster than its own width a frame', () => {
    const fast = straight({ x: -20, y: 400, height: 25 }, { x: 1300, y: 420, height: 25 }, 0, 1);
    const scene = runScene({ plates: [fast], seconds: 2, framesPerSecond: 12 });
    expect(new Set(scene.trackIds[0]).size).toBe(1);
    expect(scene.trackIds[0]?.length).toBeGreaterThan(8);
  });

  it('keeps its id over a gap of 0.8 s and ends it after 1.2 s', () => {
    const drive = straight({ x: 100, y: 400, height: 30 }, { x: 900, y: 420, height: 34 }, 0, 4);
    const short = runScene({ plates: [hidden(drive, 2, 2.8)], seconds: 4 });
    expect(short.switches).toBe(0);
    expect(short.registry.vehicles).toHaveLength(1);
    const long = runScene({ plates: [hidden(drive, 1.5, 3.2)], seconds: 4 });
    expect(new Set(long.trackIds[0]).size).toBe(2);
  });

  it('is carried through frames in which it is only doubtfully seen', () => {
    const scene = runScene({ plates: [approach], seconds: 4, doubtRate: 0.5, seed: 3 });
    expect(scene.switches).toBe(0);
    expect(scene.trackIds[0]?.length).toBeGreaterThan(50);
  });

  it('ends at once when it leaves the picture', () => {
    const leaving = straight(
      { x: 1000, y: 300, height: 30 },
      { x: 1600, y: 300, height: 30 },
      0,
      2,
    );
    const scene = runScene({ plates: [leaving], seconds: 1.5 });
    expect(scene.state.tracks).toHaveLength(0);
    expect(scene.registry.vehicles[0]?.isPresent).toBe(false);
  });
});

describe('several vehicles', () => {
  it('keeps ids apart when two cross, one in front of the other', () => {
    const right = straight({ x: 200, y: 380, height: 30 }, { x: 1080, y: 400, height: 30 }, 0, 3);
    const left = straight({ x: 1080, y: 410, height: 34 }, { x: 200, y: 390, height: 34 }, 0, 3);
    for (let seed = 1; seed <= 10; seed++) {
      const scene = runScene({ plates: [hidden(right, 1.4, 1.6), left], seconds: 3, seed });
      expect({ seed, switches: scene.switches, mixed: scene.mixed }).toEqual({
        seed,
        switches: 0,
        mixed: 0,
      });
      expect(scene.registry.vehicles).toHaveLength(2);
    }
  });

  it('tells neighbours in a row apart while the camera pans along them', () => {
    const row = Array.from({ length: 6 }, (_, i) =>
      straight(
        { x: 150 + i * 200, y: 400, height: 25 },
        { x: -150 + i * 200, y: 400, height: 25 },
        0,
        3,
      ),
    );
    const scene = runScene({ plates: row, seconds: 3, missRate: 0.1, seed: 5 });
    expect(scene.switches).toBe(0);
    expect(scene.mixed).toBe(0);
  });

  it('holds ids under a shaking camera, better when told the movement', () => {
    const parked = Array.from({ length: 4 }, (_, i) =>
      straight(
        { x: 200 + i * 260, y: 400, height: 25 },
        { x: 200 + i * 260, y: 400, height: 25 },
        0,
        4,
      ),
    );
    const next = random(9);
    const jolts = Array.from({ length: 100 }, () => ({
      dx: (next() - 0.5) * 160,
      dy: (next() - 0.5) * 60,
    }));
    const shake = (s: number) => jolts[Math.round(s * 15)] ?? { dx: 0, dy: 0 };
    const told = runScene({ plates: parked, seconds: 4, shake, compensate: true });
    expect(told.switches).toBe(0);
    expect(told.registry.vehicles).toHaveLength(4);
    const blind = runScene({ plates: parked, seconds: 4, shake, compensate: false });
    expect(blind.switches).toBeGreaterThanOrEqual(told.switches);
  });

  it('takes at most one in ten scattered false boxes for a vehicle', () => {
    let vehicles = 0;
    for (let seed = 1; seed <= 10; seed++) {
      vehicles += runScene({ plates: [approach], seconds: 4, falseRate: 0.1, seed }).registry
        .vehicles.length;
    }
    // Ten true vehicles, and about 60 false boxes in the ten scenes.
    expect(vehicles).toBeGreaterThanOrEqual(10);
    expect(vehicles).toBeLessThanOrEqual(16);
  });
});

describe('steps', () => {
  it('starts no track from a doubtful box', () => {
    const step = stepTracker(NO_TRACKS, {
      timeMs: 0,
      size: SIZE,
      detections: [plate(100, 100, 20, 0.3)],
    });
    expect(step.state.tracks).toHaveLength(0);
    expect(step.trackOf).toEqual([null]);
  });

  it('ignores empty boxes', () => {
    const step = stepTracker(NO_TRACKS, {
      timeMs: 0,
      size: SIZE,
      detections: [{ box: { x: 1, y: 1, width: 0, height: 0 }, confidence: 0.9, classIndex: 0 }],
    });
    expect(step.state.tracks).toHaveLength(0);
  });

  it('carries the box between frames', () => {
    let state: TrackerState = NO_TRACKS;
    for (let i = 0; i < 12; i++) {
      state = stepTracker(state, {
        timeMs: i * 100,
        size: SIZE,
        detections: [plate(100 + i * 30, 300, 30)],
      }).state;
    }
    const track = state.tracks[0];
    if (track === undefined) throw new Error('no track');
    const later = trackBoxAt(track, 1200);
    expect(later.x).toBeGreaterThan(100 + 12 * 30 - 8);
    expect(later.x).toBeLessThan(100 + 12 * 30 + 8);
  });
});
