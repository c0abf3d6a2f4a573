/** Principal components: the directions in which points differ most. */
import { type Points, toPoints } from './matrix.ts';

export interface Components {
  readonly mean: Float64Array;
  /** `[k, dim]`, of length 1 each, strongest first; of each, the largest number is positive. */
  readonly axes: Float64Array;
  /** Variance along each axis (divided by n − 1). */
  readonly variances: Float64Array;
  /** Share of the whole variance that the axes hold, 0–1; 0 where points do not differ. */
  readonly share: number;
}

/** The `k` strongest components, fewer where the points have fewer numbers. */
export function principalComponents(points: Points, k: number): Components {
  const { data, count, dim } = points;
  const mean = new Float64Array(dim);
  for (let at = 0; at < count * dim; at++) {
    mean[at % dim] = (mean[at % dim] as number) + (data[at] as number) / count;
  }
  const covariance = new Float64Array(dim * dim);
  const row = new Float64Array(dim);
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < dim; d++) row[d] = (data[i * dim + d] as number) - (mean[d] as number);
    for (let a = 0; a < dim; a++) {
      const value = row[a] as number;
      for (let b = a; b < dim; b++) {
        covariance[a * dim + b] = (covariance[a * dim + b] as number) + value * (row[b] as number);
      }
    }
  }
  const divisor = Math.max(1, count - 1);
  for (let a = 0; a < dim; a++) {
    for (let b = a; b < dim; b++) {
      const value = (covariance[a * dim + b] as number) / divisor;
      covariance[a * dim + b] = value;
      covariance[b * dim + a] = value;
    }
  }
  const { values, vectors } = symmetricEigen(covariance, dim);
  const order = Array.from(values.keys()).sort(
    (a, b) => (values[b] as number) - (values[a] as number),
  );
  const taken = order.slice(0, k);
  const axes = new Float64Array(taken.length * dim);
  taken.forEach((column, n) => {
    let largest = 0;
    for (let d = 0; d < dim; d++) {
      const value = vectors[d * dim + column] as number;
      if (Math.abs(value) > Math.abs(largest)) largest = value;
    }
    for (let d = 0; d < dim; d++) {
      axes[n * dim + d] = (vectors[d * dim + column] as number) * (largest < 0 ? -1 : 1);
    }
  });
  const variances = Float64Array.from(taken, (column) => Math.max(0, values[column] as number));
  const whole = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  return {
    mean,
    axes,
    variances,
    share: whole > 0 ? variances.reduce((a, b) => a + b, 0) / whole : 0,
  };
}

/** Below this share of the strongest variance an axis is noise, and whitening would only blow it up. */
const LEAST_VARIANCE = 1e-9;

/** Points along the components; with `whiten` each axis scaled to variance 1. */
export function project(points: Points, components: Components, whiten = false): Points {
  const { data, count, dim } = points;
  const { mean, axes, variances } = components;
  const k = variances.length;
  const least = (variances[0] ?? 0) * LEAST_VARIANCE;
  const out = new Float32Array(count * k);
  for (let i = 0; i < count; i++) {
    for (let n = 0; n < k; n++) {
      let sum = 0;
      for (let d = 0; d < dim; d++) {
        sum +=
          ((data[i * dim + d] as number) - (mean[d] as number)) * (axes[n * dim + d] as number);
      }
      const variance = variances[n] as number;
      out[i * k + n] = whiten ? (variance > least ? sum / Math.sqrt(variance) : 0) : sum;
    }
  }
  return { data: out, count, dim: k };
}

/** Points along their own `k` strongest components. @throws as `toPoints` */
export function reduced(rows: readonly ArrayLike<number>[], k: number): Points {
  const points = toPoints(rows);
  return project(points, principalComponents(points, k));
}

const SWEEPS = 60;

/** Eigenvalues and -vectors (columns) of a symmetric matrix by cyclic Jacobi rotations. */
function symmetricEigen(matrix: Float64Array, n: number) {
  const a = Float64Array.from(matrix);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  let scale = 0;
  for (const value of a) scale += value * value;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) off += (a[p * n + q] as number) ** 2;
    if (off <= 1e-26 * scale) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
    }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i] as number), vectors };
}

/** Makes `a[p][q]` zero. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q] as number;
  if (apq === 0) return;
  const theta = ((a[q * n + q] as number) - (a[p * n + p] as number)) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let i = 0; i < n; i++) {
    const ip = a[i * n + p] as number;
    const iq = a[i * n + q] as number;
    a[i * n + p] = c * ip - s * iq;
    a[i * n + q] = s * ip + c * iq;
  }
  for (let i = 0, rp = p * n, rq = q * n; i < n; i++, rp++, rq++) {
    const pi = a[rp] as number;
    const qi = a[rq] as number;
    a[rp] = c * pi - s * qi;
    a[rq] = s * pi + c * qi;
  }
  for (let i = 0; i < n; i++) {
    const ip = vectors[i * n + p] as number;
    const iq = vectors[i * n + q] as number;
    vectors[i * n + p] = c * ip - s * iq;
    vectors[i * n + q] = s * ip + c * iq;
  }
}
