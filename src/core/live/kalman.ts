/**
 * Where a plate is and how it moves: a constant-velocity Kalman filter over the box's centre
 * and the logarithms of its width and height (growth of an approaching plate is close to linear
 * there, and a size can never turn negative).
 *
 * The four values do not influence one another in this model, so the usual 8×8 filter falls apart
 * into four filters of two values each, which is exact and needs no matrix code.
 */
import type { Box } from '../types.ts';

/** One value with its rate of change; `pp`, `pv`, `vv` are the covariance. Seconds and units of the value. */
export interface Axis {
  readonly position: number;
  readonly velocity: number;
  readonly pp: number;
  readonly pv: number;
  readonly vv: number;
}

/** Filter state of one box: centre in image pixels, sizes as natural logarithms of image pixels. */
export interface Motion {
  readonly x: Axis;
  readonly y: Axis;
  readonly logWidth: Axis;
  readonly logHeight: Axis;
}

/**
 * Standard deviations. Those of the centre are multiples of the plate's longer side: a plate is
 * half a metre wide, so 8 a second is 4 m/s across the picture for a track seen only once, and
 * 6 a second squared is 3 m/s².
 */
const CENTRE = { measurement: 0.06, firstVelocity: 8, acceleration: 6 } as const;
const SIZE = { measurement: 0.1, firstVelocity: 1, acceleration: 0.8 } as const;

const longSide = (box: Box): number => Math.max(box.width, box.height);

function begin(value: number, measurement: number, velocity: number): Axis {
  return { position: value, velocity: 0, pp: measurement ** 2, pv: 0, vv: velocity ** 2 };
}

/** A filter that has seen one box. Width and height must be positive. */
export function startMotion(box: Box): Motion {
  const side = longSide(box);
  const centre = (value: number): Axis =>
    begin(value, CENTRE.measurement * side, CENTRE.firstVelocity * side);
  const size = (value: number): Axis =>
    begin(Math.log(value), SIZE.measurement, SIZE.firstVelocity);
  return {
    x: centre(box.x + box.width / 2),
    y: centre(box.y + box.height / 2),
    logWidth: size(box.width),
    logHeight: size(box.height),
  };
}

function predictAxis(axis: Axis, seconds: number, acceleration: number): Axis {
  const q = acceleration ** 2;
  return {
    position: axis.position + axis.velocity * seconds,
    velocity: axis.velocity,
    pp: axis.pp + 2 * seconds * axis.pv + seconds ** 2 * axis.vv + (q * seconds ** 4) / 4,
    pv: axis.pv + seconds * axis.vv + (q * seconds ** 3) / 2,
    vv: axis.vv + q * seconds ** 2,
  };
}

/** The state `seconds` (≥ 0) later, with no new box seen. */
export function predictMotion(motion: Motion, seconds: number): Motion {
  const push = CENTRE.acceleration * longSide(boxOf(motion));
  return {
    x: predictAxis(motion.x, seconds, push),
    y: predictAxis(motion.y, seconds, push),
    logWidth: predictAxis(motion.logWidth, seconds, SIZE.acceleration),
    logHeight: predictAxis(motion.logHeight, seconds, SIZE.acceleration),
  };
}

function correctAxis(axis: Axis, measured: number, noise: number): Axis {
  const total = axis.pp + noise ** 2;
  const gain = axis.pp / total;
  const velocityGain = axis.pv / total;
  const surprise = measured - axis.position;
  return {
    position: axis.position + gain * surprise,
    velocity: axis.velocity + velocityGain * surprise,
    pp: (1 - gain) * axis.pp,
    pv: (1 - gain) * axis.pv,
    vv: axis.vv - velocityGain * axis.pv,
  };
}

/** The state after `box` was seen at the time the motion stands at. */
export function correctMotion(motion: Motion, box: Box): Motion {
  const noise = CENTRE.measurement * longSide(box);
  return {
    x: correctAxis(motion.x, box.x + box.width / 2, noise),
    y: correctAxis(motion.y, box.y + box.height / 2, noise),
    logWidth: correctAxis(motion.logWidth, Math.log(box.width), SIZE.measurement),
    logHeight: correctAxis(motion.logHeight, Math.log(box.height), SIZE.measurement),
  };
}

/** The same box in a picture that moved by `dx`, `dy` pixels; velocities are kept. */
export function shiftMotion(motion: Motion, dx: number, dy: number): Motion {
  return {
    ...motion,
    x: { ...motion.x, position: motion.x.position + dx },
    y: { ...motion.y, position: motion.y.position + dy },
  };
}

/** The box a state stands for, image pixels. */
export function boxOf(motion: Motion): Box {
  const width = Math.exp(motion.logWidth.position);
  const height = Math.exp(motion.logHeight.position);
  return {
    x: motion.x.position - width / 2,
    y: motion.y.position - height / 2,
    width,
    height,
  };
}

/** How well a box fits a predicted state. */
export interface Fit {
  /** Squared Mahalanobis distance over the four values; about 4 on average for a true match. */
  readonly distance: number;
  /** Negative log likelihood up to a constant: also counts how vague the prediction was. */
  readonly cost: number;
}

/** Compares `box` with the prediction; vagueness is measured in plate sizes, so that scale does not matter. */
export function fitOf(motion: Motion, box: Box): Fit {
  const side = longSide(boxOf(motion));
  const noise = CENTRE.measurement * side;
  const terms: [Axis, number, number, number][] = [
    [motion.x, box.x + box.width / 2, noise, side],
    [motion.y, box.y + box.height / 2, noise, side],
    [motion.logWidth, Math.log(box.width), SIZE.measurement, 1],
    [motion.logHeight, Math.log(box.height), SIZE.measurement, 1],
  ];
  let distance = 0;
  let vagueness = 0;
  for (const [axis, measured, deviation, unit] of terms) {
    const variance = axis.pp + deviation ** 2;
    distance += (measured - axis.position) ** 2 / variance;
    vagueness += Math.log(variance / unit ** 2);
  }
  return { distance, cost: distance + vagueness };
}
