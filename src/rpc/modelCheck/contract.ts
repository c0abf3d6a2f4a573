/** The worker that tries a model before it counts: types, and nothing else. */
import type { BackendFit, EngineModel } from '../../core/engine.ts';
import type { CheckOutcome, ChosenModel } from '../../core/models/checkedModel.ts';

export interface ModelCheckApi {
  /** The files of `chosen` are `File`s. */
  check(chosen: ChosenModel): Promise<CheckOutcome>;
  /** How a model that was checked does on the GPU; null where there is none. Rejects where it runs nowhere. */
  fitOnGpu(model: EngineModel): Promise<BackendFit | null>;
}
