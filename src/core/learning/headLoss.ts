/**
 * Cross-entropy of a head over rows plus its pull to the head it began from (L2-SP):
 * Σ wᵢ · −ln pᵢ(target) + λ(‖W − W₀‖² + ‖b − b₀‖²). Products run through the dot kernel in blocks of
 * rows; what it reckons in single precision is summed in double.
 */
import { COLUMNS_AT_ONCE, ROWS_AT_ONCE } from '../quality/dotKernel.ts';
import type { Head } from './head.ts';
import { type HeadKernel, headKernel } from './headKernel.ts';
import type { Objective } from './lbfgs.ts';
import type { SlotRows } from './slotRows.ts';

/** Rows of a block, a multiple of what the kernel takes at once: what is worked on stays in the cache. */
const BLOCK = 192;

const padded = (length: number, by: number) => Math.ceil(length / by) * by;

/** A head as one array `[classes, width + 1]`, the bias last in each row. */
export function packHead({ classes, width, weight, bias }: Head): Float64Array {
  const x = new Float64Array(classes * (width + 1));
  for (let c = 0; c < classes; c++) {
    x.set(weight.subarray(c * width, (c + 1) * width), c * (width + 1));
    x[c * (width + 1) + width] = bias[c] as number;
  }
  return x;
}

export function unpackHead(x: Float64Array, { classes, width }: Head): Head {
  const weight = new Float32Array(classes * width);
  const bias = new Float32Array(classes);
  for (let c = 0; c < classes; c++) {
    const from = c * (width + 1);
    weight.set(x.subarray(from, from + width), c * width);
    bias[c] = x[from + width] as number;
  }
  return { classes, width, weight, bias };
}

/** The function that a fit minimises, over packed heads. */
export function headLoss(rows: SlotRows, base: Head, lambda: number): Objective {
  const { classes } = base;
  const inputs = base.width + 1;
  const width = padded(inputs, COLUMNS_AT_ONCE);
  const columns = padded(classes, COLUMNS_AT_ONCE);
  const groups = Math.ceil(classes / ROWS_AT_ONCE);
  const features = withOnes(rows, width);
  const weights = Float32Array.from(rows.weights);
  const origin = packHead(base);
  // Addresses in the kernel's memory, in numbers.
  const headAt = BLOCK * width;
  const scoresAt = headAt + columns * width;
  const weightsAt = scoresAt + BLOCK * columns + ROWS_AT_ONCE; // the last row is read beyond its end
  const sumsAt = weightsAt + BLOCK;
  const gradientAt = sumsAt + 2 * BLOCK;
  const end = gradientAt + groups * ROWS_AT_ONCE * width;

  return (x) => {
    const kernel = headKernel(end * 4);
    const memory = new Float32Array(kernel.memory.buffer);
    const gradient = new Float64Array(x.length);
    let value = 0;
    writeHead(memory, x);
    for (let from = 0; from < rows.count; from += BLOCK) {
      const count = Math.min(BLOCK, rows.count - from);
      memory.set(features.subarray(from * width, (from + count) * width), 0);
      memory.set(weights.subarray(from, from + count), weightsAt);
      const taken = Math.ceil(count / ROWS_AT_ONCE);
      kernel.dots(0, taken, headAt * 4, columns / COLUMNS_AT_ONCE, width, scoresAt * 4);
      value += writeErrors(kernel, memory, from, count);
      kernel.products(
        scoresAt * 4,
        groups,
        columns * 4,
        0,
        width / COLUMNS_AT_ONCE,
        count,
        gradientAt * 4,
      );
      for (let c = 0; c < classes; c++) {
        for (let d = 0; d < inputs; d++) {
          const i = c * inputs + d;
          gradient[i] = (gradient[i] as number) + (memory[gradientAt + c * width + d] as number);
        }
      }
    }
    for (let i = 0; i < x.length; i++) {
      const apart = (x[i] as number) - (origin[i] as number);
      value += lambda * apart * apart;
      gradient[i] = (gradient[i] as number) + 2 * lambda * apart;
    }
    return { value, gradient };
  };

  /** In panels; classes that are not there are never likely. */
  function writeHead(memory: Float32Array, x: Float64Array): void {
    memory.fill(0, headAt, scoresAt);
    for (let c = 0; c < columns; c++) {
      const panel = headAt + Math.floor(c / COLUMNS_AT_ONCE) * width * COLUMNS_AT_ONCE;
      for (let d = 0; d < inputs; d++) {
        const none = d === base.width ? NEVER : 0;
        memory[panel + d * COLUMNS_AT_ONCE + (c % COLUMNS_AT_ONCE)] =
          c < classes ? (x[c * inputs + d] as number) : none;
      }
    }
  }

  /** Writes what each row's probabilities are off over its scores, and sums the loss. */
  function writeErrors(
    kernel: HeadKernel,
    memory: Float32Array,
    from: number,
    count: number,
  ): number {
    const own = new Float64Array(count);
    const at = (n: number) => scoresAt + n * columns + (rows.targets[from + n] as number);
    for (let n = 0; n < count; n++) own[n] = memory[at(n)] as number;
    kernel.errors(scoresAt * 4, columns / 4, count, weightsAt * 4, sumsAt * 4);
    let loss = 0;
    for (let n = 0; n < count; n++) {
      const weight = rows.weights[from + n] as number;
      const most = memory[sumsAt + 2 * n] as number;
      const total = memory[sumsAt + 2 * n + 1] as number;
      loss += weight * (Math.log(total) + most - (own[n] as number));
      memory[at(n)] = (memory[at(n)] as number) - weight;
    }
    return loss;
  }
}

/** Score of a class that is not there. */
const NEVER = -1e4;

/** Rows of features, each with a one for the bias, and zeros up to `width`. */
function withOnes(rows: SlotRows, width: number): Float32Array {
  const all = new Float32Array(rows.count * width);
  for (let n = 0; n < rows.count; n++) {
    all.set(rows.features.subarray(n * rows.width, (n + 1) * rows.width), n * width);
    all[n * width + rows.width] = 1;
  }
  return all;
}
