/**
 * Detections of single frames become tracks of vehicles, after ByteTrack (Zhang et al. 2022):
 * confident detections are paired with all tracks first, then doubtful ones with the tracks left
 * over, so that a plate that blurs for a moment keeps its track while a doubtful box never starts
 * one. Pure: times come in with the frames.
 */
import { iou } from '../geometry.ts';
import type { Detection, Size } from '../types.ts';
import { assign, FORBIDDEN } from './assign.ts';
import {
  boxOf,
  correctMotion,
  fitOf,
  type Motion,
  predictMotion,
  shiftMotion,
  startMotion,
} from './kalman.ts';
import { NO_SHIFT, type Shift } from './shake.ts';

/** `tentative` has been seen once, `lost` was not in the last frame. */
export type TrackState = 'tentative' | 'confirmed' | 'lost';

/** One plate over frames. Times are milliseconds of the video's clock. */
export interface Track {
  readonly id: number;
  readonly state: TrackState;
  /** As of `timeMs`. */
  readonly motion: Motion;
  readonly timeMs: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** Frames in which it was detected. */
  readonly hits: number;
  readonly detection: Detection;
}

/** Why a track ended: out of the picture, not found again in time, or another track's double. */
export type EndReason = 'left' | 'lost' | 'duplicate';

export interface EndedTrack {
  readonly track: Track;
  readonly reason: EndReason;
  /** The track it is a double of. */
  readonly of: number | null;
}

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

export interface TrackerOptions {
  /** Detections from here on may start a track and are paired first, 0–1. */
  readonly high: number;
  /** Detections from here on may prolong a track, 0–1. */
  readonly low: number;
  /** Frames until a track counts as a vehicle. */
  readonly confirmHits: number;
  /** How long an unseen track is kept, milliseconds. */
  readonly keepLostMs: number;
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
const REACH = { always: 0.5, perSecond: 14, most: 4 } as const;
/** Sizes of one plate in successive frames differ at most by this factor. */
const MAX_GROWTH = 1.8;
/** A new track that overlaps a lost one this much is its continuation. */
const SAME_PLATE_IOU = 0.6;

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

/** Where a track's plate is at `timeMs`, between or after frames; image pixels. */
export function trackBoxAt(track: Track, timeMs: number): ReturnType<typeof boxOf> {
  return boxOf(predictMotion(track.motion, Math.max(0, timeMs - track.timeMs) / 1000));
}

function predictTrack(track: Track, frame: TrackedFrame): Track {
  const { dx, dy } = frame.shift ?? NO_SHIFT;
  const seconds = Math.max(0, frame.timeMs - track.timeMs) / 1000;
  const motion = shiftMotion(predictMotion(track.motion, seconds), dx, dy);
  return { ...track, motion, timeMs: frame.timeMs };
}

function startTrack(
  id: number,
  detection: Detection,
  timeMs: number,
  options: TrackerOptions,
): Track {
  return {
    id,
    state: options.confirmHits <= 1 ? 'confirmed' : 'tentative',
    motion: startMotion(detection.box),
    timeMs,
    firstSeenMs: timeMs,
    lastSeenMs: timeMs,
    hits: 1,
    detection,
  };
}

function hitTrack(track: Track, detection: Detection, options: TrackerOptions): Track {
  const hits = track.hits + 1;
  return {
    ...track,
    state: hits >= options.confirmHits ? 'confirmed' : 'tentative',
    motion: correctMotion(track.motion, detection.box),
    lastSeenMs: track.timeMs,
    hits,
    detection,
  };
}

function missTrack(track: Track): Track {
  return track.state === 'confirmed' ? { ...track, state: 'lost' } : track;
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

/** Milliseconds since a track was last seen, as of the time it stands at. */
function unseenMs(track: Track): number {
  return track.timeMs - track.lastSeenMs;
}

/** Takes out tracks that left or stayed unseen too long, and joins a plate's two tracks. */
function retire(
  tracks: readonly Track[],
  frame: TrackedFrame,
  options: TrackerOptions,
): { kept: Track[]; ended: EndedTrack[] } {
  const kept: Track[] = [];
  const ended: EndedTrack[] = [];
  for (const track of tracks) {
    // A false box must not wait long for another one to be taken for its continuation.
    const patience = track.state === 'tentative' ? options.keepLostMs / 5 : options.keepLostMs;
    const older = kept.findIndex((other) => isDouble(other, track));
    if (older >= 0) {
      const lost = kept[older] as Track;
      kept[older] = joinTracks(lost, track);
      ended.push({ track, reason: 'duplicate', of: lost.id });
    } else if (unseenMs(track) > 0 && isOutside(track, frame.size))
      ended.push({ track, reason: 'left', of: null });
    else if (unseenMs(track) > patience) ended.push({ track, reason: 'lost', of: null });
    else kept.push(track);
  }
  return { kept, ended };
}

/**
 * A track that began after another was last seen, right where that one is expected, is the same
 * plate. Plates that pass one behind the other are not: both were seen before.
 */
function isDouble(older: Track, younger: Track): boolean {
  return (
    younger.firstSeenMs > older.lastSeenMs &&
    iou(boxOf(older.motion), boxOf(younger.motion)) > SAME_PLATE_IOU
  );
}

function joinTracks(lost: Track, found: Track): Track {
  return {
    ...found,
    id: lost.id,
    state: 'confirmed',
    firstSeenMs: lost.firstSeenMs,
    hits: lost.hits + found.hits,
  };
}

function isOutside({ motion }: Track, size: Size): boolean {
  const { position: x } = motion.x;
  const { position: y } = motion.y;
  return x < 0 || y < 0 || x > size.width || y > size.height;
}
