/**
 * Cross-entropy of a head over rows plus its pull to the head it began from (L2-SP):
 * Σ wᵢ · −ln pᵢ(target) + λ(‖W − W₀‖² + ‖b − b₀‖²). Products run through the dot kernel in blocks of
 * rows; what it reckons in single precision is summed in double.
 */
import { COLUMNS_AT_ONCE, type DotKernel, dotKernel, ROWS_AT_ONCE } from '../quality/dotKernel.ts';
import type { Head } from './head.ts';
import type { Objective } from './lbfgs.ts';
import type { SlotRows } from './slotRows.ts';

/** Rows of a block, a multiple of what the kernel takes at once. */
const BLOCK = 768;

const padded = (length: number, by: number) => Math.ceil(length / by) * by;

/** Rows twice: one after the other for the products with the head, in panels for the gradient. */
interface Block {
  readonly rows: Float32Array;
  readonly panels: Float32Array;
  readonly from: number;
  readonly count: number;
}

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
  const columns = padded(classes, COLUMNS_AT_ONCE);
  const gradientRows = padded(classes, ROWS_AT_ONCE);
  const inputColumns = padded(inputs, COLUMNS_AT_ONCE);
  const blocks = toBlocks(rows, inputs, inputColumns);
  const origin = packHead(base);
  // Addresses in the kernel's memory, in numbers.
  const headAt = BLOCK * inputs;
  const scoresAt = headAt + columns * inputs;
  const panelsAt = scoresAt + BLOCK * columns;
  const errorsAt = panelsAt + BLOCK * inputColumns;
  const gradientAt = errorsAt + BLOCK * gradientRows;
  const end = gradientAt + gradientRows * inputColumns;

  return (x) => {
    const kernel = dotKernel(end * 4);
    const memory = new Float32Array(kernel.memory.buffer);
    const gradient = new Float64Array(x.length);
    let value = 0;
    for (let c = 0; c < columns; c++) {
      const panel = Math.floor(c / COLUMNS_AT_ONCE) * inputs * COLUMNS_AT_ONCE;
      for (let d = 0; d < inputs; d++) {
        const at = headAt + panel + d * COLUMNS_AT_ONCE + (c % COLUMNS_AT_ONCE);
        memory[at] = c < classes ? (x[c * inputs + d] as number) : 0;
      }
    }
    for (const block of blocks) {
      memory.set(block.rows, 0);
      memory.set(block.panels, panelsAt);
      dots(kernel, 0, BLOCK, headAt, columns, inputs, scoresAt);
      memory.fill(0, errorsAt, errorsAt + BLOCK * gradientRows);
      value += writeErrors(memory, block);
      dots(kernel, errorsAt, gradientRows, panelsAt, inputColumns, BLOCK, gradientAt);
      for (let c = 0; c < classes; c++) {
        for (let d = 0; d < inputs; d++) {
          const i = c * inputs + d;
          const part = memory[gradientAt + c * inputColumns + d] as number;
          gradient[i] = (gradient[i] as number) + part;
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

  /** Writes what each row's probabilities are off, transposed, and sums the loss. */
  function writeErrors(memory: Float32Array, { from, count }: Block): number {
    let loss = 0;
    for (let n = 0; n < count; n++) {
      const row = scoresAt + n * columns;
      const target = rows.targets[from + n] as number;
      const weight = rows.weights[from + n] as number;
      let most = memory[row] as number;
      for (let c = 1; c < classes; c++) most = Math.max(most, memory[row + c] as number);
      const own = (memory[row + target] as number) - most;
      let total = 0;
      for (let c = 0; c < classes; c++) {
        const power = Math.exp((memory[row + c] as number) - most);
        memory[row + c] = power;
        total += power;
      }
      loss += weight * (Math.log(total) - own);
      const scale = weight / total;
      for (let c = 0; c < classes; c++) {
        memory[errorsAt + c * BLOCK + n] = scale * (memory[row + c] as number);
      }
      const at = errorsAt + target * BLOCK + n;
      memory[at] = (memory[at] as number) - weight;
    }
    return loss;
  }
}

/** The kernel by numbers instead of bytes and groups. */
function dots(
  kernel: DotKernel,
  rows: number,
  rowCount: number,
  columns: number,
  columnCount: number,
  dim: number,
  out: number,
): void {
  const groups = rowCount / ROWS_AT_ONCE;
  kernel.dots(rows * 4, groups, columns * 4, columnCount / COLUMNS_AT_ONCE, dim, out * 4);
}

function toBlocks(data: SlotRows, inputs: number, inputColumns: number): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < data.count; from += BLOCK) {
    const count = Math.min(BLOCK, data.count - from);
    const rows = new Float32Array(BLOCK * inputs);
    const panels = new Float32Array(BLOCK * inputColumns);
    for (let n = 0; n < count; n++) {
      const own = data.features.subarray((from + n) * data.width, (from + n + 1) * data.width);
      rows.set(own, n * inputs);
      rows[n * inputs + data.width] = 1;
      for (let d = 0; d < inputs; d++) {
        const panel = Math.floor(d / COLUMNS_AT_ONCE) * BLOCK * COLUMNS_AT_ONCE;
        panels[panel + n * COLUMNS_AT_ONCE + (d % COLUMNS_AT_ONCE)] = rows[
          n * inputs + d
        ] as number;
      }
    }
    blocks.push({ rows, panels, from, count });
  }
  return blocks;
}
