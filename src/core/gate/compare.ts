/** Two models over the same labelled photos: everything the Models screen shows of a comparison. */
import type { PlateLabel, Split } from '../dataset/types.ts';
import {
  averagePrecision,
  averagePrecision50to95,
  characterErrorRate,
  matchBoxes,
  type PrecisionRecall,
  precisionRecall,
  quantile,
  type Rate,
  wilson,
} from '../metrics.ts';
import { calibrationError, ECE_FROM, equalWidthBins } from '../quality/calibration.ts';
import type { Box, Plate, Reading } from '../types.ts';
import { type Difference, pairedDifference } from './evidence.ts';
import type { PairedPlate } from './paired.ts';
import type { RegressRun } from './regress.ts';
import { regressOutcome } from './regress.ts';
import { type GateRecord, judge } from './verdict.ts';

/** What one model made of a photo. */
export interface Seen {
  readonly plates: readonly Plate[];
  /** Finding and reading, without decoding; NaN for what was read at another time. */
  readonly ms: number;
  /** Of it, inside the runtime. */
  readonly runMs?: number;
}

/** What each side made of a picture. */
export type BothSeen = readonly [reference: Seen, candidate: Seen];

/** A photo that a person labelled, as both saw it. */
export interface ComparedPhoto {
  readonly sample: string;
  readonly file: string;
  readonly split: Split | null;
  readonly source: string;
  /** Of the same vehicle or burst; the sample itself where there is no other. */
  readonly group: string;
  /** What the photo belongs to besides, such as `light: dim`. */
  readonly kinds: readonly string[];
  readonly truth: readonly PlateLabel[];
  /** A person said that there is no plate. */
  readonly isBlank: boolean;
  readonly reference: Seen;
  readonly candidate: Seen;
}

/** A plate that only one of the two reads right, or both wrongly but differently. */
export interface ChangedPlate {
  readonly sample: string;
  readonly file: string;
  readonly plate: string;
  readonly text: string;
  readonly before: string;
  readonly after: string;
  readonly kind: 'mended' | 'broken' | 'differs';
  /** Where it is, pixels of the upright photo. */
  readonly box: Box;
}

export interface SideFigures {
  readonly exact: Rate;
  readonly characterErrors: number;
  readonly found: PrecisionRecall;
  readonly map50: number;
  readonly map50to95: number;
  readonly medianMs: number;
  /** How far confidences are from what they promise (ECE); null under `ECE_FROM` plates. */
  readonly calibration: number | null;
}

export interface Comparison {
  readonly photos: number;
  readonly reference: SideFigures;
  readonly candidate: SideFigures;
  readonly gain: Difference;
  readonly changed: readonly ChangedPlate[];
  readonly regress: readonly RegressRun[];
  readonly gate: GateRecord;
}

const MIN_IOU = 0.5;

/**
 * @param regress the regress list as both read it
 * @param times milliseconds of photos read now, in turns
 */
export function compare(
  photos: readonly ComparedPhoto[],
  regress: readonly RegressRun[],
  threshold: number,
  times: Readonly<Record<'reference' | 'candidate', readonly number[]>>,
): Comparison {
  const plates = photos.flatMap(platesOf);
  const independent = firstOfEach(plates);
  const gate = judge({
    plates: independent.filter(({ split }) => split !== 'test').map(({ paired }) => paired),
    test: independent.filter(({ split }) => split === 'test').map(({ paired }) => paired),
    regress: regressOutcome(regress),
  });
  const mended = plates.filter(({ paired }) => !paired.before && paired.after).length;
  const broken = plates.filter(({ paired }) => paired.before && !paired.after).length;
  return {
    photos: photos.length,
    reference: figures(photos, plates, 'reference', threshold, times.reference),
    candidate: figures(photos, plates, 'candidate', threshold, times.candidate),
    gain: pairedDifference(mended, broken, plates.length),
    changed: plates.flatMap(({ changed }) => (changed ? [changed] : [])),
    regress: regress.filter(({ before, after }) => before !== after),
    gate,
  };
}

interface ComparedPlate {
  readonly paired: PairedPlate;
  readonly group: string;
  readonly split: Split | null;
  readonly text: string;
  readonly read: Readonly<Record<'reference' | 'candidate', Reading | null>>;
  readonly changed: ChangedPlate | null;
}

/** The labelled plates of a photo whose text is known. */
function platesOf(photo: ComparedPhoto): ComparedPlate[] {
  const { sample, file, split, source, group, kinds, truth } = photo;
  const before = readingsAt(photo, photo.reference);
  const after = readingsAt(photo, photo.candidate);
  return truth.flatMap((label, i) => {
    if (label.verdict !== 'plate' || !label.text) return [];
    const { id, text } = label;
    const read = { reference: before[i] ?? null, candidate: after[i] ?? null };
    const texts = { before: read.reference?.text ?? '', after: read.candidate?.text ?? '' };
    const [was, is] = [texts.before === text, texts.after === text];
    const kind = was === is ? 'differs' : is ? 'mended' : 'broken';
    const changed =
      texts.before === texts.after
        ? null
        : { sample, file, plate: id, text, ...texts, kind, box: label.box };
    const slices = [
      `rows: ${label.rows ?? 'unknown'}`,
      `size: ${sizeOf(label.box.width)}`,
      `source: ${source}`,
      ...(label.region ? [`country: ${label.region}`] : []),
      ...kinds,
    ];
    const paired = { id: `${sample} ${id}`, before: was, after: is, slices };
    return [{ paired, group, split, text, read, changed } as ComparedPlate];
  });
}

const sizeOf = (width: number) =>
  width < 60 ? 'under 60 px' : width < 120 ? '60–120 px' : 'over 120 px';

/** What a side read at each label; null where it found nothing there. */
export function readingsAt({ truth }: ComparedPhoto, { plates }: Seen): (Reading | null)[] {
  const matches = matchBoxes(
    { detections: plates.map(({ detection }) => detection), truth: truth.map(({ box }) => box) },
    MIN_IOU,
  );
  const readings: (Reading | null)[] = truth.map(() => null);
  matches.forEach((match, i) => {
    if (match >= 0) readings[match] = plates[i]?.reading ?? null;
  });
  return readings;
}

/** Frames of one vehicle say the same thing often: only the first counts as evidence. */
function firstOfEach(plates: readonly ComparedPlate[]): ComparedPlate[] {
  const seen = new Set<string>();
  return plates.filter(({ group, text }) => {
    const key = `${group}\n${text}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function figures(
  photos: readonly ComparedPhoto[],
  plates: readonly ComparedPlate[],
  side: 'reference' | 'candidate',
  threshold: number,
  times: readonly number[],
): SideFigures {
  const boxes = photos.map((photo) => ({
    detections: photo[side].plates.map(({ detection }) => detection),
    truth: photo.truth.filter(({ verdict }) => verdict === 'plate').map(({ box }) => box),
  }));
  const isRight = ({ text, read }: ComparedPlate) => read[side]?.text === text;
  const right = plates.filter(isRight).length;
  const judged = plates.flatMap((plate) => {
    const reading = plate.read[side];
    return reading?.text ? [{ confidence: reading.confidence, right: isRight(plate) }] : [];
  });
  return {
    exact: wilson(right, plates.length),
    characterErrors: characterErrorRate(
      plates.map(({ text, read }) => ({ truth: text, read: read[side]?.text ?? '' })),
    ),
    found: precisionRecall(boxes, threshold, MIN_IOU),
    map50: averagePrecision(boxes, MIN_IOU),
    map50to95: averagePrecision50to95(boxes),
    medianMs: quantile(times, 0.5),
    calibration: judged.length < ECE_FROM ? null : calibrationError(equalWidthBins(judged)),
  };
}
