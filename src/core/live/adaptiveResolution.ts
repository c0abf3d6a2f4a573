/**
 * How often to detect, and at which size, so that a slow or hot device keeps up: first every
 * second, third, fourth frame, then a smaller input. Pure; times come in.
 */

/** Long sides of the detector's input, best first. */
export const LEVELS = [640, 416, 320] as const;
export type LevelSize = (typeof LEVELS)[number];

export interface Resolution {
  /** Index into `LEVELS`. */
  readonly level: number;
  /** The detector runs on every `everyNth` frame. */
  readonly everyNth: number;
  /** Smoothed milliseconds of one detection at this level, null before the first. */
  readonly detectMs: number | null;
  /** When the level last changed; it may not change again for a while. */
  readonly changedMs: number;
}

/** One finished detection. */
export interface DetectionTiming {
  readonly nowMs: number;
  readonly detectMs: number;
  /** Milliseconds between two frames of the video. */
  readonly frameMs: number;
}

export interface LevelLimits {
  /** Index into `LEVELS` that must not be left upwards: the best the person allows. */
  readonly best: number;
  /** Index into `LEVELS` that must not be left downwards. */
  readonly lowest: number;
  /** Most frames per detection before the size goes down. */
  readonly maxEveryNth: number;
}

export const LEVEL_LIMITS: LevelLimits = { best: 0, lowest: LEVELS.length - 1, maxEveryNth: 3 };

const SMOOTHING = 0.15;
/** Down after two seconds, up after ten: going up too early would swing for ever. */
const DOWN_AFTER_MS = 2000;
const UP_AFTER_MS = 10_000;
/** Part of the frame time that detections may take. */
const SHARE = 0.9;

/** Starts at the smallest size: the first answer comes soonest, better sizes follow if there is time. */
export function startResolution(nowMs: number, level: number = LEVELS.length - 1): Resolution {
  return { level, everyNth: 1, detectMs: null, changedMs: nowMs };
}

/** Milliseconds a detection costs grow with the pixels, so with the side squared. */
function costAt(level: number, from: number, detectMs: number): number {
  return detectMs * ((LEVELS[level] as number) / (LEVELS[from] as number)) ** 2;
}

const framesFor = (detectMs: number, frameMs: number): number =>
  Math.max(1, Math.ceil(detectMs / Math.max(1, frameMs * SHARE)));

/** The resolution after one more detection. */
export function adaptResolution(
  resolution: Resolution,
  sample: DetectionTiming,
  limits: LevelLimits = LEVEL_LIMITS,
): Resolution {
  const detectMs =
    resolution.detectMs === null
      ? sample.detectMs
      : resolution.detectMs + SMOOTHING * (sample.detectMs - resolution.detectMs);
  const wanted = framesFor(detectMs, sample.frameMs);
  const sinceMs = sample.nowMs - resolution.changedMs;
  const move = (level: number): Resolution => {
    const cost = costAt(level, resolution.level, detectMs);
    return {
      level,
      everyNth: Math.min(limits.maxEveryNth, framesFor(cost, sample.frameMs)),
      detectMs: cost,
      changedMs: sample.nowMs,
    };
  };
  const tooSlow = wanted > limits.maxEveryNth;
  if (tooSlow && resolution.level < limits.lowest && sinceMs >= DOWN_AFTER_MS) {
    return move(resolution.level + 1);
  }
  const better = resolution.level - 1;
  if (better >= limits.best && sinceMs >= UP_AFTER_MS) {
    // One frame in hand, so that the next level does not fall straight back.
    const cost = framesFor(costAt(better, resolution.level, detectMs) * 1.25, sample.frameMs);
    if (cost < limits.maxEveryNth) return move(better);
  }
  return { ...resolution, detectMs, everyNth: Math.min(wanted, limits.maxEveryNth + 2) };
}
