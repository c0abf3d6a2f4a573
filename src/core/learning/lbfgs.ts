/** Limited-memory BFGS (Nocedal and Wright, algorithm 7.5) with backtracking, for smooth convex functions. */

export interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Value and gradient at x; the gradient is a fresh array. */
export type Objective = (x: Float64Array) => { value: number; gradient: Float64Array };

export interface LbfgsOptions {
  readonly maxSteps?: number;
  /** Ends when no part of the gradient is greater. */
  readonly tolerance?: number;
}

export interface Minimum extends Point {
  readonly steps: number;
  readonly converged: boolean;
}

const MEMORY = 12;
/** Share of the promised decrease that a step must bring. */
const ARMIJO = 1e-4;
const HALVINGS = 30;

/** Minimises from `start`; gives the number of steps done after each. */
export function* minimise(
  objective: Objective,
  start: Float64Array,
  { maxSteps = 100, tolerance = 1e-6 }: LbfgsOptions = {},
): Generator<number, Minimum> {
  let point: Point = { x: start, ...objective(start) };
  const pairs: Pair[] = [];
  let steps = 0;
  for (; steps < maxSteps; ) {
    if (greatest(point.gradient) <= tolerance) return { ...point, steps, converged: true };
    const direction = descent(point.gradient, pairs);
    const slope = dot(direction, point.gradient);
    if (!(slope < 0)) break;
    const first = pairs.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(-slope));
    const next = step(objective, point, direction, slope, first);
    if (!next) break;
    const s = difference(next.x, point.x);
    const y = difference(next.gradient, point.gradient);
    const curvature = dot(s, y);
    if (curvature > 1e-12 * dot(y, y)) {
      pairs.push({ s, y, rho: 1 / curvature });
      if (pairs.length > MEMORY) pairs.shift();
    }
    point = next;
    steps++;
    yield steps;
  }
  return { ...point, steps, converged: greatest(point.gradient) <= tolerance };
}

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/** Minus the inverse Hessian, as the pairs tell it, times the gradient. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas: number[] = [];
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, rho } = pairs[i] as Pair;
    alphas[i] = rho * dot(s, q);
    add(q, y, -(alphas[i] as number));
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) * scale;
  }
  pairs.forEach(({ s, y, rho }, i) => {
    add(q, s, (alphas[i] as number) - rho * dot(y, q));
  });
  return q;
}

/** A point along `direction` that is enough lower; null when there is none. */
function step(
  objective: Objective,
  from: Point,
  direction: Float64Array,
  slope: number,
  first: number,
): Point | null {
  let length = first;
  for (let i = 0; i < HALVINGS; i++, length /= 2) {
    const x = from.x.slice();
    add(x, direction, length);
    const at = objective(x);
    if (at.value <= from.value + ARMIJO * length * slope) return { x, ...at };
  }
  return null;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function add(to: Float64Array, of: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + times * (of[i] as number);
}

const difference = (a: Float64Array, b: Float64Array) => a.map((v, i) => v - (b[i] as number));
const greatest = (of: Float64Array) => of.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
