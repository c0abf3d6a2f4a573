/** Scores of the app's own results against the truth: what `npm run eval` prints. */
import {
  averagePrecision,
  averagePrecision50to95,
  characterErrorRate,
  matchBoxes,
  type PhotoBoxes,
  type PrecisionRecall,
  precisionRecall,
  quantile,
  type Rate,
  wilson,
} from '../metrics.ts';
import { normalisePlateText } from '../plateText.ts';
import type { Plate, Size } from '../types.ts';
import { type TrueCrop, type TruePlate, truePixels } from './truth.ts';

/** One photo as the app read it. `plates` go down to the lowest confidence, readings may be null there. */
export interface EvaluatedPhoto {
  readonly file: string;
  readonly size: Size;
  readonly plates: readonly Plate[];
  readonly milliseconds: number;
  readonly truth: readonly TruePlate[];
}

/** One crop as the app read it. */
export interface EvaluatedCrop extends TrueCrop {
  readonly read: string;
  readonly confidence: number;
  readonly milliseconds: number;
}

export interface DetectionScores extends PrecisionRecall {
  readonly map50: number;
  readonly map50to95: number;
}

/** Exact texts: a plate that was not found counts as read wrong in all but `ofFound`. */
export interface ReadingScores {
  readonly exact: Rate;
  readonly ofFound: Rate;
  readonly oneRow: Rate;
  readonly twoRow: Rate;
  /** Edits over true characters; a plate that was not found loses all of its characters. */
  readonly characterErrorRate: number;
  readonly characterErrorRateOfFound: number;
}

export interface TimeScores {
  readonly medianMs: number;
  readonly p95Ms: number;
}

/** A plate with a true text that was not read exactly; `read` is null when it was not found. */
export interface Miss {
  readonly file: string;
  readonly truth: string;
  readonly read: string | null;
  readonly confidence: number | null;
}

export interface PhotoReport {
  readonly photos: number;
  readonly threshold: number;
  readonly detection: DetectionScores;
  /** Null when no plate has a true text. */
  readonly reading: ReadingScores | null;
  readonly time: TimeScores;
  readonly misses: readonly Miss[];
}

/** A true text beside what was read; `read` is null when the plate was not found. */
interface Pair {
  readonly file: string;
  readonly truth: string;
  readonly read: string | null;
  readonly confidence: number | null;
  readonly rows: 1 | 2 | null;
}

/**
 * Scores photos. Precision, recall and readings are those at the app's `threshold` (IoU 0.5), mAP
 * uses every box that was kept.
 */
export function reportPhotos(photos: readonly EvaluatedPhoto[], threshold: number): PhotoReport {
  const boxes = photos.map(
    ({ plates, truth, size }): PhotoBoxes => ({
      detections: plates.map((plate) => plate.detection),
      truth: truth.map((plate) => truePixels(plate, size)),
    }),
  );
  const pairs = photos.flatMap((photo) => textPairs(photo, threshold));
  return {
    photos: photos.length,
    threshold,
    detection: {
      ...precisionRecall(boxes, threshold),
      map50: averagePrecision(boxes, 0.5),
      map50to95: averagePrecision50to95(boxes),
    },
    reading: pairs.length > 0 ? scoreReadings(pairs) : null,
    time: scoreTimes(photos),
    misses: missesOf(pairs),
  };
}

export interface CropReport {
  readonly crops: number;
  readonly reading: ReadingScores;
  readonly time: TimeScores;
  readonly misses: readonly Miss[];
}

/** Scores crops: each is "found" by definition. */
export function reportCrops(crops: readonly EvaluatedCrop[]): CropReport {
  const pairs = crops.map(
    (crop): Pair => ({
      file: crop.file,
      truth: crop.text,
      read: normalisePlateText(crop.read),
      confidence: crop.confidence,
      rows: crop.rows,
    }),
  );
  return {
    crops: crops.length,
    reading: scoreReadings(pairs),
    time: scoreTimes(crops),
    misses: missesOf(pairs),
  };
}

function textPairs({ file, plates, truth, size }: EvaluatedPhoto, threshold: number): Pair[] {
  const shown = plates.filter((plate) => plate.detection.confidence >= threshold);
  const matches = matchBoxes(
    {
      detections: shown.map((plate) => plate.detection),
      truth: truth.map((plate) => truePixels(plate, size)),
    },
    0.5,
  );
  return truth.flatMap(({ text, rows }, i): Pair[] => {
    if (text === null) return [];
    const found = shown[matches.indexOf(i)];
    const read = found ? normalisePlateText(found.reading?.text ?? '') : null;
    const confidence = found?.reading?.confidence ?? null;
    return [{ file, truth: text, read, confidence, rows }];
  });
}

function scoreReadings(pairs: readonly Pair[]): ReadingScores {
  const rate = (some: readonly Pair[]) =>
    wilson(some.filter((p) => p.read === p.truth).length, some.length);
  const found = pairs.filter((p) => p.read !== null);
  const errors = (some: readonly Pair[]) =>
    characterErrorRate(some.map((p) => ({ truth: p.truth, read: p.read ?? '' })));
  return {
    exact: rate(pairs),
    ofFound: rate(found),
    oneRow: rate(pairs.filter((p) => p.rows === 1)),
    twoRow: rate(pairs.filter((p) => p.rows === 2)),
    characterErrorRate: errors(pairs),
    characterErrorRateOfFound: errors(found),
  };
}

function scoreTimes(items: readonly { readonly milliseconds: number }[]): TimeScores {
  const times = items.map((item) => item.milliseconds);
  return { medianMs: quantile(times, 0.5), p95Ms: quantile(times, 0.95) };
}

const missesOf = (pairs: readonly Pair[]): Miss[] =>
  pairs
    .filter((p) => p.read !== p.truth)
    .map(({ file, truth, read, confidence }) => ({ file, truth, read, confidence }));
