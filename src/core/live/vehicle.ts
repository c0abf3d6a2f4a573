/** One vehicle: what its tracks and readings add up to. All times in milliseconds of the video's clock. */
import type { Box, Reading } from '../types.ts';
import { CONVERGENCE_DEFAULTS, type ConvergenceOptions, hasConverged } from './convergence.ts';
import { type Consensus, consensusOf } from './vote.ts';

/** A stretch of time in which the plate was in the picture. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** One reading of one crop of the vehicle. */
export interface VehicleReading {
  readonly timeMs: number;
  readonly reading: Reading;
  /** From `cropScore`, 0–1. */
  readonly score: number;
  readonly heightPx: number;
  readonly sharpness: number;
  /** The surest crop read once more as photos are, when the vehicle had left. */
  readonly isFinal?: boolean;
}

export interface Vehicle {
  readonly id: number;
  /** In order of time; more than one when the plate was lost and seen again. */
  readonly spans: readonly Span[];
  /** Frames in which the plate was detected. */
  readonly frames: number;
  readonly isPresent: boolean;
  /** Where it was seen last, and where at first, image pixels. */
  readonly box: Box;
  readonly firstBox: Box;
  readonly readings: readonly VehicleReading[];
  readonly consensus: Consensus;
  readonly hasConverged: boolean;
  /** It has left and was read once more: its row stands. */
  readonly isFinal: boolean;
  /** The vehicle that was lost where this one was found: the same one, if their texts agree. */
  readonly continues: number | null;
}

/** `ok`: settled and sure; `doubtful`: read, but look at it; `unread`: seen only. */
export type VehicleStatus = 'ok' | 'doubtful' | 'unread';

/**
 * From this calibrated confidence on a text that its readings agree on is reported as `ok`: on made
 * videos 117 of 122 such texts were right (docs/live.md).
 */
export const SURE = 0.85;
/** Fewer readings of one text are no vote. */
const LEAST_VOTES = 2;

/** Whether the readings agree on the text: at least two say it, and more than say other ones. */
export function isAgreed({ votes, dissent }: Consensus): boolean {
  return votes >= LEAST_VOTES && votes > dissent;
}

export function vehicleStatus({ consensus, hasConverged, isFinal }: Vehicle): VehicleStatus {
  if (consensus.text === '') return 'unread';
  const stands = hasConverged || isFinal;
  return stands && isAgreed(consensus) && consensus.confidence >= SURE ? 'ok' : 'doubtful';
}

export function firstSeenMs({ spans }: Vehicle): number {
  return (spans[0] as Span).fromMs;
}

export function lastSeenMs({ spans }: Vehicle): number {
  return (spans[spans.length - 1] as Span).toMs;
}

/** A reading with test-time augmentation counts as so many of a single view. */
const FINAL_WEIGHT = 2;

/** The weight of a reading in the vote: the reader's calibrated confidence, damped by a poor crop. */
export function voteWeight({ reading, score, isFinal = false }: VehicleReading): number {
  return (isFinal ? FINAL_WEIGHT : 1) * reading.confidence * (0.5 + 0.5 * score);
}

/** From this height of a row of characters on, pixels, a larger crop is read no better. */
const READABLE_PX = 32;
/** Under this part of the best crop's height a plate is guessed rather than read. */
const MUCH_SMALLER = 0.65;
/** A crop this much higher than the best one read is worth reading, though the text has settled. */
const OUTGROWN = 1.08;

/** Height of one row of the plate's characters, about. */
const rowHeight = ({ heightPx, reading }: Pick<VehicleReading, 'heightPx' | 'reading'>): number =>
  heightPx / (reading.rows ?? 1);

/**
 * The readings that vote. A car that comes nearer is guessed at from afar, often the same wrong way
 * again and again: those do not count once it was read from near.
 */
function votersOf(readings: readonly VehicleReading[]): readonly VehicleReading[] {
  const best = Math.max(...readings.map(rowHeight));
  const least = Math.min(MUCH_SMALLER * best, READABLE_PX);
  return readings.filter((one) => rowHeight(one) >= least);
}

/** Whether the plate, now `heightPx` high, is better to read than it ever was. */
export function isOutgrown({ readings }: Vehicle, heightPx: number): boolean {
  const [first] = readings;
  if (first === undefined) return true;
  const rows = first.reading.rows ?? 1;
  const best = Math.max(...readings.map((one) => one.heightPx));
  return best / rows < READABLE_PX && heightPx >= OUTGROWN * best;
}

/** The vehicle with these readings and what follows from them. */
export function withReadings(
  vehicle: Vehicle,
  readings: readonly VehicleReading[],
  options: ConvergenceOptions = CONVERGENCE_DEFAULTS,
): Vehicle {
  const voters = votersOf(readings);
  const consensus = consensusOf(
    voters.map((one) => ({ reading: one.reading, weight: voteWeight(one) })),
  );
  return {
    ...vehicle,
    readings,
    consensus,
    hasConverged: hasConverged(consensus, voters.length, options),
  };
}

/** True when both plates were in the picture at one time, so that they cannot be one vehicle. */
export function wereTogether(a: Vehicle, b: Vehicle): boolean {
  return a.spans.some((one) =>
    b.spans.some((other) => one.fromMs <= other.toMs && other.fromMs <= one.toMs),
  );
}

/** Milliseconds between the nearest ends of two vehicles' spans; 0 when they meet. */
export function gapBetween(a: Vehicle, b: Vehicle): number {
  const gaps = a.spans.flatMap((one) =>
    b.spans.map((other) => Math.max(0, one.fromMs - other.toMs, other.fromMs - one.toMs)),
  );
  return Math.min(...gaps);
}

/** Both as one, under the id of the one seen first. */
export function mergeVehicles(a: Vehicle, b: Vehicle, options?: ConvergenceOptions): Vehicle {
  const [first, second] = firstSeenMs(a) <= firstSeenMs(b) ? [a, b] : [b, a];
  const latest = lastSeenMs(a) >= lastSeenMs(b) ? a : b;
  const joined: Vehicle = {
    ...first,
    spans: [...first.spans, ...second.spans].sort((x, y) => x.fromMs - y.fromMs),
    frames: first.frames + second.frames,
    isPresent: first.isPresent || second.isPresent,
    isFinal: false,
    box: latest.box,
  };
  return withReadings(joined, [...first.readings, ...second.readings], options);
}
