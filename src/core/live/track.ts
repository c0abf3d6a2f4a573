/** One plate over frames: how a track begins, goes on, is lost and ends. */
import { iou } from '../geometry.ts';
import type { Box, Detection, Size } from '../types.ts';
import { boxOf, correctMotion, type Motion, predictMotion, startMotion } from './kalman.ts';

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

/** A new track that overlaps a lost one this much is its continuation. */
const SAME_PLATE_IOU = 0.6;

/** Where a track's plate is at `timeMs`, between or after frames; image pixels. */
export function trackBoxAt(track: Track, timeMs: number): Box {
  return boxOf(predictMotion(track.motion, Math.max(0, timeMs - track.timeMs) / 1000));
}

/** A track that begins with this detection. */
export function startTrack(
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

/** The predicted track, found again in this frame. */
export function hitTrack(track: Track, detection: Detection, options: TrackerOptions): Track {
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

/** The predicted track, not found in this frame. */
export function missTrack(track: Track): Track {
  return track.state === 'confirmed' ? { ...track, state: 'lost' } : track;
}

/** Milliseconds since a track was last seen, as of the time it stands at. */
export function unseenMs(track: Track): number {
  return track.timeMs - track.lastSeenMs;
}

/** Takes out tracks that left or stayed unseen too long, and joins a plate's two tracks. */
export function retire(
  tracks: readonly Track[],
  frame: { readonly timeMs: number; readonly size: Size },
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
