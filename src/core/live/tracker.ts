/**
 * Detections of single frames become tracks of vehicles, after ByteTrack (Zhang et al. 2022):
 * confident detections are paired with all tracks first, then doubtful ones with the tracks left
 * over, so that a plate that blurs for a moment keeps its track while a doubtful box never starts
 * one. Pure: times come in with the frames.
 */
import type { Detection, Size } from '../types.ts';
import { assign, FORBIDDEN } from './assign.ts';
import { NO_SHIFT, type Shift } from './cameraMotion.ts';
import { boxOf, fitOf, predictMotion, shiftMotion } from './kalman.ts';
import {
  type EndedTrack,
  hitTrack,
  missTrack,
  retire,
  startTrack,
  type Track,
  type TrackerOptions,
  unseenMs,
} from './track.ts';

export interface TrackerState {
  readonly tracks: readonly Track[];
  readonly nextId: number;
}

export interface TrackedFrame {
  readonly timeMs: number;
  readonly size: Size;
  readonly detections: readonly Detection[];
  /** How far the whole picture moved since the frame before, image pixels. */
  readonly shift?: Shift;
}

export interface TrackerStep {
  readonly state: TrackerState;
  readonly ended: readonly EndedTrack[];
  /** For each detection of the frame the track it belongs to, or null. */
  readonly trackOf: readonly (number | null)[];
}

export const TRACKER_DEFAULTS: TrackerOptions = {
  high: 0.4,
  low: 0.12,
  confirmHits: 2,
  keepLostMs: 1200,
};

export const NO_TRACKS: TrackerState = { tracks: [], nextId: 1 };

/** Gates on the squared Mahalanobis distance (4 values): chi-square at 0.999, and tighter for doubtful boxes. */
const GATE = 18.5;
const GATE_LOW = 9.5;
/** No plate is further from where it is expected than this many of its long sides, and so many more a second unseen. */
const REACH = { always: 0.5, perSecond: 14, most: 2.5 } as const;
/** Sizes of one plate in successive frames differ at most by this factor. */
const MAX_GROWTH = 1.8;

/** Takes the detections of one frame in. Frames must come in order of time; never throws. */
export function stepTracker(
  state: TrackerState,
  frame: TrackedFrame,
  options: TrackerOptions = TRACKER_DEFAULTS,
): TrackerStep {
  const predicted = state.tracks.map((track) => predictTrack(track, frame));
  const trackOf: (number | null)[] = frame.detections.map(() => null);
  const found = new Map<number, Detection>();
  const pair = (tracks: Track[], indices: number[], gate: number): void => {
    const costs = tracks.map((track) =>
      indices.map((i) => pairCost(track, frame.detections[i] as Detection, gate)),
    );
    assign(costs).forEach((column, row) => {
      if (column < 0) return;
      const index = indices[column] as number;
      const { id } = tracks[row] as Track;
      trackOf[index] = id;
      found.set(id, frame.detections[index] as Detection);
    });
  };
  const usable = frame.detections.flatMap((d, i) =>
    d.confidence >= options.low && d.box.width > 0 && d.box.height > 0 ? [i] : [],
  );
  const isHigh = (i: number): boolean =>
    (frame.detections[i] as Detection).confidence >= options.high;
  const unpaired = (): Track[] => predicted.filter((track) => !found.has(track.id));
  const free = (): number[] => usable.filter((i) => isHigh(i) && trackOf[i] === null);

  pair(
    predicted.filter((t) => t.state !== 'tentative'),
    free(),
    GATE,
  );
  pair(
    unpaired().filter((t) => t.state === 'confirmed'),
    usable.filter((i) => !isHigh(i)),
    GATE_LOW,
  );
  pair(
    unpaired().filter((t) => t.state === 'tentative'),
    free(),
    GATE,
  );

  let nextId = state.nextId;
  const started = free().map((i): Track => {
    const detection = frame.detections[i] as Detection;
    const id = nextId++;
    trackOf[i] = id;
    return startTrack(id, detection, frame.timeMs, options);
  });
  const updated = predicted.map((track) => {
    const detection = found.get(track.id);
    return detection === undefined ? missTrack(track) : hitTrack(track, detection, options);
  });
  const { kept, ended } = retire([...updated, ...started], frame, options);
  return { state: { tracks: kept, nextId }, ended, trackOf };
}

function predictTrack(track: Track, frame: TrackedFrame): Track {
  const { dx, dy } = frame.shift ?? NO_SHIFT;
  const seconds = Math.max(0, frame.timeMs - track.timeMs) / 1000;
  const motion = shiftMotion(predictMotion(track.motion, seconds), dx, dy);
  return { ...track, motion, timeMs: frame.timeMs };
}

function pairCost(track: Track, { box }: Detection, gate: number): number {
  const at = boxOf(track.motion);
  const side = Math.max(at.width, at.height);
  const far = Math.hypot(
    box.x + box.width / 2 - track.motion.x.position,
    box.y + box.height / 2 - track.motion.y.position,
  );
  const growth = Math.abs(Math.log((box.width * box.height) / (at.width * at.height))) / 2;
  const reach = Math.min(REACH.most, REACH.always + (REACH.perSecond * unseenMs(track)) / 1000);
  if (far > reach * side || growth > Math.log(MAX_GROWTH)) return FORBIDDEN;
  const fit = fitOf(track.motion, box);
  return fit.distance > gate ? FORBIDDEN : fit.cost;
}
