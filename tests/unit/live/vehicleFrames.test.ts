import { describe, expect, it } from 'vitest';
import type { Vehicle } from '../../../src/core/live/vehicle.ts';
import type { LivePipeline } from '../../../src/live/pipeline.ts';
import { VehicleFrames } from '../../../src/live/vehicleFrames.ts';
import { unreadVehicle } from '../core/live/readings.ts';
import { settle } from './fakeVision.ts';

const frame = { width: 640, height: 360 } as ImageBitmap;

function make(isWanted = false) {
  const kept: number[] = [];
  const frames = new VehicleFrames({
    encode: async () => new Blob(['jpeg']),
    isWanted: () => isWanted,
    keep: async (_photo, _plates, timeMs) => void kept.push(timeMs),
    onLost: () => undefined,
  });
  const scene = {
    tracker: { tracks: [] as object[] },
    registry: { vehicles: [] as Vehicle[], ofTrack: new Map([[7, 1]]), nextId: 2 },
  };
  const pipeline = {
    scene,
    frameSize: { width: 640, height: 360 },
    boxAt: () => ({ x: 0, y: 0, width: 10, height: 10 }),
  } as unknown as LivePipeline;
  const show = async (timeMs: number, width: number, change: Partial<Vehicle> = {}) => {
    const box = { x: 0, y: 0, width, height: width / 4 };
    scene.registry.vehicles = [{ ...unreadVehicle, id: 1, isPresent: true, box, ...change }];
    scene.tracker.tracks = [{ id: 7, state: 'confirmed', detection: { box, confidence: 1 } }];
    frames.offer(frame, timeMs, pipeline);
    frames.tracked(timeMs, pipeline);
    await settle();
  };
  return { frames, show, kept, pipeline };
}

describe('frames of a vehicle', () => {
  it('are few, the largest among them, in order of time', async () => {
    const { frames, show } = make();
    for (let t = 0; t < 40; t++) await show(t * 100, 40 + 8 * t);
    const times = frames.of(1).map(({ timeMs }) => timeMs);
    expect(times.length).toBeLessThanOrEqual(6);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeGreaterThan(3000);
    expect(frames.bestOf(1)?.timeMs).toBe(times.at(-1));
    expect(frames.of(1)[0]?.plates[0]?.vehicleId).toBe(1);
  });

  it('are only those it was seen in, however long its track is expected to go on', async () => {
    const { frames, show, pipeline } = make();
    await show(0, 80);
    const { tracker, registry } = pipeline.scene as unknown as {
      tracker: { tracks: { state: string }[] };
      registry: { vehicles: Vehicle[] };
    };
    const [vehicle] = registry.vehicles as [Vehicle];
    registry.vehicles = [{ ...vehicle, box: { x: 0, y: 0, width: 300, height: 80 } }];
    frames.offer(frame, 800, pipeline); // seen in the last frame, so expected in this one
    tracker.tracks = tracker.tracks.map((track) => ({ ...track, state: 'lost' }));
    frames.tracked(800, pipeline);
    frames.offer(frame, 1600, pipeline);
    frames.tracked(1600, pipeline);
    await settle();
    expect(frames.of(1).map(({ timeMs }) => timeMs)).toEqual([0]);
    expect(frames.bestOf(1)?.timeMs).toBe(0);
  });

  it('go over to the vehicle it turned out to be, and are forgotten with it', async () => {
    const { frames, show } = make();
    await show(0, 80);
    frames.passOn(1, 5);
    expect(frames.of(1)).toEqual([]);
    expect(frames.of(5)).toHaveLength(1);
    frames.keepOnly(new Set());
    expect(frames.of(5)).toEqual([]);
  });

  it('are kept by rule when the row stands and is doubtful, and not before', async () => {
    const { show, kept } = make(true);
    await show(0, 80);
    await show(100, 80, { isPresent: false });
    expect(kept).toEqual([]);
    await show(200, 80, { isPresent: false, isFinal: true });
    expect(kept).toEqual([0]);
  });
});
