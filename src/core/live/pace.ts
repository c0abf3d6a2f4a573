/**
 * How often to detect, and at which size, so that a slow or hot device keeps up: first every
 * second, third, fourth frame, then a smaller input. Pure; times come in.
 */

/** Long sides of the detector's input, best first. */
export const LADDER = [640, 416, 320] as const;
export type LadderSize = (typeof LADDER)[number];

export interface Pace {
  /** Index into `LADDER`. */
  readonly level: number;
  /** The detector runs on every `everyNth` frame. */
  readonly everyNth: number;
  /** Smoothed milliseconds of one detection at this level, null before the first. */
  readonly detectMs: number | null;
  /** When the level last changed; it may not change again for a while. */
  readonly changedMs: number;
}

/** One finished detection. */
export interface PaceSample {
  readonly nowMs: number;
  readonly detectMs: number;
  /** Milliseconds between two frames of the video. */
  readonly frameMs: number;
}

export interface PaceLimits {
  /** Index into `LADDER` that must not be left upwards: the best the person allows. */
  readonly best: number;
  /** Index into `LADDER` that must not be left downwards. */
  readonly lowest: number;
  /** Most frames per detection before the size goes down. */
  readonly maxEveryNth: number;
}

export const PACE_LIMITS: PaceLimits = { best: 0, lowest: LADDER.length - 1, maxEveryNth: 3 };

const SMOOTHING = 0.15;
/** Down after two seconds, up after ten: going up too early would swing for ever. */
const DOWN_AFTER_MS = 2000;
const UP_AFTER_MS = 10_000;
/** Part of the frame time that detections may take. */
const SHARE = 0.9;

/** Starts at the smallest size: the first answer comes soonest, better sizes follow if there is time. */
export function startPace(nowMs: number, level: number = LADDER.length - 1): Pace {
  return { level, everyNth: 1, detectMs: null, changedMs: nowMs };
}

/** Milliseconds a detection costs grow with the pixels, so with the side squared. */
function costAt(level: number, from: number, detectMs: number): number {
  return detectMs * ((LADDER[level] as number) / (LADDER[from] as number)) ** 2;
}

const framesFor = (detectMs: number, frameMs: number): number =>
  Math.max(1, Math.ceil(detectMs / Math.max(1, frameMs * SHARE)));

/** The pace after one more detection. */
export function nextPace(pace: Pace, sample: PaceSample, limits: PaceLimits = PACE_LIMITS): Pace {
  const detectMs =
    pace.detectMs === null
      ? sample.detectMs
      : pace.detectMs + SMOOTHING * (sample.detectMs - pace.detectMs);
  const wanted = framesFor(detectMs, sample.frameMs);
  const sinceMs = sample.nowMs - pace.changedMs;
  const move = (level: number): Pace => {
    const cost = costAt(level, pace.level, detectMs);
    return {
      level,
      everyNth: Math.min(limits.maxEveryNth, framesFor(cost, sample.frameMs)),
      detectMs: cost,
      changedMs: sample.nowMs,
    };
  };
  const tooSlow = wanted > limits.maxEveryNth;
  if (tooSlow && pace.level < limits.lowest && sinceMs >= DOWN_AFTER_MS) {
    return move(pace.level + 1);
  }
  const better = pace.level - 1;
  if (better >= limits.best && sinceMs >= UP_AFTER_MS) {
    // One frame in hand, so that the next level does not fall straight back.
    const cost = framesFor(costAt(better, pace.level, detectMs) * 1.25, sample.frameMs);
    if (cost < limits.maxEveryNth) return move(better);
  }
  return { ...pace, detectMs, everyNth: Math.min(wanted, limits.maxEveryNth + 2) };
}
