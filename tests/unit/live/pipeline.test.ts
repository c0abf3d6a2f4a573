import { describe, expect, it } from 'vitest';
import { DEFAULT_LIVE_OPTIONS, type LiveOptions } from '../../../src/live/options.ts';
import { LivePipeline } from '../../../src/live/pipeline.ts';
import { FakeVision, quality, settle } from './fakeVision.ts';

function make(options: Partial<LiveOptions> = {}, paced = false) {
  const vision = new FakeVision();
  const open = new Set<object>();
  let broken = '';
  const crops: [number, number][] = [];
  let nowMs = 0;
  const pipeline = new LivePipeline(
    {
      vision,
      grab: async () => {
        const frame = { width: 1280, height: 720, close: () => open.delete(frame) };
        open.add(frame);
        return frame as unknown as ImageBitmap;
      },
      options: () => ({ ...DEFAULT_LIVE_OPTIONS, everyFrame: true, ...options }),
      now: () => nowMs++,
      onChange: () => undefined,
      onCrop: (vehicleId, _, score) => crops.push([vehicleId, score]),
      onRead: () => undefined,
      onFrame: () => undefined,
      onTracked: () => undefined,
      onBroken: (message) => {
        broken = message;
      },
    },
    paced,
  );
  return { pipeline, vision, open, crops, broken: () => broken };
}

describe('live pipeline', () => {
  it('drops frames while two are with the worker, and counts them', async () => {
    const { pipeline, vision } = make();
    for (let t = 0; t < 10; t++) {
      pipeline.offer(t * 33, 33);
      await settle();
    }
    expect(vision.calls).toHaveLength(2);
    expect(pipeline.dropped).toBe(8);
    await vision.finish();
    pipeline.offer(400, 33);
    await settle();
    expect(vision.calls).toHaveLength(2);
    expect(pipeline.framesSeen).toBe(11);
  });

  it('reads a vehicle until its text settles, then cuts out no more crops', async () => {
    const { pipeline, vision } = make();
    for (let t = 0; t < 12; t++) {
      pipeline.offer(t * 33, 33);
      await settle();
      await vision.finish();
    }
    const [vehicle] = pipeline.scene.registry.vehicles;
    expect(pipeline.scene.registry.vehicles).toHaveLength(1);
    expect(vehicle?.consensus.text).toBe('AB123CD');
    expect(vehicle?.hasConverged).toBe(true);
    expect(vision.reads).toBeLessThan(8);
    pipeline.offer(500, 33);
    await settle();
    expect(vision.calls[0]?.options.settled).toHaveLength(1);
  });

  it('shows the crops of a vehicle that cannot be read', async () => {
    const { pipeline, vision, crops } = make();
    vision.quality = { ...quality, heightPx: 8 };
    for (let t = 0; t < 3; t++) {
      pipeline.offer(t * 33, 33);
      await settle();
      await vision.finish();
    }
    expect(vision.reads).toBe(0);
    // Of its second and third frame: it is a vehicle from the second on.
    expect(crops.map(([id]) => id)).toEqual([1, 1]);
    expect(crops[0]?.[1]).toBeGreaterThan(0);
  });

  it('once a vehicle was read, shows only crops that were read', async () => {
    const { pipeline, vision, crops } = make({ readAll: true });
    for (let t = 0; t < 12; t++) {
      pipeline.offer(t * 33, 33);
      await settle();
      await vision.finish();
    }
    await pipeline.whenIdle();
    expect(crops.length).toBeGreaterThan(vision.reads);
    expect(crops.length).toBeLessThan(2 * vision.reads);
  });

  it('counts frames that the page was not told of, where it was their turn', () => {
    const { pipeline } = make();
    pipeline.passOver(3);
    expect([pipeline.framesSeen, pipeline.dropped]).toEqual([3, 3]);
    const { pipeline: paced } = make({ everyFrame: false });
    const before = paced.everyNth;
    paced.passOver(10 * before);
    expect([paced.framesSeen, paced.dropped]).toEqual([10 * before, 10]);
    paced.passOver(1);
    expect(paced.dropped).toBe(11);
    paced.passOver(before - 1);
    expect(paced.dropped).toBe(11);
  });

  it('reads every crop when asked to measure', async () => {
    const { pipeline, vision } = make({ readAll: true });
    for (let t = 0; t < 12; t++) {
      pipeline.offer(t * 33, 33);
      await settle();
      await vision.finish();
    }
    await pipeline.whenIdle();
    expect(vision.reads).toBe(12);
  });

  it('releases every frame, also when the worker crashes', async () => {
    const { pipeline, vision, open } = make();
    for (let t = 0; t < 6; t++) {
      pipeline.offer(t * 33, 33);
      await settle();
      if (t % 2 === 0) vision.calls.shift()?.crash();
      else await vision.finish();
      await settle();
    }
    expect(open.size).toBe(0);
    expect(pipeline.detections).toBe(3);
  });

  it('gives up only after a row of failures', async () => {
    const { pipeline, vision, broken } = make();
    for (let t = 0; t < 4; t++) {
      expect(broken()).toBe('');
      pipeline.offer(t * 33, 33);
      await settle();
      vision.calls.shift()?.crash();
      await settle();
    }
    expect(broken()).toBe('crashed');
    pipeline.offer(999, 33);
    await settle();
    expect(vision.calls).toHaveLength(0);
  });

  it('counts a crash once, however many calls it took along', async () => {
    const { pipeline, vision, broken } = make();
    for (let crash = 1; crash <= 4; crash++) {
      expect(broken()).toBe('');
      pipeline.offer(crash * 100, 33);
      pipeline.offer(crash * 100 + 33, 33);
      await settle();
      expect(vision.calls).toHaveLength(2);
      await vision.die();
    }
    expect(broken()).toMatch(/crashed: boom/);
  });

  it('goes on with a fresh worker where the engine says that may help', async () => {
    const { pipeline, vision } = make();
    pipeline.offer(0, 33);
    await settle();
    const failure = { code: 'engine', message: 'device lost', transient: true } as const;
    vision.calls.shift()?.answer({ ok: false, failure });
    await settle();
    expect(vision.recycled).toBe(1);
  });

  it('does not replace the worker under a reading', async () => {
    const { pipeline, vision } = make();
    let release: () => void = () => undefined;
    vision.holdReads = new Promise((resolve) => {
      release = resolve;
    });
    for (const timeMs of [0, 33]) {
      pipeline.offer(timeMs, 33);
      await settle();
      await vision.finish();
    }
    expect(vision.reads).toBeGreaterThan(0);
    vision.isDue = true;
    pipeline.offer(66, 33);
    await settle();
    expect([vision.recycled, pipeline.dropped]).toEqual([0, 1]);
    release();
    await settle();
    pipeline.offer(99, 33);
    await settle();
    expect(vision.recycled).toBe(1);
    expect(pipeline.scene.registry.vehicles[0]?.readings.length).toBeGreaterThan(0);
  });

  it('tells how soon vehicles are read after their second frame', async () => {
    const { pipeline, vision } = make();
    expect(pipeline.firstReadings).toEqual({ count: 0, p95Ms: null });
    for (let t = 0; t < 4; t++) {
      pipeline.offer(t * 33, 33);
      await settle();
      await vision.finish();
    }
    const { count, p95Ms } = pipeline.firstReadings;
    expect(count).toBe(1);
    expect(p95Ms).toBeGreaterThan(0);
  });

  it('looks less often where a size that was asked for takes the device long', async () => {
    const { pipeline, vision } = make({ inputSize: 640, everyFrame: false });
    for (let t = 0; t < 30; t++) {
      pipeline.offer(t * 5, 5);
      await settle();
      if (vision.calls.length > 0) await vision.finish();
    }
    expect(pipeline.inputSize).toBe(640);
    expect(pipeline.everyNth).toBeGreaterThan(1);
  });

  it('replaces the worker between two frames when it is due', async () => {
    const { pipeline, vision } = make();
    pipeline.offer(0, 33);
    await settle();
    vision.isDue = true;
    pipeline.offer(33, 33); // one is under way: this one waits for the change
    expect(pipeline.dropped).toBe(1);
    await vision.finish();
    pipeline.offer(66, 33);
    await settle();
    expect(vision.recycled).toBe(1);
    expect(vision.calls).toHaveLength(1);
  });

  it('in paced mode waits for the worker, and ends with everything read', async () => {
    const { pipeline, vision } = make({}, true);
    pipeline.offer(0, 33);
    await settle();
    expect(pipeline.isReady).toBe(false);
    let ready = false;
    void pipeline.whenReady().then(() => {
      ready = true;
    });
    await vision.finish();
    expect(ready).toBe(true);
    pipeline.offer(33, 33);
    await settle();
    await vision.finish();
    await pipeline.whenIdle();
    pipeline.endTracks();
    expect(pipeline.scene.registry.vehicles.map((v) => v.isPresent)).toEqual([false]);
    expect(vision.reads).toBe(2);
    expect(pipeline.dropped).toBe(0);
  });

  it('passes the watched region on in pixels', async () => {
    const { pipeline, vision } = make({ region: { x: 0.5, y: 0, width: 0.5, height: 0.5 } });
    pipeline.offer(0, 33);
    await settle();
    expect(vision.calls[0]?.options.region).toEqual({ x: 640, y: 0, width: 640, height: 360 });
  });

  it('reads the surest crop of a vehicle that left once more, as photos are read', async () => {
    const { pipeline, vision } = make();
    vision.texts = { single: 'AB123CD', tta: 'AB128CD' };
    for (let t = 0; t < 3; t++) {
      pipeline.offer(t * 33, 33);
      await settle();
      await vision.finish();
    }
    await pipeline.whenIdle();
    expect(vision.finalReads).toBe(0);
    expect(pipeline.scene.registry.vehicles[0]?.isFinal).toBe(false);
    pipeline.endTracks();
    await pipeline.whenIdle();
    expect(vision.finalReads).toBe(1);
    const [vehicle] = pipeline.scene.registry.vehicles;
    expect(vehicle).toMatchObject({ isFinal: true, isPresent: false });
    // It votes with the others.
    expect(vehicle?.readings.at(-1)).toMatchObject({ isFinal: true, reading: { text: 'AB128CD' } });
    expect(vehicle?.consensus.dissent).toBe(1);
  });

  it('lets a vehicle that nobody could read stand as it is', async () => {
    const { pipeline, vision } = make();
    vision.quality = { ...quality, heightPx: 5 };
    for (let t = 0; t < 3; t++) {
      pipeline.offer(t * 33, 33);
      await settle();
      await vision.finish();
    }
    pipeline.endTracks();
    await pipeline.whenIdle();
    expect(vision.finalReads).toBe(0);
    expect(pipeline.scene.registry.vehicles[0]?.isFinal).toBe(true);
  });
});
