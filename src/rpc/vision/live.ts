/**
 * The vision worker as the Live screen uses it: a worker of its own, so that a crash or a restart
 * under a video never takes a batch of photos along, and so that leaving the screen frees it all.
 */
import { transfer } from 'comlink';
import type { EngineInfo, EngineSettings, OnProgress } from '../../core/engine.ts';
import type { Outcome } from '../../core/failure.ts';
import type { FrameCrop, FrameDetections, FrameOptions } from '../../core/live/frame.ts';
import type { Reading } from '../../core/types.ts';
import { createVisionWorker, type VisionOptions } from './worker.ts';

/** A frame that takes this long means a worker that hangs. */
const FRAME_DEADLINE_MS = 15_000;
/** A fresh worker loads and starts the models again, on a slow device in the middle of a video. */
const RESTART_DEADLINE_MS = 90_000;
/** Detections after which the worker is replaced: GPU sessions have crashed after some hundred runs on iOS. */
const RECYCLE_AFTER_GPU = 400;
const RECYCLE_AFTER = 20_000;

export interface LiveVision {
  /** Makes the models ready. @throws VisionStartError */
  start(settings: EngineSettings, onProgress: OnProgress, signal: AbortSignal): Promise<EngineInfo>;
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

/** Creates the service; its worker starts with `start`. */
export function createLiveVision(options: VisionOptions = {}): LiveVision {
  let runs = 0;
  const worker = createVisionWorker(
    options,
    { deadlineMs: FRAME_DEADLINE_MS, initDeadlineMs: RESTART_DEADLINE_MS },
    () => {
      runs = 0;
    },
  );
  const { handle } = worker;
  const now = { besideQueue: true, retries: 0 } as const;

  return {
    get info() {
      return worker.info;
    },
    get restarts() {
      return handle.restarts;
    },
    get isDue() {
      const onGpu = worker.info?.detector.backend === 'webgpu';
      return runs >= (onGpu ? RECYCLE_AFTER_GPU : RECYCLE_AFTER);
    },
    start: (settings, onProgress, signal) => worker.start(settings, onProgress, signal),
    detect(frame, wanted) {
      runs++;
      return handle.call(
        async (api): Promise<Outcome<FrameDetections>> =>
          api.detectFrame(transfer(frame, [frame]), wanted),
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
