/**
 * What was read from a batch of photos, and its two written forms: CSV for spreadsheets,
 * JSON for programs. Pure: photos in, text out, in the order given.
 */
import type { Box, ModelRef, Plate, Size, StageTimes } from './types.ts';

/** Where a photo was taken, degrees (WGS 84), as its EXIF says. */
export interface PhotoPlace {
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * When and where a photo was taken, as its EXIF says; `time` is ISO 8601, with an offset only when
 * the camera wrote one.
 */
export interface PhotoTaken {
  readonly time: string | null;
  readonly place: PhotoPlace | null;
}

/** A photo that was read; no plates is a valid result. */
export interface ReadOutcome {
  readonly kind: 'read';
  readonly size: Size;
  readonly plates: readonly Plate[];
  /** The photo's features, where the detector gives any; batches kept by older versions lack it. */
  readonly embedding?: readonly number[] | null;
  readonly detector: ModelRef;
  readonly reader: ModelRef;
  readonly times: StageTimes;
  readonly taken: PhotoTaken;
}

/** A photo that was not read. `code` is stable, `message` is the sentence people see. */
export interface FailedOutcome {
  readonly kind: 'failed';
  readonly code: string;
  readonly message: string;
}

/** One photo's result. `file` is the path inside the chosen folder, or the name: hostile input. */
export interface PhotoResult {
  readonly file: string;
  readonly outcome: ReadOutcome | FailedOutcome;
}

export const CSV_HEADER =
  'file,plate,confidence,detection_confidence,x,y,width,height,rows,detector,reader,status';

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

/**
 * UTF-8 text of a CSV file: no BOM, CRLF after every row, RFC 4180 quoting, one row per plate,
 * one row for a photo without plates or one that failed.
 */
export function resultsToCsv(results: readonly PhotoResult[]): string {
  const rows = results.flatMap(csvRows);
  return `${[CSV_HEADER, ...rows.map((cells) => cells.map(csvCell).join(','))].join('\r\n')}\r\n`;
}

function csvRows({ file, outcome }: PhotoResult): string[][] {
  const blank = (status: string, detector = ''): string[] => {
    return [file, '', '', '', '', '', '', '', '', detector, '', status];
  };
  if (outcome.kind === 'failed') return [blank(`error: ${failureReason(outcome.code)}`)];
  if (outcome.plates.length === 0) return [blank('no_plate', outcome.detector.id)];
  return outcome.plates.map((plate) => {
    const { detection, reading } = plate;
    const status = plateStatus(plate);
    return [
      file,
      reading?.text ?? '',
      reading !== null && status === 'ok' ? reading.confidence.toFixed(4) : '',
      detection.confidence.toFixed(4),
      ...wholeBox(detection.box).map(String),
      reading?.rows ? String(reading.rows) : '',
      outcome.detector.id,
      outcome.reader.id,
      status,
    ];
  });
}

/** x, y, width, height in whole pixels; edges are rounded, so that no box sticks out of its photo. */
function wholeBox({ x, y, width, height }: Box): readonly number[] {
  const [left, top] = [Math.round(x), Math.round(y)];
  return [left, top, Math.round(x + width) - left, Math.round(y + height) - top];
}

/**
 * One cell. Spreadsheets run cells that start with `= + - @`, tab or CR as formulas
 * (CSV injection), so these get a leading apostrophe.
 */
export function csvCell(value: string): string {
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

export interface JsonOptions {
  /** Version of the app that writes, for provenance. */
  readonly appVersion: string;
  /** Also write where each photo was taken. Off unless the person asked for it. */
  readonly includePlace: boolean;
}

/** Indented JSON with raw names, every character's confidence, models and times. */
export function resultsToJson(results: readonly PhotoResult[], options: JsonOptions): string {
  const document = {
    type: 'platewheel-results',
    version: 1,
    source: `Platewheel ${options.appVersion}`,
    photos: results.map((result) => jsonPhoto(result, options.includePlace)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function jsonPhoto({ file, outcome }: PhotoResult, includePlace: boolean) {
  if (outcome.kind === 'failed') {
    return {
      file,
      status: 'error',
      error: {
        code: outcome.code,
        reason: failureReason(outcome.code),
        message: outcome.message,
      },
    };
  }
  const { plates, size, taken, detector, reader, times } = outcome;
  return {
    file,
    status: plates.length === 0 ? 'no_plate' : 'read',
    width: size.width,
    height: size.height,
    taken: taken.time,
    ...(includePlace ? { place: taken.place } : {}),
    plates: plates.map((plate) => ({
      status: plateStatus(plate),
      text: plate.reading?.text ?? '',
      confidence: plate.reading?.confidence ?? null,
      detectionConfidence: plate.detection.confidence,
      box: plate.detection.box,
      rows: plate.reading?.rows ?? null,
      characters: plate.reading?.characters ?? [],
      alternatives: plate.reading?.alternatives ?? [],
    })),
    detector,
    reader,
    times,
  };
}
