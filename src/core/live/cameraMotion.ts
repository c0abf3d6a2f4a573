/**
 * How far the whole picture moved between two frames, from its brightness profiles (the mean of
 * each column and of each row). Two short arrays say nearly as much about a pan or a shake as the
 * picture itself, and comparing them costs microseconds.
 */
import type { RgbaImage } from '../types.ts';

/** Mean brightness (0–255) of each column and each row of a small picture. */
export interface Profile {
  readonly columns: Float32Array;
  readonly rows: Float32Array;
}

/** A movement in pixels of the profiled picture; positive is right and down. */
export interface Shift {
  readonly dx: number;
  readonly dy: number;
}

export const NO_SHIFT: Shift = { dx: 0, dy: 0 };

/** The largest movement looked for, as a part of the picture's side. */
const REACH = 0.15;
/** A shift is believed when it leaves at most this part of the difference that standing still leaves. */
const CONVINCING = 0.6;

/** Profiles of a picture; meant for the detector's small input, not for a whole frame. */
export function profileOf({ data, width, height }: RgbaImage): Profile {
  const columns = new Float32Array(width);
  const rows = new Float32Array(height);
  for (let y = 0, i = 0; y < height; y++) {
    let sum = 0;
    for (let x = 0; x < width; x++, i += 4) {
      // Green alone is close enough to brightness for a profile.
      const green = data[i + 1] as number;
      sum += green;
      columns[x] = (columns[x] as number) + green;
    }
    rows[y] = sum / width;
  }
  for (let x = 0; x < width; x++) columns[x] = (columns[x] as number) / height;
  return { columns, rows };
}

/** Mean brightness of the profiled picture, 0–255. */
export function meanBrightness({ rows }: Profile): number {
  return rows.reduce((sum, value) => sum + value, 0) / Math.max(1, rows.length);
}

/** The movement from `before` to `after`; none on an axis where no shift explains the change, or sizes differ. */
export function shiftBetween(before: Profile, after: Profile): Shift {
  return {
    dx: axisShift(before.columns, after.columns),
    dy: axisShift(before.rows, after.rows),
  };
}

function axisShift(before: Float32Array, after: Float32Array): number {
  if (before.length !== after.length) return 0;
  const reach = Math.floor(before.length * REACH);
  const differences: number[] = [];
  for (let shift = -reach; shift <= reach; shift++) {
    differences.push(meanDifference(before, after, shift));
  }
  let best = reach;
  differences.forEach((value, i) => {
    if (value < (differences[best] as number)) best = i;
  });
  const still = differences[reach] as number;
  if (best === reach || (differences[best] as number) > CONVINCING * still) return 0;
  return best - reach + subPixel(differences, best);
}

/** Mean squared difference of the common part, each part's own mean taken out (exposure changes). */
function meanDifference(before: Float32Array, after: Float32Array, shift: number): number {
  const from = Math.max(0, shift);
  const to = Math.min(after.length, after.length + shift);
  const count = to - from;
  let sum = 0;
  let squares = 0;
  for (let i = from; i < to; i++) {
    const difference = (after[i] as number) - (before[i - shift] as number);
    sum += difference;
    squares += difference * difference;
  }
  return squares / count - (sum / count) ** 2;
}

/** Where the parabola through a minimum and its neighbours is lowest, −0.5 to 0.5. */
function subPixel(values: readonly number[], at: number): number {
  const left = values[at - 1];
  const right = values[at + 1];
  if (left === undefined || right === undefined) return 0;
  const curve = left - 2 * (values[at] as number) + right;
  return curve > 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * curve))) : 0;
}
