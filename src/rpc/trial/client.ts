/** The page's side of the worker in which two models are compared; it ends with the comparison. */
import { proxy } from 'comlink';
import type { EngineInfo, OnProgress } from '../../core/engine.ts';
import type { Outcome } from '../../core/failure.ts';
import type { BothSeen } from '../../core/gate/compare.ts';
import { WorkerHandle, type WorkerLike } from '../handle.ts';
import { VisionStartError } from '../vision/startError.ts';
import { START_DEADLINE_MS } from '../vision/worker.ts';
import type { TrialApi, TrialOptions, TrialSides } from './contract.ts';

/** Both models over one photo. */
const READ_DEADLINE_MS = 120_000;

export interface Trial {
  /** @throws VisionStartError, WorkerCrashError */
  start(onProgress?: OnProgress): Promise<readonly [EngineInfo, EngineInfo]>;
  /**
   * Reads one photo with both sides; after a crash once more on a fresh worker. Others may be asked
   * for meanwhile: they are opened, and wait. @throws as `start`
   */
  read(photo: Blob, options: TrialOptions): Promise<Outcome<BothSeen>>;
  close(): void;
}

const spawnWorker = (): WorkerLike =>
  new Worker(new URL('../../../workers/trial.ts', import.meta.url), {
    type: 'module',
    name: 'platewheel-trial',
  });

export function createTrial(sides: TrialSides, spawn = spawnWorker): Trial {
  let progress: OnProgress = () => undefined;
  let infos: readonly [EngineInfo, EngineInfo] | null = null;
  const handle = new WorkerHandle<TrialApi>({
    spawn,
    async init(api) {
      const outcome = (await api.start(
        sides,
        proxy((step) => progress(step)),
      )) as Outcome<readonly [EngineInfo, EngineInfo]>;
      if (!outcome.ok) throw new VisionStartError(outcome.failure);
      infos = outcome.value;
    },
    initDeadlineMs: START_DEADLINE_MS,
    deadlineMs: READ_DEADLINE_MS,
  });
  return {
    async start(onProgress = () => undefined) {
      progress = onProgress;
      await handle.call(async () => undefined);
      return infos as readonly [EngineInfo, EngineInfo] & {};
    },
    read: (photo, options) =>
      handle.call(async (api) => (await api.read(photo, options)) as Outcome<BothSeen>, {
        besideQueue: true,
      }),
    close: () => handle.close(),
  };
}
