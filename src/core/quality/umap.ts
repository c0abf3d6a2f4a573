/**
 * UMAP's layout (McInnes et al. 2018, arXiv 1802.03426) on a given exact graph of neighbours, from a given
 * start, seeded: the same photos give the same map. The fuzzy sets and the descent follow umap-learn.
 */
import type { Neighbours } from './knn.ts';

/** Curve 1 / (1 + a·d^2b) for spread 1 and least distance 0.1, as umap-learn fits it. */
const A = 1.576943460405378;
const B = 0.8950608781227859;
const NEGATIVES = 5;
const MOST_STEP = 4;
/** Spread of the start along its longer side: umap-learn starts within ±10. */
const START_SIDE = 10;

export interface Edges {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weight: Float32Array;
}

/** The fuzzy union of each point's neighbourhood, every pair in both directions. */
export function fuzzyEdges({ k, indices, distances }: Neighbours): Edges {
  const count = k > 0 ? indices.length / k : 0;
  const strengths = new Float32Array(indices.length);
  for (let i = 0; i < count; i++) {
    const own = distances.subarray(i * k, (i + 1) * k);
    const { rho, sigma } = smoothDistance(own);
    for (let n = 0; n < k; n++) {
      const beyond = (own[n] as number) - rho;
      strengths[i * k + n] = beyond <= 0 || sigma === 0 ? 1 : Math.exp(-beyond / sigma);
    }
  }
  const strengthOf = (from: number, to: number): number => {
    for (let at = from * k; at < (from + 1) * k; at++) {
      if (indices[at] === to) return strengths[at] as number;
    }
    return 0;
  };
  const most = 2 * indices.length;
  const from = new Int32Array(most);
  const to = new Int32Array(most);
  const weight = new Float32Array(most);
  let size = 0;
  const add = (i: number, j: number, w: number) => {
    from[size] = i;
    to[size] = j;
    weight[size] = w;
    size += 1;
  };
  for (let i = 0; i < count; i++) {
    for (let n = 0; n < k; n++) {
      const j = indices[i * k + n] as number;
      const forth = strengths[i * k + n] as number;
      const back = strengthOf(j, i);
      if (back > 0 && j < i) continue; // the pair was made from its other end
      const both = forth + back - forth * back;
      add(i, j, both);
      add(j, i, both);
    }
  }
  return {
    from: from.subarray(0, size),
    to: to.subarray(0, size),
    weight: weight.subarray(0, size),
  };
}

/** Distance to the nearest other point, and the scale at which the strengths sum to log2(k). */
function smoothDistance(distances: Float64Array): { rho: number; sigma: number } {
  const k = distances.length;
  const rho = distances.find((distance) => distance > 0) ?? 0;
  const target = Math.log2(k + 1); // umap-learn counts the point itself as a neighbour
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let sigma = 1;
  for (let step = 0; step < 64; step++) {
    let sum = 0;
    for (const distance of distances)
      sum += distance > rho ? Math.exp(-(distance - rho) / sigma) : 1;
    if (Math.abs(sum - target) < 1e-5) break;
    if (sum > target) {
      high = sigma;
      sigma = (low + high) / 2;
    } else {
      low = sigma;
      sigma = high === Number.POSITIVE_INFINITY ? sigma * 2 : (low + high) / 2;
    }
  }
  const mean = distances.reduce((a, b) => a + b, 0) / Math.max(1, k);
  return { rho, sigma: Math.max(sigma, 1e-3 * mean) };
}

/** As umap-learn has 500 rounds up to ten thousand points, and 200 beyond; here few get the 500. */
export const umapRounds = (count: number): number => (count <= 2000 ? 500 : 200);

/**
 * Moves `start` (`[count, 2]`) until neighbours lie together. Yields after each round; its value is the
 * layout so far.
 */
export function* umapSteps(
  edges: Edges,
  start: Float32Array,
  random: () => number,
  rounds = umapRounds(start.length / 2),
): Generator<Float32Array, Float32Array> {
  const count = start.length / 2;
  const at = scaledStart(start, random);
  const strongest = edges.weight.reduce((a, b) => Math.max(a, b), 0);
  const size = edges.from.length;
  const every = new Float32Array(size);
  const next = new Float32Array(size);
  for (let e = 0; e < size; e++) {
    const weight = edges.weight[e] as number;
    every[e] = weight * rounds < strongest ? -1 : strongest / weight;
    next[e] = every[e] as number;
  }
  for (let round = 0; round < rounds; round++) {
    const rate = 1 - round / rounds;
    for (let e = 0; e < size; e++) {
      const period = every[e] as number;
      if (period < 0 || (next[e] as number) > round) continue;
      next[e] = (next[e] as number) + period;
      const i = 2 * (edges.from[e] as number);
      attract(at, i, 2 * (edges.to[e] as number), rate);
      for (let n = 0; n < NEGATIVES; n++) {
        const other = 2 * Math.floor(random() * count);
        if (other !== i) repel(at, i, other, rate);
      }
    }
    yield at;
  }
  return at;
}

/** The layout at once. */
export function umapLayout(
  edges: Edges,
  start: Float32Array,
  random: () => number,
  rounds?: number,
): Float32Array {
  const steps = umapSteps(edges, start, random, rounds);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function attract(at: Float32Array, i: number, j: number, rate: number): void {
  const dx = (at[i] as number) - (at[j] as number);
  const dy = (at[i + 1] as number) - (at[j + 1] as number);
  const squared = dx * dx + dy * dy;
  if (squared === 0) return;
  const pull = (-2 * A * B * squared ** (B - 1)) / (A * squared ** B + 1);
  const x = rate * step(pull * dx);
  const y = rate * step(pull * dy);
  at[i] = (at[i] as number) + x;
  at[i + 1] = (at[i + 1] as number) + y;
  at[j] = (at[j] as number) - x;
  at[j + 1] = (at[j + 1] as number) - y;
}

function repel(at: Float32Array, i: number, j: number, rate: number): void {
  const dx = (at[i] as number) - (at[j] as number);
  const dy = (at[i + 1] as number) - (at[j + 1] as number);
  const squared = dx * dx + dy * dy;
  const push = squared > 0 ? (2 * B) / ((0.001 + squared) * (A * squared ** B + 1)) : 0;
  if (push === 0) return;
  at[i] = (at[i] as number) + rate * step(push * dx);
  at[i + 1] = (at[i + 1] as number) + rate * step(push * dy);
}

const step = (value: number) => Math.max(-MOST_STEP, Math.min(MOST_STEP, value));

/** The start within ±10, and no two points exactly on top of each other. */
function scaledStart(start: Float32Array, random: () => number): Float32Array {
  let most = 0;
  for (const value of start) most = Math.max(most, Math.abs(value));
  const scale = most > 0 ? START_SIDE / most : 1;
  return start.map((value) => value * scale + (random() - 0.5) * 2e-3);
}
