/** What the page uses of the vision worker: one object that survives crashes, hangs and lost devices. */
import { proxy, type Remote } from 'comlink';
import type { Reading } from '../core/types.ts';
import type {
  EngineInfo,
  EngineSettings,
  LoadProgress,
  Outcome,
  PhotoReading,
  ReadFailure,
  ReadOptions,
  VisionApi,
} from './contract.ts';
import { type DeviceMemory, localDeviceMemory } from './deviceMemory.ts';
import { startWithFewerThreads } from './fewerThreads.ts';
import { createGpuFallback } from './gpuFallback.ts';
import { WorkerCrashError, WorkerHandle, type WorkerLike } from './handle.ts';
import { VisionStartError } from './startError.ts';

/** A start includes downloads, possibly over a poor line; the page shows progress meanwhile. */
const START_DEADLINE_MS = 10 * 60_000;
const READ_DEADLINE_MS = 90_000;
/** GPU sessions have crashed after some hundred runs on iOS; a fresh worker costs a second. */
const RECYCLE_AFTER = 400;
/** Quiet time before the GPU is tried in the background. */
const TUNE_AFTER_IDLE_MS = 5_000;

export interface Vision {
  /**
   * Makes the models ready, or ready again under other settings. Later restarts repeat it silently.
   * @throws VisionStartError; the signal's reason when aborted.
   */
  start(
    settings: EngineSettings,
    onProgress?: (progress: LoadProgress) => void,
    signal?: AbortSignal,
  ): Promise<EngineInfo>;
  /**
   * Reads one photo; calls are queued. A crash or a transient engine failure is retried once on a
   * fresh worker. Rejects only when aborted: everything else is an `Outcome`.
   */
  readPhoto(
    photo: Blob,
    options: ReadOptions,
    signal?: AbortSignal,
  ): Promise<Outcome<PhotoReading>>;
  /** Reads a picture that is one plate, with the reader alone; otherwise as `readPhoto`. */
  readPlate(crop: Blob, signal?: AbortSignal): Promise<Outcome<Reading>>;
  /** The engine as it last reported, null before the first start. */
  readonly info: EngineInfo | null;
  /** Workers lost so far. */
  readonly restarts: number;
  /** Calls `listener` whenever `info` changes, e.g. when a faster backend was found. @returns unsubscribe. */
  onInfo(listener: (info: EngineInfo) => void): () => void;
  /** Stops the worker for good. */
  close(): void;
}

export interface VisionOptions {
  readonly spawn?: () => WorkerLike;
  readonly memory?: DeviceMemory;
}

/** Starts a vision worker. */
export const spawnVisionWorker = () =>
  new Worker(new URL('../../workers/vision.ts', import.meta.url), {
    type: 'module',
    name: 'platewheel-vision',
  });

/** Creates the vision service. The worker starts with the first call, not here. */
export function createVision({
  spawn = spawnVisionWorker,
  memory = localDeviceMemory(),
}: VisionOptions = {}): Vision {
  let settings: EngineSettings | null = null;
  let applied: EngineSettings | null = null;
  let report: (progress: LoadProgress) => void = () => undefined;
  let info: EngineInfo | null = null;
  let tuned = false;
  const gpu = createGpuFallback(memory);
  let idle: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<(info: EngineInfo) => void>();

  const learn = (news: EngineInfo) => {
    info = news;
    for (const listener of listeners) listener(news);
  };

  const startOn = async (api: Remote<VisionApi>): Promise<void> => {
    const asked = settings;
    if (!asked) throw new Error('start() comes before readPhoto()');
    const progress = proxy((p: LoadProgress) => report(p));
    const outcome = await api.start(gpu.settings(asked, info, handle.restarts), progress);
    if (!outcome.ok) throw new VisionStartError(outcome.failure);
    applied = asked;
    learn(outcome.value);
  };
  /** A fresh worker was started by the handle; a running one needs it when settings changed. */
  const applySettings = async (api: Remote<VisionApi>): Promise<void> => {
    if (applied !== settings) await startOn(api);
  };

  const handle = new WorkerHandle<VisionApi>({
    spawn,
    init: startOn,
    deadlineMs: READ_DEADLINE_MS,
    recycleAfter: RECYCLE_AFTER,
  });

  /** Runs `work`, again on a fresh worker if the engine failed; rejects only when aborted. */
  const settled = async <T>(
    work: (api: Remote<VisionApi>) => Promise<Outcome<T>>,
    signal?: AbortSignal,
  ): Promise<Outcome<T>> => {
    clearTimeout(idle);
    try {
      const outcome = await handle.call(work, { signal });
      if (outcome.ok || outcome.failure.code !== 'engine' || !outcome.failure.transient) {
        return outcome;
      }
      handle.recycle();
      return await handle.call(work, { signal });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof VisionStartError) return { ok: false, failure: error.failure };
      return { ok: false, failure: crashed(error) };
    }
  };

  const scheduleTuning = () => {
    clearTimeout(idle);
    if (tuned || settings?.backend !== 'auto') return;
    idle = setTimeout(async () => {
      tuned = true;
      // Best effort: without an answer everything stays on wasm.
      const outcome = await handle
        .call(async (api): Promise<Outcome<EngineInfo>> => api.tune(), {
          besideQueue: true,
          deadlineMs: START_DEADLINE_MS,
          retries: 0,
        })
        .catch(() => null);
      if (!outcome?.ok) return;
      learn(outcome.value);
      memory.rememberBackends(outcome.value);
    }, TUNE_AFTER_IDLE_MS);
  };

  return {
    get info() {
      return info;
    },
    get restarts() {
      return handle.restarts;
    },
    async start(next, onProgress = () => undefined, signal) {
      settings = next;
      report = onProgress;
      await handle
        .call(applySettings, { signal, deadlineMs: START_DEADLINE_MS })
        .catch((error: unknown) => {
          if (signal?.aborted) throw error;
          return startWithFewerThreads(error, memory, () => {
            handle.recycle();
            return handle.call(applySettings, {
              signal,
              deadlineMs: START_DEADLINE_MS,
              retries: 0,
            });
          });
        })
        .catch((error: unknown) => {
          throw error instanceof WorkerCrashError ? new VisionStartError(crashed(error)) : error;
        });
      return info as unknown as EngineInfo;
    },
    async readPhoto(photo, options, signal) {
      const outcome = await settled(async (api) => api.readPhoto(photo, options), signal);
      if (outcome.ok) scheduleTuning();
      return outcome;
    },
    readPlate: (crop, signal) => settled(async (api) => api.readPlate(crop), signal),
    onInfo(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearTimeout(idle);
      handle.close();
    },
  };
}

function crashed(error: unknown): ReadFailure {
  const detail = error instanceof Error ? error.message : String(error);
  return {
    code: 'engine',
    message: `The reading engine failed twice on this (${detail.replace(/\.$/, '')}). Try again; if it happens again, reload the page.`,
    transient: true,
  };
}
