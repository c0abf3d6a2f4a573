/** The worker in which two models are compared: types, and nothing else. See `VisionApi` for its manners. */
import type { EngineInfo, EngineSettings, OnProgress, ReadOptions } from '../../core/engine.ts';
import type { Outcome } from '../../core/failure.ts';
import type { BothSeen } from '../../core/gate/compare.ts';

/** Reference first. */
export type TrialSides = readonly [reference: EngineSettings, candidate: EngineSettings];

export interface TrialOptions extends ReadOptions {
  /** The picture is one plate with a small margin: nothing has to be found. */
  readonly isCrop: boolean;
  /** Which side begins. */
  readonly turn: 0 | 1;
}

export interface TrialApi {
  /** Makes both sides ready. */
  start(
    sides: TrialSides,
    onProgress: OnProgress,
  ): Promise<Outcome<readonly [EngineInfo, EngineInfo]>>;
  /** Opens a photo once and reads it with both. */
  read(photo: Blob, options: TrialOptions): Promise<Outcome<BothSeen>>;
}
