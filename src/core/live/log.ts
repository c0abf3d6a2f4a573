/** The log of a live session, one row per vehicle, as CSV for spreadsheets and JSON for programs. */
import type { UnreadableReason } from '../dataset/types.ts';
import { csvCell } from '../resultsCsv.ts';
import type { ModelRef } from '../types.ts';
import {
  firstSeenMs,
  lastSeenMs,
  type Vehicle,
  type VehicleStatus,
  vehicleStatus,
} from './vehicle.ts';

export const LOG_HEADER =
  'plate,confidence,first_seen,last_seen,frames,votes,dissent,readings,best_height,status,watch,source,detector,reader,read_plate,checked';

/** A plate that is watched for (denied), one character away from one, or allowed; '' when on no list. */
export const WATCH_MARKS = ['', 'match', 'near-match', 'allowed'] as const;
export type WatchMark = (typeof WATCH_MARKS)[number];

/** What a person said of a vehicle's plate; `text` is empty for what is no plate, or cannot be read. */
export interface VehicleAnswer {
  readonly checked: 'confirmed' | 'corrected' | 'rejected';
  readonly text: string;
  /** Why nobody can read it. */
  readonly unreadable: UnreadableReason | null;
}

/** Where the frames came from. A camera's times are epoch milliseconds, a video's count from its start. */
export interface LogSource {
  readonly kind: 'camera' | 'video';
  /** Device label or file name: hostile input. */
  readonly name: string;
}

export interface LogContext {
  readonly source: LogSource;
  readonly detector: ModelRef;
  readonly reader: ModelRef;
  readonly watch: (vehicle: Vehicle) => WatchMark;
  /** Null where nobody said anything. */
  readonly answer: (vehicle: Vehicle) => VehicleAnswer | null;
}

/** ISO 8601 in UTC for a camera, `HH:MM:SS.mmm` from the start for a video. */
export function logTime(timeMs: number, kind: LogSource['kind']): string {
  const whole = Math.max(0, Math.round(timeMs));
  if (kind === 'camera') return new Date(whole).toISOString();
  const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');
  const seconds = Math.floor(whole / 1000);
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}.${pad(whole % 1000, 3)}`;
}

/** UTF-8 text of a CSV file by the rules of the results CSV: no BOM, CRLF after every row, RFC 4180. */
export function logToCsv(vehicles: readonly Vehicle[], context: LogContext): string {
  const rows = vehicles.map((vehicle) => {
    const row = rowOf(vehicle, context);
    return [
      row.plate,
      row.plate === '' ? '' : row.confidence.toFixed(4),
      row.first_seen,
      row.last_seen,
      row.frames,
      row.votes,
      row.dissent,
      row.readings,
      row.best_height === null ? '' : Math.round(row.best_height),
      row.status,
      row.watch,
      context.source.name,
      context.detector.id,
      context.reader.id,
      row.read_plate,
      row.checked,
    ]
      .map((cell) => csvCell(String(cell)))
      .join(',');
  });
  return [LOG_HEADER, ...rows, ''].join('\r\n');
}

/** Indented JSON with raw names, each character's confidence and every single reading. */
export function logToJson(
  vehicles: readonly Vehicle[],
  context: LogContext,
  appVersion: string,
): string {
  const document = {
    type: 'platewheel-live-log',
    version: 1,
    app: appVersion,
    source: context.source,
    detector: context.detector,
    reader: context.reader,
    vehicles: vehicles.map((vehicle) => ({
      ...rowOf(vehicle, context),
      first_seen_ms: firstSeenMs(vehicle),
      last_seen_ms: lastSeenMs(vehicle),
      spans: vehicle.spans,
      weakest_character: vehicle.consensus.weakest,
      characters: vehicle.consensus.characters,
      single_readings: vehicle.readings.map((one) => ({
        time_ms: one.timeMs,
        text: one.reading.text,
        confidence: one.reading.confidence,
        height: one.heightPx,
        sharpness: one.sharpness,
        score: one.score,
      })),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

interface LogRow {
  readonly plate: string;
  readonly confidence: number;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly frames: number;
  readonly votes: number;
  readonly dissent: number;
  readonly readings: number;
  /** Height of the largest crop that was read, pixels. */
  readonly best_height: number | null;
  readonly status: VehicleStatus | 'rejected';
  readonly watch: WatchMark;
  /** What was voted, whatever a person said since. */
  readonly read_plate: string;
  readonly checked: VehicleAnswer['checked'] | '';
}

function rowOf(vehicle: Vehicle, { source, watch, answer }: LogContext): LogRow {
  const { consensus, readings } = vehicle;
  const said = answer(vehicle);
  return {
    plate: said?.text ?? consensus.text,
    confidence: consensus.confidence,
    first_seen: logTime(firstSeenMs(vehicle), source.kind),
    last_seen: logTime(lastSeenMs(vehicle), source.kind),
    frames: vehicle.frames,
    votes: consensus.votes,
    dissent: consensus.dissent,
    readings: readings.length,
    best_height: readings.length > 0 ? Math.max(...readings.map((one) => one.heightPx)) : null,
    status: statusOf(vehicle, said),
    watch: watch(vehicle),
    read_plate: consensus.text,
    checked: said?.checked ?? '',
  };
}

/** A text that a person gave or confirmed is sure. */
function statusOf(vehicle: Vehicle, said: VehicleAnswer | null): LogRow['status'] {
  if (said === null) return vehicleStatus(vehicle);
  if (said.checked === 'rejected') return 'rejected';
  return said.text === '' ? 'unread' : 'ok';
}
