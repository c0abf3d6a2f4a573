/** Everything the measures need to know of one sample, small enough to hold a hundred thousand of them. */
import { checkedPlates } from '../checkedPlates.ts';
import { type SampleStanding, standingOf } from '../dataset/row.ts';
import type { Label, Prediction, Sample, Split } from '../dataset/types.ts';
import { iou } from '../geometry.ts';
import type { Box, Detection, Plate, Reading } from '../types.ts';
import { badlocScores } from './boxSuspicion.ts';
import {
  type PhotoCondition,
  type PlateCondition,
  photoConditions,
  plateConditions,
} from './conditions.ts';
import type { PhotoMeasures } from './photoMeasures.ts';
import type { PlateMeasures } from './plateMeasures.ts';
import { SLOT_ALPHABET, slotsOf } from './readingSlots.ts';
import { scoreText, type TextScore } from './textSuspicion.ts';

/** What the pixels of a sample say; made of one revision of its label. */
export interface PixelFacts {
  readonly photo: PhotoMeasures;
  readonly signature: Uint8Array;
  /** By plate: its label's id or its place among the predicted plates, as `checkedPlates` has it. */
  readonly plates: readonly { readonly id: string; readonly measures: PlateMeasures }[];
}

/** What the models say of a sample, whatever was said of it before. */
export interface SeenFacts {
  readonly plates: readonly Plate[];
  readonly embedding: Float32Array | null;
  /** Readings of labelled boxes that the detector did not find, by the label's id. */
  readonly readings: readonly { readonly id: string; readonly reading: Reading }[];
}

export interface PlateFacts {
  readonly id: string;
  readonly box: Box;
  /** As labelled, else as read; '' for none. */
  readonly text: string;
  /** A person gave or confirmed the text. */
  readonly isLabelled: boolean;
  /** Its box is labelled, and nobody has said its text, nor that it cannot be read. */
  readonly isTextMissing: boolean;
  readonly read: string;
  /** Of the reading, 0–1; null where there is none. */
  readonly confidence: number | null;
  readonly region: string | null;
  readonly rows: 1 | 2 | null;
  readonly unreadable: string | null;
  readonly measures: PlateMeasures | null;
  readonly conditions: readonly PlateCondition[];
  /** A person has given another text in place of what was read. */
  readonly isCorrection: boolean;
  /** How likely its given text is wrong; null where no text is given or nothing was read. */
  readonly suspicion: TextScore | null;
  /** How well its labelled box fits the detector's, 0–1; null where that cannot be told. */
  readonly badloc: number | null;
}

export interface SampleFacts extends SampleStanding {
  readonly sha256: string;
  readonly dhash: string;
  readonly burst: string | null;
  readonly pixels: number;
  /** Of its label; 0 without one. */
  readonly revision: number;
  readonly noPlate: boolean;
  readonly plates: readonly PlateFacts[];
  readonly conditions: readonly PhotoCondition[];
  /** Whether most of it lies in the dark; null while its pixels are not measured. */
  readonly dim: boolean | null;
  readonly signature: Uint8Array | null;
  /** Detections of the models that nobody called wrong; none while they did not look. */
  readonly detections: readonly Detection[];
  /** Whether pixels and models have been looked at, as the sample is now. */
  readonly isMeasured: boolean;
  readonly isSeen: boolean;
}

/** A labelled box and a detection are of one plate from this overlap on. */
const SAME_PLATE = 0.3;
/** A photo is dim when three quarters of it are less bright; see `docs/quality.md`. */
const DIM_BELOW = 0.5;

export interface KnownSample {
  readonly sample: Sample;
  readonly label: Label | null;
  readonly prediction: Prediction | null;
  readonly split: Split | null;
  /** Ids of plates whose text a person gave here, not an import; left out, those that answer a reading. */
  readonly typed?: ReadonlySet<string>;
}

export function factsOf(
  { sample, label, prediction, split, typed }: KnownSample,
  pixels: PixelFacts | null,
  seen: SeenFacts | null,
): SampleFacts {
  const rejected = (label?.plates ?? []).filter(({ verdict }) => verdict === 'not-plate');
  const detections = (seen?.plates ?? prediction?.plates ?? [])
    .map(({ detection }) => detection)
    .filter(({ box }) => rejected.every((other) => iou(other.box, box) < SAME_PLATE));
  const measuresOf = new Map(pixels?.plates.map(({ id, measures }) => [id, measures]));
  const shown = checkedPlates(prediction, label).filter(({ status }) => status !== 'rejected');
  const labelled = shown.filter((plate) => plate.label !== null);
  const fits = badlocScores({ labels: labelled.map(({ box }) => box), detections });
  const plates = shown.map((plate): PlateFacts => {
    const reading = readingAt(plate.box, plate.id, seen) ?? plate.read?.reading ?? null;
    const measures = measuresOf.get(plate.id) ?? null;
    const given = plate.label?.text ?? null;
    const place = labelled.indexOf(plate);
    return {
      id: plate.id,
      box: plate.box,
      text: plate.text,
      isLabelled: given !== null,
      isTextMissing: plate.label !== null && given === null && plate.label.unreadable === null,
      read: reading?.text ?? '',
      confidence: reading?.confidence ?? null,
      region: plate.label?.region ?? null,
      rows: plate.rows,
      unreadable: plate.label?.unreadable ?? null,
      measures,
      conditions: measures ? plateConditions(measures) : [],
      isCorrection:
        given !== null &&
        given !== (plate.read?.reading?.text ?? '') &&
        // What was read is what they saw: as the photo came up, or filled into a box without a text.
        (plate.label?.origin == null
          ? typed?.has(plate.id) === true
          : reading?.text === plate.read?.reading?.text),
      suspicion:
        given !== null && given !== '' && reading && reading.text !== ''
          ? scoreText(slotsOf(reading), SLOT_ALPHABET, given)
          : null,
      badloc: place >= 0 && detections.length > 0 ? (fits[place] ?? null) : null,
    };
  });
  return {
    ...standingOf(sample, prediction, label, split),
    sha256: sample.sha256,
    dhash: sample.dhash,
    burst: sample.burst,
    pixels: sample.size.width * sample.size.height,
    revision: label?.revision ?? 0,
    noPlate: label?.noPlate ?? false,
    plates,
    conditions: pixels ? photoConditions(pixels.photo) : [],
    dim: pixels ? pixels.photo.upper < DIM_BELOW : null,
    signature: pixels?.signature ?? null,
    detections,
    isMeasured: pixels !== null,
    isSeen: seen !== null,
  };
}

/** Labelled texts of a sample, each with what the models read there. */
export function labelledReadings(
  { label }: Pick<KnownSample, 'label'>,
  seen: SeenFacts,
): { readonly text: string; readonly reading: Reading }[] {
  return (label?.plates ?? []).flatMap(({ id, box, text, verdict }) => {
    const reading = verdict === 'plate' && text ? readingAt(box, id, seen) : null;
    return text && reading?.text ? [{ text, reading }] : [];
  });
}

/** What the models read in a box, by their own look at it. */
function readingAt(box: Box, id: string, seen: SeenFacts | null): Reading | null {
  const own = seen?.readings.find((one) => one.id === id)?.reading;
  if (own) return own;
  let best: Reading | null = null;
  let most = SAME_PLATE;
  for (const { detection, reading } of seen?.plates ?? []) {
    const overlap = iou(detection.box, box);
    if (overlap < most || !reading) continue;
    most = overlap;
    best = reading;
  }
  return best;
}

/** Labelled boxes that no detection covers: they are read on their own. */
export function unreadBoxes(
  { label }: Pick<KnownSample, 'label'>,
  plates: readonly Plate[],
): { readonly id: string; readonly box: Box }[] {
  return (label?.plates ?? [])
    .filter(({ verdict, text }) => verdict === 'plate' && text)
    .filter(({ box }) => plates.every(({ detection }) => iou(detection.box, box) < SAME_PLATE))
    .map(({ id, box }) => ({ id, box }));
}
