/** The worker that tries a model before it counts: types, and nothing else. */
import type { CheckOutcome, ChosenModel } from '../../core/models/checkedModel.ts';

export interface ModelCheckApi {
  /** The files of `chosen` are `File`s. */
  check(chosen: ChosenModel): Promise<CheckOutcome>;
}
