/** Tries a model in a worker of its own, which is thrown away afterwards, whatever the model did. */
import type { BackendFit, EngineModel } from '../../core/engine.ts';
import type { CheckOutcome, ChosenModel } from '../../core/models/checkedModel.ts';
import { WorkerCrashError, WorkerHandle, type WorkerLike } from '../handle.ts';
import type { ModelCheckApi } from './contract.ts';

/** A model that has not answered a picture by then is none to read plates with. */
export const CHECK_DEADLINE_MS = 30_000;
/** On the GPU the larger runtime is fetched first, and shaders are compiled. */
const GPU_DEADLINE_MS = 120_000;

const spawnWorker = (): WorkerLike =>
  new Worker(new URL('../../../workers/modelCheck.ts', import.meta.url), {
    type: 'module',
    name: 'platewheel-model-check',
  });

/** Never rejects: a crash and a hang are answers, too. */
export async function checkModel(
  chosen: ChosenModel,
  { spawn = spawnWorker, deadlineMs = CHECK_DEADLINE_MS } = {},
): Promise<CheckOutcome> {
  const handle = new WorkerHandle<ModelCheckApi>({ spawn, deadlineMs });
  try {
    return (await handle.call(async (api) => api.check(chosen), { retries: 0 })) as CheckOutcome;
  } catch (error) {
    const isSlow = error instanceof WorkerCrashError && error.reason === 'deadline';
    return {
      ok: false,
      message: isSlow
        ? `It has not answered within ${Math.round(deadlineMs / 1000)} seconds. Export it with a smaller input (320 or 640 pixels), or a smaller model.`
        : 'It brought its worker down, most likely for lack of memory. Export it with a smaller input, or a smaller model.',
    };
  } finally {
    handle.close();
  }
}

/**
 * How a model that was checked does on the GPU, tried in a worker of its own; null where there is none.
 * Never rejects: a driver that hangs or takes the worker along is no place to run it.
 */
export async function fitOnGpu(
  model: EngineModel,
  { spawn = spawnWorker, deadlineMs = GPU_DEADLINE_MS } = {},
): Promise<BackendFit | null> {
  const handle = new WorkerHandle<ModelCheckApi>({ spawn, deadlineMs });
  try {
    return await handle.call(async (api) => api.fitOnGpu(model), { retries: 0 });
  } catch {
    return 'fails';
  } finally {
    handle.close();
  }
}
