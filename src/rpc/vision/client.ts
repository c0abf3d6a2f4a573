/** What the page uses of the vision worker: one object that survives crashes, hangs and lost devices. */
import type { Remote } from 'comlink';
import type {
  BoxReading,
  EngineInfo,
  EngineSettings,
  OnProgress,
  PhotoAnalysis,
  PictureOptions,
  ReaderHead,
  ReadOptions,
} from '../../core/engine.ts';
import type { Outcome, ReadFailure } from '../../core/failure.ts';
import type { PhotoOrigin } from '../../core/learning/layer.ts';
import type { PhotoReading, ReadOutcome } from '../../core/photoResult.ts';
import type { Box, Reading } from '../../core/types.ts';
import { WorkerCrashError } from '../handle.ts';
import type { VisionApi } from './contract.ts';
import { VisionStartError } from './startError.ts';
import { createVisionWorker, START_DEADLINE_MS, type VisionOptions } from './worker.ts';

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
    onProgress?: OnProgress,
    signal?: AbortSignal,
  ): Promise<EngineInfo>;
  /**
   * Reads one photo; calls are queued. A crash or a transient engine failure is retried once on a
   * fresh worker. Rejects only when aborted: everything else is an `Outcome`.
   */
  readPhoto(
    photo: Blob,
    options: ReadOptions & PictureOptions,
    signal?: AbortSignal,
  ): Promise<Outcome<PhotoReading<Blob, ReadOutcome>>>;
  /** Reads a picture that is one plate, with the reader alone; otherwise as `readPhoto`. */
  readPlate(crop: Blob, signal?: AbortSignal): Promise<Outcome<Reading>>;
  /** Plates, embedding and features of a photo, for learning and comparing; otherwise as `readPhoto`. */
  analysePhoto(
    photo: Blob,
    options: ReadOptions,
    signal?: AbortSignal,
  ): Promise<Outcome<PhotoAnalysis>>;
  /** See `VisionApi.readBoxes`; otherwise as `readPhoto`. */
  readBoxes(
    photo: Blob,
    boxes: readonly Box[],
    origin?: PhotoOrigin,
  ): Promise<Outcome<readonly BoxReading[]>>;
  /** See `VisionApi.readerHead`. */
  readerHead(): Promise<Outcome<ReaderHead | null>>;
  /** The engine as it last reported, null before the first start. */
  readonly info: EngineInfo | null;
  /** Workers lost so far. */
  readonly restarts: number;
  /** Calls `listener` whenever `info` changes, e.g. when a faster backend was found. @returns unsubscribe. */
  onInfo(listener: (info: EngineInfo) => void): () => void;
  /** Stops the worker for good. */
  close(): void;
}

/** Creates the vision service. The worker starts with the first call, not here. */
export function createVision(options: VisionOptions = {}): Vision {
  let tuned = false;
  let idle: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<(info: EngineInfo) => void>();
  const worker = createVisionWorker(
    options,
    { deadlineMs: READ_DEADLINE_MS, recycleAfter: RECYCLE_AFTER },
    (info) => {
      for (const listener of listeners) listener(info);
    },
  );
  const { handle } = worker;

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
    if (tuned || worker.settings?.backend !== 'auto') return;
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
      worker.report(outcome.value);
      worker.memory.rememberBackends(outcome.value);
    }, TUNE_AFTER_IDLE_MS);
  };

  return {
    get info() {
      return worker.info;
    },
    get restarts() {
      return handle.restarts;
    },
    start: (settings, onProgress, signal) =>
      worker.start(settings, onProgress, signal).catch((error: unknown) => {
        throw error instanceof WorkerCrashError ? new VisionStartError(crashed(error)) : error;
      }),
    async readPhoto(photo, wanted, signal) {
      const outcome = await settled(
        async (api): ReturnType<VisionApi['readPhoto']> => api.readPhoto(photo, wanted),
        signal,
      );
      if (outcome.ok) scheduleTuning();
      return outcome;
    },
    readPlate: (crop, signal) =>
      settled(async (api): ReturnType<VisionApi['readPlate']> => api.readPlate(crop), signal),
    analysePhoto: (photo, wanted, signal) =>
      settled(
        async (api): ReturnType<VisionApi['analysePhoto']> =>
          (await api.analysePhoto(photo, wanted)) as Outcome<PhotoAnalysis>,
        signal,
      ),
    readBoxes: (photo, boxes, origin) =>
      settled(
        async (api): ReturnType<VisionApi['readBoxes']> =>
          (await api.readBoxes(photo, boxes, origin)) as Outcome<readonly BoxReading[]>,
      ),
    readerHead: () =>
      settled(
        async (api): ReturnType<VisionApi['readerHead']> =>
          (await api.readerHead()) as Outcome<ReaderHead | null>,
      ),
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
