/**
 * The page behind `npm run eval`: reads files through the very service the Read screen uses and
 * scores them. Driven from outside through `window.platewheelEval`.
 */

import type { EngineSettings } from '../../../src/core/engine.ts';
import {
  type EvaluatedCrop,
  type EvaluatedPhoto,
  reportCrops,
  reportPhotos,
} from '../../../src/core/evaluation/report.ts';
import {
  parseCropLabels,
  parseTruthCsv,
  parseYoloLabels,
} from '../../../src/core/evaluation/truth.ts';
import type { ReadFailure } from '../../../src/core/failure.ts';
import type { StageTimes } from '../../../src/core/types.ts';
import { createVision } from '../../../src/rpc/vision/client.ts';
import { DEFAULT_SETTINGS } from '../../../src/store/settings.ts';
import { refitSeconds } from './refit.ts';

/** Boxes are kept from here for mAP; only those from the app's threshold are read. */
const LOWEST_CONFIDENCE = 0.001;

const vision = createVision();

/** The file the driver put into the page's file input. */
function chosenFile(): File {
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw new Error('No file was chosen.');
  return file;
}

const api = {
  /** The app's own detection threshold and input size. */
  defaults: { threshold: DEFAULT_SETTINGS.threshold, inputSize: DEFAULT_SETTINGS.inputSize },
  start: (settings: EngineSettings) => vision.start(settings),

  /** See `refit.ts`. */
  refitSeconds,

  /** Reads the chosen photo as the app would; plates below `threshold` are boxes only. */
  async readPhoto(options: { inputSize: number; threshold: number }): Promise<
    | {
        photo: Omit<EvaluatedPhoto, 'file' | 'truth'>;
        times: StageTimes;
      }
    | { failure: ReadFailure }
  > {
    const outcome = await vision.readPhoto(chosenFile(), {
      threshold: LOWEST_CONFIDENCE,
      readThreshold: options.threshold,
      inputSize: options.inputSize,
      thumbnailSize: 0,
      crops: false,
    });
    if (!outcome.ok) return { failure: outcome.failure };
    const { size, plates, times } = outcome.value.outcome;
    return { photo: { size, plates, milliseconds: times.totalMs }, times };
  },

  /** Reads the chosen crop with the reader alone. */
  async readPlate(): Promise<
    { read: string; confidence: number; milliseconds: number } | { failure: ReadFailure }
  > {
    const file = chosenFile();
    const started = performance.now();
    const outcome = await vision.readPlate(file);
    if (!outcome.ok) return { failure: outcome.failure };
    const { text, confidence } = outcome.value;
    return { read: text, confidence, milliseconds: performance.now() - started };
  },

  /** Workers lost to crashes and hangs. */
  restarts: () => vision.restarts,

  truthFromCsv: (csv: string) => Object.fromEntries(parseTruthCsv(csv)),
  truthFromYolo: (labels: string) => parseYoloLabels(labels),
  cropLabels: (csv: string) => parseCropLabels(csv),
  reportPhotos: (photos: EvaluatedPhoto[], threshold: number) => reportPhotos(photos, threshold),
  reportCrops: (crops: EvaluatedCrop[]) => reportCrops(crops),
};

/** What scripts/eval calls in this page. */
export type EvalApi = typeof api;

Object.assign(window, { platewheelEval: api });
