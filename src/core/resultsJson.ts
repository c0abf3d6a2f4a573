/** Results as JSON: for programs, with every character's confidence. */
import {
  failureReason,
  type ListLookup,
  type PhotoResult,
  platesOf,
  resultRows,
} from './results.ts';

export interface JsonOptions {
  /** Version of the app that writes, for provenance. */
  readonly appVersion: string;
  /** Also write where each photo was taken. Off unless the person asked for it. */
  readonly includePlace: boolean;
  readonly listOf?: ListLookup;
  /** Also how long each photo took; left out where the same photos must give the same bytes. */
  readonly includeTimes?: boolean;
}

/** Indented JSON with raw names, every character's confidence, models and times. */
export function resultsToJson(results: readonly PhotoResult[], options: JsonOptions): string {
  const document = {
    type: 'platewheel-results',
    version: 2,
    source: `Platewheel ${options.appVersion}`,
    photos: results.map((result) => photoJson(result, options)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** One photo as it stands in the JSON. */
export function photoJson(
  result: PhotoResult,
  { includePlace, listOf, includeTimes = true }: JsonOptions,
) {
  const { file, outcome, label = null } = result;
  const rows = resultRows(result, listOf);
  const takenFrom = rows[0]?.takenFrom || null;
  const taken = rows[0]?.takenAt || null;
  if (outcome.kind === 'failed') {
    const { code, message } = outcome;
    const error = { code, reason: failureReason(code), message };
    return { file, status: 'error', error, taken, takenFrom };
  }
  const { size, detector, reader, times } = outcome;
  const plates = platesOf(outcome, label);
  return {
    file,
    status: plates.length === 0 ? 'no_plate' : 'read',
    checked: plates.length === 0 && label?.noPlate ? 'confirmed' : null,
    width: size.width,
    height: size.height,
    taken,
    takenFrom,
    ...(includePlace ? { place: outcome.taken.place } : {}),
    plates: plates.map(({ text, status, checked, read, box, rows: lines, label: said }, i) => ({
      status,
      checked: checked || null,
      text,
      read: read?.reading?.text ?? null,
      list: rows[i]?.list || null,
      confidence: read?.reading?.confidence ?? null,
      detectionConfidence: read?.detection.confidence ?? null,
      box,
      rows: lines,
      country: said?.region ?? null,
      unreadable: said?.unreadable ?? null,
      characters: read?.reading?.characters ?? [],
      alternatives: read?.reading?.alternatives ?? [],
    })),
    detector,
    reader,
    ...(includeTimes && { times }),
  };
}
