/**
 * What both users of a vision worker share, photos and Live: starting it under settings and again
 * after a crash, with fewer threads or without the GPU where that was the reason, and its reports.
 */
import { proxy, type Remote } from 'comlink';
import type { EngineInfo, EngineSettings, LoadProgress, OnProgress } from '../../core/engine.ts';
import { WorkerHandle, type WorkerLike } from '../handle.ts';
import type { LiveApi, VisionApi } from './contract.ts';
import { type DeviceMemory, localDeviceMemory } from './deviceMemory.ts';
import { startWithFewerThreads } from './fewerThreads.ts';
import { createGpuFallback } from './gpuFallback.ts';
import { VisionStartError } from './startError.ts';

/** A start includes downloads, possibly over a poor line; the page shows progress meanwhile. */
export const START_DEADLINE_MS = 10 * 60_000;

export interface VisionOptions {
  readonly spawn?: () => WorkerLike;
  readonly memory?: DeviceMemory;
}

/** How long calls may take, and after how many a worker is replaced. */
export interface WorkerLimits {
  readonly deadlineMs: number;
  /** For making a fresh worker ready before a call, where that may take longer than the call. */
  readonly initDeadlineMs?: number;
  readonly recycleAfter?: number;
}

type Api = Remote<VisionApi & LiveApi>;

export interface VisionWorker {
  readonly handle: WorkerHandle<VisionApi & LiveApi>;
  readonly memory: DeviceMemory;
  /** The engine as it last reported, null before the first start. */
  readonly info: EngineInfo | null;
  /** Under which settings it was last started. */
  readonly settings: EngineSettings | null;
  /**
   * Makes the models ready, or ready again under other settings. Later restarts repeat it silently.
   * @throws VisionStartError, WorkerCrashError; the signal's reason when aborted.
   */
  start(
    settings: EngineSettings,
    onProgress?: OnProgress,
    signal?: AbortSignal,
  ): Promise<EngineInfo>;
  /** Takes news of the engine, as from tuning. */
  report(info: EngineInfo): void;
}

/** Starts a vision worker. */
const spawnVisionWorker = () =>
  new Worker(new URL('../../../workers/vision.ts', import.meta.url), {
    type: 'module',
    name: 'platewheel-vision',
  });

/** @param onInfo told whenever the engine reports. The worker starts with the first call, not here. */
export function createVisionWorker(
  { spawn = spawnVisionWorker, memory = localDeviceMemory() }: VisionOptions,
  limits: WorkerLimits,
  onInfo: (info: EngineInfo) => void,
): VisionWorker {
  let settings: EngineSettings | null = null;
  let applied: EngineSettings | null = null;
  let progress: OnProgress = () => undefined;
  let info: EngineInfo | null = null;
  const gpu = createGpuFallback(memory);

  const report = (news: EngineInfo) => {
    info = news;
    onInfo(news);
  };
  const startOn = async (api: Api): Promise<void> => {
    const asked = settings;
    if (!asked) throw new Error('start() comes first');
    const outcome = await api.start(
      gpu.settings(asked, info, handle.restarts),
      proxy((step: LoadProgress) => progress(step)),
    );
    if (!outcome.ok) throw new VisionStartError(outcome.failure);
    applied = asked;
    report(outcome.value);
  };
  /** A fresh worker was started by the handle; a running one needs it when settings changed. */
  const applySettings = async (api: Api): Promise<void> => {
    if (applied !== settings) await startOn(api);
  };
  const handle = new WorkerHandle<VisionApi & LiveApi>({ spawn, init: startOn, ...limits });

  return {
    handle,
    memory,
    get info() {
      return info;
    },
    get settings() {
      return settings;
    },
    async start(next, onProgress = () => undefined, signal) {
      settings = next;
      progress = onProgress;
      const call = { signal, deadlineMs: START_DEADLINE_MS };
      try {
        await handle.call(applySettings, call);
      } catch (error) {
        if (signal?.aborted) throw error;
        await startWithFewerThreads(error, memory, () => {
          handle.recycle();
          return handle.call(applySettings, { ...call, retries: 0 });
        });
      }
      return info as unknown as EngineInfo;
    },
    report,
  };
}
