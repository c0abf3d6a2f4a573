/**
 * The vision worker as the Live screen uses it: a worker of its own, so that a crash or a restart
 * under a video never takes a batch of photos along, and so that leaving the screen frees it all.
 */
import { proxy, type Remote, transfer } from 'comlink';
import type { Reading } from '../core/types.ts';
import type {
  EngineInfo,
  EngineSettings,
  FrameCrop,
  FrameDetections,
  FrameOptions,
  LiveApi,
  LoadProgress,
  Outcome,
  VisionApi,
} from './contract.ts';
import { type DeviceMemory, localDeviceMemory } from './deviceMemory.ts';
import { startWithFewerThreads } from './fewerThreads.ts';
import { createGpuFallback } from './gpuFallback.ts';
import { WorkerHandle, type WorkerLike } from './handle.ts';
import { VisionStartError } from './startError.ts';
import { spawnVisionWorker } from './vision.ts';

const START_DEADLINE_MS = 10 * 60_000;
/** A frame that takes this long means a worker that hangs. */
const FRAME_DEADLINE_MS = 15_000;
/** A fresh worker loads and starts the models again, on a slow device in the middle of a video. */
const RESTART_DEADLINE_MS = 90_000;
/** Detections after which the worker is replaced: GPU sessions have crashed after some hundred runs on iOS. */
const RECYCLE_AFTER = { webgpu: 400, wasm: 20_000 } as const;

export interface LiveVision {
  /** Makes the models ready. @throws VisionStartError */
  start(
    settings: EngineSettings,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineInfo>;
  /**
   * Detects on one frame, which is handed over: never use or close it afterwards. Not queued
   * behind other calls. @throws WorkerCrashError; the next call runs on a fresh worker.
   */
  detect(frame: ImageBitmap, options: FrameOptions): Promise<Outcome<FrameDetections>>;
  /** `tta`: as photos are read, with test-time augmentation. @throws WorkerCrashError */
  read(crops: readonly FrameCrop[], tta?: boolean): Promise<Outcome<readonly Reading[]>>;
  /** True when the worker has run long enough; replace it while no call is under way. */
  readonly isDue: boolean;
  /** Replaces the worker; the next call waits until the fresh one is ready. */
  recycle(): void;
  readonly info: EngineInfo | null;
  /** Workers lost to crashes so far. */
  readonly restarts: number;
  close(): void;
}

export interface LiveVisionOptions {
  readonly spawn?: () => WorkerLike;
  readonly memory?: DeviceMemory;
}

/** Creates the service; its worker starts with `start`. */
export function createLiveVision({
  spawn = spawnVisionWorker,
  memory = localDeviceMemory(),
}: LiveVisionOptions = {}): LiveVision {
  let settings: EngineSettings | null = null;
  let report: (progress: LoadProgress) => void = () => undefined;
  let info: EngineInfo | null = null;
  let runs = 0;
  const gpu = createGpuFallback(memory);

  const startOn = async (api: Remote<VisionApi & LiveApi>): Promise<void> => {
    if (!settings) throw new Error('start() comes first');
    const progress = proxy((p: LoadProgress) => report(p));
    const outcome = await api.start(gpu.settings(settings, info, handle.restarts), progress);
    if (!outcome.ok) throw new VisionStartError(outcome.failure);
    info = outcome.value;
    runs = 0;
  };
  const handle = new WorkerHandle<VisionApi & LiveApi>({
    spawn,
    init: startOn,
    initDeadlineMs: RESTART_DEADLINE_MS,
    deadlineMs: FRAME_DEADLINE_MS,
  });
  const now = { besideQueue: true, retries: 0 } as const;

  return {
    get info() {
      return info;
    },
    get restarts() {
      return handle.restarts;
    },
    get isDue() {
      return runs >= RECYCLE_AFTER[info?.detector.backend ?? 'wasm'];
    },
    async start(next, onProgress, signal) {
      settings = next;
      report = onProgress;
      await handle
        .call(startOn, { signal, deadlineMs: START_DEADLINE_MS })
        .catch((error: unknown) => {
          if (signal.aborted) throw error;
          return startWithFewerThreads(error, memory, () => {
            handle.recycle();
            return handle.call(startOn, { signal, deadlineMs: START_DEADLINE_MS, retries: 0 });
          });
        });
      return info as unknown as EngineInfo;
    },
    detect(frame, options) {
      runs++;
      return handle.call(
        async (api): Promise<Outcome<FrameDetections>> =>
          api.detectFrame(transfer(frame, [frame]), options),
        now,
      );
    },
    read(crops, tta = false) {
      // Copied, not moved: the page shows the best crop.
      const sent = crops.map(({ image, plate }) => ({ image, plate }));
      return handle.call(
        async (api): Promise<Outcome<readonly Reading[]>> => api.readCrops(sent, tta),
        now,
      );
    },
    recycle: () => handle.recycle(),
    close: () => handle.close(),
  };
}
