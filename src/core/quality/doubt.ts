/** How far the reader's confidence can be trusted on this person's own confirmed plates. */
import {
  calibrationError,
  crossTempered,
  ECE_FROM,
  equalCountBins,
  fitTemperature,
  type ReliabilityBin,
} from './calibration.ts';
import { foldOf } from './clusters.ts';
import type { SampleFacts } from './facts.ts';
import { wasRight } from './slices.ts';
import { type SureSet, sureSet } from './sureSet.ts';

export interface Doubt {
  /** Plates with a given text that were read. */
  readonly judged: number;
  readonly right: number;
  readonly bins: readonly ReliabilityBin[];
  /** Null below 200 plates: it would be chance. */
  readonly error: number | null;
  /** A temperature fitted to all, and what the error is with one fitted out of fold. */
  readonly temperature: number | null;
  readonly errorAfter: number | null;
  readonly binsAfter: readonly ReliabilityBin[];
  /** From which confidence on nothing needs a look. */
  readonly sure: SureSet;
  /** Samples of plates that the reader was surest of, and wrong. */
  readonly surelyWrong: readonly string[];
}

/** As many dots as answers allow. */
const PER_DOT = 20;
const MOST_DOTS = 10;
/** A temperature of fewer answers than this is a guess. */
const TEMPERATURE_FROM = 50;
const MOST_WRONG_SHOWN = 20;

export function doubtOf(samples: readonly SampleFacts[]): Doubt {
  const plates = samples.flatMap((sample) =>
    sample.plates.flatMap((plate) => {
      const right = wasRight(plate);
      if (right === null || plate.confidence === null) return [];
      return [{ sample: sample.id, confidence: plate.confidence, right, group: plate.text }];
    }),
  );
  const dots = Math.min(MOST_DOTS, Math.floor(plates.length / PER_DOT));
  const bins = dots > 0 ? equalCountBins(plates, dots) : [];
  const tempers = plates.length >= TEMPERATURE_FROM && plates.some(({ right }) => !right);
  const folds = plates.map(({ group }) => foldOf(group));
  const after = tempers ? equalCountBins(crossTempered(plates, folds), Math.max(1, dots)) : [];
  const tells = plates.length >= ECE_FROM;
  const wrong = plates.filter(({ right }) => !right).sort((a, b) => b.confidence - a.confidence);
  return {
    judged: plates.length,
    right: plates.filter(({ right }) => right).length,
    bins,
    error: tells ? calibrationError(bins) : null,
    temperature: tempers ? fitTemperature(plates) : null,
    errorAfter: tells && tempers ? calibrationError(after) : null,
    binsAfter: after,
    sure: sureSet(plates),
    surelyWrong: [...new Set(wrong.map(({ sample }) => sample))].slice(0, MOST_WRONG_SHOWN),
  };
}
