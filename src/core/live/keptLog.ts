/** The log on this device, where the person wants it: for how long, and what of it still holds. */
import type { ModelRef, RgbaImage } from '../types.ts';
import { type LogSource, type VehicleAnswer, WATCH_MARKS, type WatchMark } from './log.ts';
import { type Vehicle, withReadings } from './vehicle.ts';

/** `ask`: nobody has said yet, so nothing is kept. */
export const KEEP_LOG = ['ask', 'off', '24h', '7d', 'until-cleared'] as const;
export type KeepLog = (typeof KEEP_LOG)[number];

const DAY_MS = 24 * 60 * 60 * 1000;
const PERIOD_MS: Readonly<Record<KeepLog, number>> = {
  ask: 0,
  off: 0,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  // A date that still counts exactly in milliseconds.
  'until-cleared': 1e15,
};

/** Milliseconds a row is kept from when it last changed; 0: it is not kept. */
export const keptForMs = (keep: KeepLog): number => PERIOD_MS[keep];

/**
 * Whether a row's time is over, by wall time. A row from further ahead than it may be kept means that
 * the clock was set back: it is over as well, so that no row outlives what was asked for by more than
 * its own time.
 */
export function isOver(
  row: { readonly at: number; readonly expiresAt: number },
  nowMs: number,
): boolean {
  return nowMs >= row.expiresAt || nowMs < row.at - (row.expiresAt - row.at);
}

/** One row of the list, as it is kept. */
export interface KeptVehicle {
  readonly vehicle: Vehicle;
  readonly mark: WatchMark;
  readonly crop: RgbaImage | null;
  /** What a person said of it. */
  readonly answer: VehicleAnswer | null;
}

/** What holds for all rows of a log. */
export interface KeptLogAbout {
  readonly source: LogSource;
  readonly models: { readonly detector: ModelRef; readonly reader: ModelRef } | null;
}

/**
 * A vehicle as it comes back: nobody is in view, and nothing is left to read once more. Null for what
 * is no such row, say one of an older version.
 */
export function restoredVehicle(value: unknown): KeptVehicle | null {
  const { vehicle, mark, crop, answer } = (value ?? {}) as Partial<KeptVehicle>;
  const isWhole =
    typeof vehicle?.id === 'number' &&
    Array.isArray(vehicle.spans) &&
    vehicle.spans.length > 0 &&
    Array.isArray(vehicle.readings) &&
    typeof vehicle.consensus?.text === 'string' &&
    typeof vehicle.consensus.confidence === 'number';
  if (!isWhole) return null;
  // Votes of an older version did not tell their weakest character: they are counted again.
  const voted =
    typeof vehicle.consensus.weakest === 'number'
      ? vehicle
      : withReadings(vehicle, vehicle.readings);
  return {
    vehicle: { ...voted, isPresent: false, isFinal: true, continues: null },
    mark: WATCH_MARKS.find((one) => one === mark) ?? '',
    crop: crop?.data instanceof Uint8ClampedArray ? crop : null,
    // One of an older version says of no plate why it cannot be read.
    answer:
      typeof answer?.text === 'string'
        ? { ...answer, unreadable: answer.unreadable ?? null }
        : null,
  };
}
