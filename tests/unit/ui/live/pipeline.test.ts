import { describe, expect, it } from 'vitest';
import type { CropQuality } from '../../../../src/core/live/quality.ts';
import type {
  FrameCrop,
  FrameDetections,
  FrameOptions,
  Outcome,
} from '../../../../src/rpc/contract.ts';
import type { LiveVision } from '../../../../src/rpc/liveVision.ts';
import { DEFAULT_LIVE_OPTIONS, type LiveOptions } from '../../../../src/ui/live/liveOptions.ts';
import { LivePipeline } from '../../../../src/ui/live/pipeline.ts';
import { reading } from '../../core/live/readings.ts';

const quality: CropQuality = {
  heightPx: 40,
  sharpness: 0.5,
  sharpnessAcross: 0.3,
  sharpnessDown: 0.3,
  brightness: 120,
  contrast: 60,
  glare: 0,
};

/** A worker in which a plate drives to the right; calls are answered when the test says so. */
class FakeVision implements LiveVision {
  calls: {
    options: FrameOptions;
    answer: (outcome: Outcome<FrameDetections>) => void;
    crash: () => void;
  }[] = [];
  reads = 0;
  recycled = 0;
  isDue = false;
  readonly info = null;
  readonly restarts = 0;
  private frame = 0;

  start(): never {
    throw new Error('not used');
  }

  detect(_: ImageBitmap, options: FrameOptions): Promise<Outcome<FrameDetections>> {
    return new Promise((answer, fail) => {
      this.calls.push({ options, answer, crash: () => fail(new Error('crashed')) });
    });
  }

  async read(crops: readonly FrameCrop[]) {
    this.reads += crops.length;
    return { ok: true as const, value: crops.map(() => reading('AB123CD', 0.97)) };
  }

  recycle(): void {
    this.recycled++;
    this.isDue = false;
  }

  close(): void {}

  /** Answers the oldest call with one plate. */
  async finish(): Promise<void> {
    const call = this.calls.shift();
    const box = { x: 100 + 12 * this.frame++, y: 200, width: 160, height: 40 };
    const image = { data: new Uint8ClampedArray(16), width: 2, height: 2 };
    const isSettled = (call?.options.settled.length ?? 0) > 0;
    const crop = isSettled ? null : { image, plate: { x: 0, y: 0, width: 2, height: 2 }, quality };
    call?.answer({
      ok: true,
      value: {
        plates: [{ detection: { box, confidence: 0.9, classIndex: 0 }, crop }],
        profile: { columns: new Float32Array(4), rows: new Float32Array(4) },
        profileScale: 4,
        times: { prepareMs: 1, detectMs: 10, cropMs: 1 },
      },
    });
    await settle();
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

function make(options: Partial<LiveOptions> = {}, paced = false) {
  const vision = new FakeVision();
  const open = new Set<object>();
  let broken = '';
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
      onRead: () => undefined,
      onFrame: () => undefined,
      onTracked: () => undefined,
      onBroken: (message) => {
        broken = message;
      },
    },
    paced,
  );
  return { pipeline, vision, open, broken: () => broken };
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
    const [vehicle] = pipeline.scene.roster.vehicles;
    expect(pipeline.scene.roster.vehicles).toHaveLength(1);
    expect(vehicle?.consensus.text).toBe('AB123CD');
    expect(vehicle?.isSettled).toBe(true);
    expect(vision.reads).toBeLessThan(8);
    pipeline.offer(500, 33);
    await settle();
    expect(vision.calls[0]?.options.settled).toHaveLength(1);
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
    expect(pipeline.scene.roster.vehicles.map((v) => v.isPresent)).toEqual([false]);
    expect(vision.reads).toBe(2);
    expect(pipeline.dropped).toBe(0);
  });

  it('passes the watched region on in pixels', async () => {
    const { pipeline, vision } = make({ region: { x: 0.5, y: 0, width: 0.5, height: 0.5 } });
    pipeline.offer(0, 33);
    await settle();
    expect(vision.calls[0]?.options.region).toEqual({ x: 640, y: 0, width: 640, height: 360 });
  });
});
