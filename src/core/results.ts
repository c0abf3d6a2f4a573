/**
 * What was read from a batch of photos and what a person said of it, as rows: one for each plate, one
 * for a photo without plates or one that failed. Table, CSV, XLSX and report are made of these.
 */
import {
  type Checked,
  type CheckedPlate,
  type CheckedStatus,
  checkedPlates,
} from './checkedPlates.ts';
import { predictionId } from './dataset/predictionId.ts';
import type { Label } from './dataset/types.ts';
import type { PhotoOutcome, PhotoPlace, ReadOutcome } from './photoResult.ts';
import type { Box, Plate } from './types.ts';

export type { FailedOutcome, PhotoTaken, ReadOutcome } from './photoResult.ts';

/** One photo's result. `file` is the path inside the chosen folder, or the name: hostile input. */
export interface PhotoResult {
  readonly file: string;
  readonly outcome: PhotoOutcome;
  /** What a person said of it; left out where nobody was asked. */
  readonly label?: Label | null;
  /** When the file was last changed, ISO 8601: stands in where the photo does not say when it was taken. */
  readonly fileTime?: string | null;
}

/** Short reasons for the CSV's `error: <reason>`; a code without one is written with spaces. */
const REASONS: Readonly<Record<string, string>> = {
  empty: 'empty file',
  'not-an-image': 'not an image',
  unsupported: 'unsupported format',
  truncated: 'damaged or truncated',
  'too-large': 'over 100 megapixels',
  'too-large-for-browser': 'too large for this browser',
  model: 'model not available',
  engine: 'reader stopped',
};

/** The reason a failure has in the CSV and in lists, e.g. `too large for this browser`. */
export function failureReason(code: string): string {
  return Object.hasOwn(REASONS, code) ? (REASONS[code] as string) : code.replaceAll('-', ' ');
}

/** `ok` when the plate has a text, `unreadable` when only its box is known. */
export function plateStatus(plate: Plate): 'ok' | 'unreadable' {
  return plate.reading !== null && plate.reading.text !== '' ? 'ok' : 'unreadable';
}

/** A reading less sure than this is in doubt until a person has said something of it; 0–1. */
const DOUBTFUL_BELOW = 0.8;

/** Whether a plate is worth a person's look: unsure, unread or without its text, and not looked at. */
export function isDoubtful({ status, checked, read, text }: CheckedPlate): boolean {
  if (checked === 'added') return status === 'text_missing';
  if (checked !== '') return false;
  return text === '' || (read?.reading?.confidence ?? 0) < DOUBTFUL_BELOW;
}

/** All plates of a photo that was read, with what was said of them. */
export function platesOf(outcome: ReadOutcome, label: Label | null = null) {
  const { detector, reader, plates } = outcome;
  return checkedPlates({ id: predictionId(detector, reader, plates), plates }, label);
}

/** On which of a person's lists a plate stands; `near-…`: one character away from a plate on it. */
export type ListMark = '' | 'allow' | 'deny' | 'near-allow' | 'near-deny';

/** Looks a plate's text up. */
export type ListLookup = (text: string) => ListMark;

/** One plate, or a photo that has none. Empty cells are null or ''. */
export interface ResultRow {
  readonly file: string;
  /** The plate's text as it stands: what a person said, else what was read. */
  readonly plate: string;
  /** How sure the reader was of `readPlate`, 0–1. */
  readonly confidence: number | null;
  readonly detectionConfidence: number | null;
  /** Whole pixels of the upright photo. */
  readonly box: Box | null;
  readonly rows: 1 | 2 | null;
  readonly detector: string;
  readonly reader: string;
  /**
   * `ok`: a text that is sure, or that a person gave; `doubtful`: one that is neither; `error: …` with the
   * reason for a photo that could not be read.
   */
  readonly status: CheckedStatus | 'doubtful' | 'no_plate' | `error: ${string}`;
  /** What the model read. */
  readonly readPlate: string;
  readonly checked: Checked;
  /** ISO 8601; with an offset only where it is known. */
  readonly takenAt: string;
  /** `exif`: the camera said so; `file`: when the file was last changed. */
  readonly takenFrom: 'exif' | 'file' | '';
  readonly list: ListMark;
  readonly place: PhotoPlace | null;
}

/** A photo's rows in the order of its plates; those a person added come last. */
export function resultRows(result: PhotoResult, listOf: ListLookup = () => ''): ResultRow[] {
  const { file, outcome, label = null, fileTime = null } = result;
  const exif = outcome.kind === 'read' ? outcome.taken.time : null;
  const photo = {
    ...{ file, plate: '', confidence: null, detectionConfidence: null, box: null, rows: null },
    ...{ detector: '', reader: '', readPlate: '', list: '' as const },
    takenAt: exif ?? fileTime ?? '',
    takenFrom: exif !== null ? 'exif' : fileTime !== null ? 'file' : '',
    place: outcome.kind === 'read' ? outcome.taken.place : null,
  } as const;
  if (outcome.kind === 'failed') {
    return [{ ...photo, status: `error: ${failureReason(outcome.code)}`, checked: '' }];
  }
  const detector = outcome.detector.id;
  const plates = platesOf(outcome, label);
  if (plates.length === 0) {
    const checked = label?.noPlate ? 'confirmed' : '';
    return [{ ...photo, detector, status: 'no_plate', checked }];
  }
  return plates.map((plate): ResultRow => {
    const { text, read, box, rows, status, checked } = plate;
    const reading = read?.reading ?? null;
    return {
      ...photo,
      plate: text,
      confidence: reading !== null && reading.text !== '' ? reading.confidence : null,
      detectionConfidence: read?.detection.confidence ?? null,
      box: wholeBox(box),
      rows,
      detector: read ? detector : '',
      reader: read ? outcome.reader.id : '',
      status: status === 'ok' && isDoubtful(plate) ? 'doubtful' : status,
      readPlate: reading?.text ?? '',
      checked,
      list: text === '' ? '' : listOf(text),
    };
  });
}

/** In whole pixels; edges are rounded, so that no box sticks out of its photo. */
function wholeBox({ x, y, width, height }: Box): Box {
  const [left, top] = [Math.round(x), Math.round(y)];
  return {
    x: left,
    y: top,
    width: Math.round(x + width) - left,
    height: Math.round(y + height) - top,
  };
}
