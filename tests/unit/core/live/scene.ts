/** Made scenes for the tracker: plates on paths, a detector with jitter, misses and false boxes. Seeded. */
import { NO_VEHICLES, observe, type VehicleRegistry } from '../../../../src/core/live/registry.ts';
import {
  NO_TRACKS,
  stepTracker,
  type TrackedFrame,
  type TrackerState,
} from '../../../../src/core/live/tracker.ts';
import type { Box, Detection, Size } from '../../../../src/core/types.ts';

export const SIZE: Size = { width: 1280, height: 720 };

/** Where a plate is at a time in seconds; null while out of sight. */
export type Path = (seconds: number) => Box | null;

export interface SceneOptions {
  readonly plates: readonly Path[];
  readonly seconds: number;
  readonly framesPerSecond?: number;
  /** Standard deviation of the boxes' edges as a part of the plate's height. */
  readonly jitter?: number;
  /** Chance that a visible plate is not detected in a frame. */
  readonly missRate?: number;
  /** Chance of a detection with low confidence. */
  readonly doubtRate?: number;
  /** False boxes a frame. */
  readonly falseRate?: number;
  /** Movement of the whole picture at a time, pixels. */
  readonly shake?: (seconds: number) => { dx: number; dy: number };
  /** Whether the tracker is told about the movement. */
  readonly compensate?: boolean;
  readonly seed?: number;
}

export interface SceneResult {
  readonly state: TrackerState;
  readonly registry: VehicleRegistry;
  /** Ids of confirmed tracks that each plate was detected under, in order. */
  readonly trackIds: readonly (readonly number[])[];
  /** Changes of a plate's track id after its first. */
  readonly switches: number;
  /** Tracks that carried more than one plate. */
  readonly mixed: number;
}

/** mulberry32: a small seeded generator, 0–1. */
export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A plate of `height` pixels moving evenly from one centre to another. */
export function straight(
  from: { x: number; y: number; height: number },
  to: { x: number; y: number; height: number },
  fromSeconds: number,
  toSeconds: number,
): Path {
  return (seconds) => {
    if (seconds < fromSeconds || seconds > toSeconds) return null;
    const part = (seconds - fromSeconds) / (toSeconds - fromSeconds);
    const mix = (a: number, b: number): number => a + (b - a) * part;
    const height = mix(from.height, to.height);
    const width = height * 4;
    return {
      x: mix(from.x, to.x) - width / 2,
      y: mix(from.y, to.y) - height / 2,
      width,
      height,
    };
  };
}

/** `path` hidden (behind a post, a passer-by) for a while. */
export function hidden(path: Path, fromSeconds: number, toSeconds: number): Path {
  return (seconds) => (seconds >= fromSeconds && seconds <= toSeconds ? null : path(seconds));
}

export function runScene(options: SceneOptions): SceneResult {
  const rate = options.framesPerSecond ?? 15;
  const next = random(options.seed ?? 1);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const shake = options.shake ?? (() => ({ dx: 0, dy: 0 }));
  let state = NO_TRACKS;
  let registry = NO_VEHICLES;
  const trackIds: number[][] = options.plates.map(() => []);
  let before = shake(0);
  for (let f = 0; f <= options.seconds * rate; f++) {
    const seconds = f / rate;
    const now = shake(seconds);
    const owners: number[] = [];
    const detections: Detection[] = [];
    options.plates.forEach((path, plate) => {
      const box = path(seconds);
      if (box === null || next() < (options.missRate ?? 0)) return;
      const wobble = (): number => normal() * (options.jitter ?? 0.04) * box.height;
      const seen = {
        x: box.x + now.dx + wobble(),
        y: box.y + now.dy + wobble(),
        width: box.width + wobble(),
        height: box.height + wobble(),
      };
      const x = seen.x + seen.width / 2;
      const y = seen.y + seen.height / 2;
      if (x < 0 || y < 0 || x > SIZE.width || y > SIZE.height) return;
      const confidence = next() < (options.doubtRate ?? 0) ? 0.2 : 0.6 + 0.35 * next();
      detections.push({ box: seen, confidence, classIndex: 0 });
      owners.push(plate);
    });
    if (next() < (options.falseRate ?? 0)) {
      const height = 10 + 40 * next();
      detections.push({
        box: { x: next() * 1200, y: next() * 650, width: height * 4, height },
        confidence: 0.45,
        classIndex: 0,
      });
      owners.push(-1);
    }
    const frame: TrackedFrame = {
      timeMs: Math.round(seconds * 1000),
      size: SIZE,
      detections,
      shift: options.compensate
        ? { dx: now.dx - before.dx, dy: now.dy - before.dy }
        : { dx: 0, dy: 0 },
    };
    before = now;
    const step = stepTracker(state, frame);
    state = step.state;
    registry = observe(registry, step);
    step.trackOf.forEach((id, i) => {
      const owner = owners[i] as number;
      const track = step.state.tracks.find((t) => t.id === id);
      if (id !== null && owner >= 0 && track !== undefined && track.state !== 'tentative') {
        trackIds[owner]?.push(id);
      }
    });
  }
  const switches = trackIds.reduce(
    (sum, ids) => sum + ids.filter((id, i) => i > 0 && id !== ids[i - 1]).length,
    0,
  );
  const owned = trackIds.flatMap((ids) => [...new Set(ids)]);
  return { state, registry, trackIds, switches, mixed: owned.length - new Set(owned).size };
}
