import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineInfo } from '../../../../src/core/engine.ts';
import type { FrameDetections, FrameOptions } from '../../../../src/core/live/frame.ts';
import type { LiveApi, VisionApi } from '../../../../src/rpc/vision/contract.ts';
import type { DeviceMemory } from '../../../../src/rpc/vision/deviceMemory.ts';
import { createLiveVision, type LiveVision } from '../../../../src/rpc/vision/live.ts';
import { VisionStartError } from '../../../../src/rpc/vision/startError.ts';
import { PortWorker } from '../portWorker.ts';

const model = (id: string) => ({ id, sha256: 'a', backend: 'wasm' as const });
const INFO: EngineInfo = {
  detector: model('d'),
  reader: model('r'),
  threads: 2,
  crossOriginIsolated: true,
  timings: [],
};
const OPTIONS: FrameOptions = { threshold: 0.1, inputSize: 320, region: null, settled: [] };
const NONE = { plates: [] } as unknown as FrameDetections;
const memory = { recall: () => ({}) } as unknown as DeviceMemory;
/** Bytes stand for a bitmap: both are handed over, not copied. */
const frame = () => new ArrayBuffer(8) as unknown as ImageBitmap;
const isHandedOver = (f: ImageBitmap) => (f as unknown as ArrayBuffer).byteLength === 0;

const workers: PortWorker[] = [];
const made: LiveVision[] = [];

function live(api: Partial<VisionApi & LiveApi> = {}, device = memory): LiveVision {
  const vision = createLiveVision({
    memory: device,
    spawn: () => {
      const worker = new PortWorker({
        start: async () => ({ ok: true, value: INFO }),
        detectFrame: async () => ({ ok: true, value: NONE }),
        readCrops: async () => ({ ok: true, value: [] }),
        ...api,
      });
      workers.push(worker);
      return worker;
    },
  });
  made.push(vision);
  return vision;
}

const start = (vision: LiveVision) =>
  vision.start({ backend: 'auto', reader: 'own' }, () => undefined, new AbortController().signal);

afterEach(() => {
  for (const vision of made.splice(0)) vision.close();
  workers.splice(0);
});

describe('the live vision worker', () => {
  it('starts once, and tells which models run', async () => {
    const vision = live();
    expect(workers).toHaveLength(0);
    expect(await start(vision)).toEqual(INFO);
    await vision.detect(frame(), OPTIONS);
    expect(workers).toHaveLength(1);
    expect(vision.info?.detector.id).toBe('d');
  });

  it('hands frames over', async () => {
    const vision = live();
    await start(vision);
    const sent = frame();
    await vision.detect(sent, OPTIONS);
    expect(isHandedOver(sent)).toBe(true);
  });

  it('does not make a second frame wait for the answer to the first', async () => {
    let calls = 0;
    const vision = live({
      detectFrame: async () => {
        calls++;
        if (calls === 1) return new Promise(() => undefined);
        return { ok: true, value: NONE };
      },
    });
    await start(vision);
    void vision.detect(frame(), OPTIONS).catch(() => undefined);
    expect((await vision.detect(frame(), OPTIONS)).ok).toBe(true);
  });

  it('rejects what a crash took along, and goes on with a fresh worker', async () => {
    let hang = true;
    const vision = live({
      detectFrame: async () => (hang ? new Promise(() => undefined) : { ok: true, value: NONE }),
    });
    await start(vision);
    const lost = vision.detect(frame(), OPTIONS);
    setTimeout(() => workers[0]?.crash(), 5);
    await expect(lost).rejects.toThrow(/crashed/);
    hang = false;
    expect((await vision.detect(frame(), OPTIONS)).ok).toBe(true);
    expect(workers).toHaveLength(2);
    expect(vision.restarts).toBe(1);
  });

  it('says why it could not start', async () => {
    const failure = { code: 'model' as const, message: 'no model', transient: false };
    const vision = live({ start: async () => ({ ok: false, failure }) });
    await expect(start(vision)).rejects.toThrow(VisionStartError);
  });

  it('starts with one thread where several fail, as photos do', async () => {
    vi.stubGlobal('crossOriginIsolated', true);
    let threads: number | null = null;
    const device = {
      recall: () => (threads === null ? {} : { threads }),
      useThreads: (limit: number | null) => {
        threads = limit;
      },
    } as unknown as DeviceMemory;
    const failure = { code: 'model' as const, message: 'threads hang', transient: true };
    const asked: (number | undefined)[] = [];
    const vision = live(
      {
        start: async (settings) => {
          asked.push(settings.threads);
          return settings.threads === 1 ? { ok: true, value: INFO } : { ok: false, failure };
        },
      },
      device,
    );
    expect(await start(vision)).toEqual(INFO);
    expect(asked.at(-1)).toBe(1);
    expect(threads).toBe(1);
    vi.unstubAllGlobals();
  });

  it('is due after many runs, and not any more after recycling', async () => {
    const gpu = { ...INFO, detector: { ...INFO.detector, backend: 'webgpu' as const } };
    const vision = live({ start: async () => ({ ok: true, value: gpu }) });
    await start(vision);
    for (let run = 0; run < 400; run++) {
      expect(vision.isDue).toBe(false);
      await vision.detect(frame(), OPTIONS);
    }
    expect(vision.isDue).toBe(true);
    vision.recycle();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await vision.detect(frame(), OPTIONS);
    expect(workers).toHaveLength(2);
    expect(vision.isDue).toBe(false);
    expect(vision.restarts).toBe(0);
  });
});
