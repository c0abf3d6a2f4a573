import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineInfo, EngineSettings, LoadProgress } from '../../../../src/core/engine.ts';
import type { Outcome, ReadFailure } from '../../../../src/core/failure.ts';
import type { PhotoReading, ReadOutcome } from '../../../../src/core/photoResult.ts';
import type { Reading } from '../../../../src/core/types.ts';
import { createVision, type Vision } from '../../../../src/rpc/vision/client.ts';
import type { VisionApi } from '../../../../src/rpc/vision/contract.ts';
import { localDeviceMemory } from '../../../../src/rpc/vision/deviceMemory.ts';
import { VisionStartError } from '../../../../src/rpc/vision/startError.ts';
import { PortWorker } from '../portWorker.ts';

const SETTINGS: EngineSettings = { backend: 'auto', reader: 'own' };
const OPTIONS = { threshold: 0.5, inputSize: 640, thumbnailSize: 0, crops: false };
const PHOTO = new Blob(['photo']);

const INFO: EngineInfo = {
  detector: { id: 'd', sha256: 'a', backend: 'wasm' },
  reader: { id: 'r', sha256: 'b', backend: 'wasm' },
  threads: 2,
  crossOriginIsolated: true,
  timings: [{ model: 'd', sha256: 'a', backend: 'wasm', ms: 9 }],
};
const READING = { outcome: { plates: [] } } as unknown as PhotoReading<Blob, ReadOutcome>;
const good = <T>(value: T): Outcome<T> => ({ ok: true, value });
const bad = (code: ReadFailure['code'], transient: boolean): Outcome<never> => ({
  ok: false,
  failure: { code, message: 'no', transient },
});

const workers: PortWorker[] = [];
const made: Vision[] = [];
const storage = () => {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  } as unknown as Storage;
};

/** A vision service over fake workers; `api` overrides what they answer. */
function vision(api: Partial<VisionApi> = {}, memory = localDeviceMemory(storage())) {
  const v = createVision({
    memory,
    spawn: () => {
      const worker = new PortWorker({
        start: async () => good(INFO),
        readPhoto: async () => good(READING),
        readPlate: async () => good({ text: 'A' } as Reading),
        analysePhoto: async () => bad('model', false),
        readBoxes: async () => good([]),
        readerHead: async () => good(null),
        tune: async () => good(INFO),
        ...api,
      } satisfies VisionApi);
      workers.push(worker);
      return worker;
    },
  });
  made.push(v);
  return v;
}

afterEach(() => {
  for (const v of made.splice(0)) v.close();
  workers.splice(0);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('start', () => {
  it('reports progress and what runs', async () => {
    const stages: string[] = [];
    const v = vision({
      start: async (_settings, onProgress) => {
        await onProgress({ model: 'd', stage: 'download', loaded: 1, total: 2 } as LoadProgress);
        return good(INFO);
      },
    });
    const seen: EngineInfo[] = [];
    v.onInfo((info) => seen.push(info));
    expect(v.info).toBeNull();
    expect(await v.start(SETTINGS, (p) => stages.push(p.stage))).toEqual(INFO);
    expect(stages).toEqual(['download']);
    expect(v.info).toEqual(INFO);
    expect(seen).toEqual([INFO]);
  });

  it('rejects with the failure a refused model gives', async () => {
    const v = vision({ start: async () => bad('model', false) });
    const error = await v.start(SETTINGS).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(VisionStartError);
    expect((error as VisionStartError).failure.code).toBe('model');
    expect(workers).toHaveLength(1);
  });

  it('runs again under other settings', async () => {
    const seen: EngineSettings[] = [];
    const v = vision({
      start: async (settings) => {
        seen.push(settings);
        return good(INFO);
      },
    });
    await v.start(SETTINGS);
    await v.start({ ...SETTINGS, reader: 'tesseract' });
    expect(seen.at(-1)?.reader).toBe('tesseract');
    expect(workers).toHaveLength(1);
  });

  it('falls back to one thread, on a fresh worker, and remembers it', async () => {
    vi.stubGlobal('crossOriginIsolated', true);
    const memory = localDeviceMemory(storage());
    const v = vision(
      { start: async ({ threads }) => (threads === 1 ? good(INFO) : bad('model', true)) },
      memory,
    );
    await v.start(SETTINGS);
    expect(workers).toHaveLength(2);
    expect(memory.recall().threads).toBe(1);
  });

  it('does not blame threads for what one thread cannot start either', async () => {
    vi.stubGlobal('crossOriginIsolated', true);
    const memory = localDeviceMemory(storage());
    const v = vision({ start: async () => bad('model', true) }, memory);
    await expect(v.start(SETTINGS)).rejects.toBeInstanceOf(VisionStartError);
    expect(memory.recall().threads).toBeUndefined();
  });

  it('words a crash for people', async () => {
    const v = vision({
      start: () => {
        setTimeout(() => workers.at(-1)?.crash(), 1);
        return new Promise(() => undefined);
      },
    });
    const error = await v.start(SETTINGS).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(VisionStartError);
    expect((error as Error).message).toMatch(/out of memory/);
  });
});

describe('readPhoto', () => {
  it('passes on what is wrong with a photo, once', async () => {
    const readPhoto = vi.fn(async () => bad('truncated', false));
    const v = vision({ readPhoto });
    await v.start(SETTINGS);
    expect(await v.readPhoto(PHOTO, OPTIONS)).toEqual(bad('truncated', false));
    expect(readPhoto).toHaveBeenCalledTimes(1);
  });

  it('tries a photo again on a fresh, started worker when the engine fails', async () => {
    const start = vi.fn(async () => good(INFO));
    const v = vision({
      start,
      readPhoto: async () => (workers.length === 1 ? bad('engine', true) : good(READING)),
    });
    await v.start(SETTINGS);
    expect(await v.readPhoto(PHOTO, OPTIONS)).toEqual(good(READING));
    expect(workers).toHaveLength(2);
    expect(start).toHaveBeenCalledTimes(2);
  });

  it('goes on with the photo a worker crashed on', async () => {
    const v = vision({
      readPhoto: () => {
        if (workers.length > 1) return Promise.resolve(good(READING));
        setTimeout(() => workers[0]?.crash(), 1);
        return new Promise(() => undefined);
      },
    });
    await v.start(SETTINGS);
    expect(await v.readPhoto(PHOTO, OPTIONS)).toEqual(good(READING));
    expect(v.restarts).toBe(1);
  });

  it('leaves a GPU alone that took its worker along, in this visit and the next', async () => {
    const onGpu: EngineInfo = {
      ...INFO,
      detector: { ...INFO.detector, backend: 'webgpu' },
      timings: [
        { model: 'd', sha256: 'a', backend: 'wasm', ms: 9 },
        { model: 'd', sha256: 'a', backend: 'webgpu', ms: 3 },
      ],
    };
    const memory = localDeviceMemory(storage());
    memory.rememberBackends(onGpu);
    const backends: (string | undefined)[] = [];
    const v = vision(
      {
        start: async (settings) => {
          backends.push(settings.backend);
          return good(settings.backend === 'wasm' ? INFO : onGpu);
        },
        readPhoto: async () => {
          if (backends.length > 1) return good(READING);
          setTimeout(() => workers[0]?.crash(), 1);
          return new Promise<never>(() => undefined);
        },
      },
      memory,
    );
    await v.start({ backend: 'auto', reader: 'own' });
    expect((await v.readPhoto(new Blob(), OPTIONS)).ok).toBe(true);
    expect(backends).toEqual(['auto', 'wasm']);
    expect(memory.recall().remembered).toEqual([{ sha256: 'a', backend: 'wasm' }]);
  });

  it('reports a photo that crashes twice as an engine failure, and reads the next', async () => {
    let deadly = true;
    const v = vision({
      readPhoto: () => {
        if (!deadly) return Promise.resolve(good(READING));
        setTimeout(() => workers.at(-1)?.crash(), 1);
        return new Promise(() => undefined);
      },
    });
    await v.start(SETTINGS);
    const outcome = await v.readPhoto(PHOTO, OPTIONS);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'engine', transient: true } });
    deadly = false;
    expect(await v.readPhoto(PHOTO, OPTIONS)).toEqual(good(READING));
  });

  it('reads single plates the same way', async () => {
    const v = vision({
      readPlate: async () =>
        workers.length === 1 ? bad('engine', true) : good({ text: 'AB1' } as Reading),
    });
    await v.start(SETTINGS);
    expect(await v.readPlate(PHOTO)).toEqual(good({ text: 'AB1' }));
  });

  it('rejects only when aborted', async () => {
    const v = vision({ readPhoto: () => new Promise(() => undefined) });
    await v.start(SETTINGS);
    const abort = new AbortController();
    const reading = v.readPhoto(PHOTO, OPTIONS, abort.signal);
    abort.abort(new Error('cancelled'));
    await expect(reading).rejects.toThrow('cancelled');
  });
});

describe('tuning', () => {
  const TUNED: EngineInfo = {
    ...INFO,
    detector: { ...INFO.detector, backend: 'webgpu' },
    timings: [...INFO.timings, { model: 'd', sha256: 'a', backend: 'webgpu', ms: 3 }],
  };

  it('happens once, some quiet seconds after a reading, and is remembered', async () => {
    const tune = vi.fn(async () => good(TUNED));
    const memory = localDeviceMemory(storage());
    const v = vision({ tune }, memory);
    await v.start(SETTINGS);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await v.readPhoto(PHOTO, OPTIONS);
    expect(tune).not.toHaveBeenCalled();
    vi.advanceTimersByTime(6000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(v.info).toEqual(TUNED));
    expect(memory.recall().remembered).toEqual([{ sha256: 'a', backend: 'webgpu' }]);
    await v.readPhoto(PHOTO, OPTIONS);
    expect(tune).toHaveBeenCalledTimes(1);
  });
});

describe('localDeviceMemory', () => {
  it('survives a reload, a blocked storage and rubbish', () => {
    const kept = storage();
    localDeviceMemory(kept).useThreads(1);
    expect(localDeviceMemory(kept).recall().threads).toBe(1);
    const blocked = {
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    } as unknown as Storage;
    const memory = localDeviceMemory(blocked);
    memory.useThreads(1);
    expect(memory.recall().threads).toBe(1);
    kept.setItem('platewheel.device', '{"version":"old"');
    expect(localDeviceMemory(kept).recall()).toEqual({ remembered: [] });
  });

  it('keeps what the GPU is not for, until the model fits, whoever else writes', () => {
    const kept = storage();
    const photos = localDeviceMemory(kept);
    const unfit = [{ model: 'r', sha256: 'b', backend: 'wasm', unfit: 'differs' }] as const;
    localDeviceMemory(kept).rememberBackends({ ...INFO, unfit });
    photos.rememberFit('c', 'fails');
    const differs = { sha256: 'b', backend: 'wasm', unfit: 'differs' };
    const fails = { sha256: 'c', backend: 'wasm', unfit: 'fails' };
    expect(localDeviceMemory(kept).recall().remembered).toEqual([differs, fails]);
    photos.rememberFit('c', 'same');
    expect(localDeviceMemory(kept).recall().remembered).toEqual([differs]);
  });
});
