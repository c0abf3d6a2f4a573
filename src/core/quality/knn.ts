/**
 * The exact nearest neighbours of every point: all pairs, in blocks through `dotKernel.ts`, each pair
 * once. 10,000 points of 256 numbers take about a second, so that no approximate index is needed.
 */
import { COLUMNS_AT_ONCE, dotKernel, ROWS_AT_ONCE } from './dotKernel.ts';
import { type Points, squaredBetween } from './matrix.ts';

/** Nearest first; ties by index. Both arrays are `[count, k]`. */
export interface Neighbours {
  readonly k: number;
  readonly indices: Int32Array;
  /** Euclidean. */
  readonly distances: Float64Array;
}

/** Points of a block, a multiple of what the kernel takes at once in both directions. */
const BLOCK = 192;
/** Candidates kept beyond k: the blocks reckon in single precision, the last word is exact. */
const SPARE = 2;

/** Neighbours at once; see `knnSteps`. */
export function nearestNeighbours(points: Points, k: number): Neighbours {
  const steps = knnSteps(points, k);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The `k` nearest neighbours of each point, itself left out; all others where there are fewer than k.
 * Gives the share done (0–1) after each piece of some ten milliseconds, so that a worker can breathe.
 */
export function* knnSteps(points: Points, k: number): Generator<number, Neighbours> {
  const { count, dim } = points;
  const kept = Math.max(0, Math.min(k, count - 1));
  const nearest = new Candidates(count, Math.min(kept + SPARE, Math.max(0, count - 1)));
  if (kept > 0 && dim > 0) {
    const blocks = Math.ceil(count / BLOCK);
    const pairs = new PairBlocks(points);
    let done = 0;
    for (let a = 0; a < blocks; a++) {
      pairs.takeRows(a);
      for (let b = a; b < blocks; b++) {
        pairs.compare(b, nearest);
        done++;
        if (done % 16 === 0) yield (2 * done) / (blocks * (blocks + 1));
      }
    }
  } else if (kept > 0) nearest.fillInOrder();
  return nearest.exact(points, kept);
}

/** Squared distances between blocks of points. */
class PairBlocks {
  private readonly centred: Float32Array;
  private readonly norms: Float32Array;
  private readonly columnsAt: number;
  private readonly outAt: number;
  private rowBlock = 0;

  constructor(private readonly points: Points) {
    const { count, dim } = points;
    this.centred = aroundMean(points);
    this.norms = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let d = i * dim; d < (i + 1) * dim; d++) sum += (this.centred[d] as number) ** 2;
      this.norms[i] = sum;
    }
    this.columnsAt = 4 * BLOCK * dim;
    this.outAt = 2 * this.columnsAt;
  }

  private get kernel() {
    return dotKernel(this.outAt + 4 * BLOCK * BLOCK);
  }

  takeRows(block: number): void {
    const { count, dim } = this.points;
    this.rowBlock = block;
    const rows = new Float32Array(this.kernel.memory.buffer, 0, BLOCK * dim);
    const from = block * BLOCK;
    rows.fill(0);
    rows.set(this.centred.subarray(from * dim, Math.min(count, from + BLOCK) * dim));
  }

  compare(block: number, nearest: Candidates): void {
    const { count, dim } = this.points;
    const { kernel, rowBlock, norms } = this;
    const start = block * BLOCK;
    const width = Math.min(BLOCK, count - start);
    this.packColumns(start, width, kernel.memory.buffer);
    const panels = BLOCK / COLUMNS_AT_ONCE;
    kernel.dots(0, BLOCK / ROWS_AT_ONCE, this.columnsAt, panels, dim, this.outAt);
    const dots = new Float32Array(kernel.memory.buffer, this.outAt, BLOCK * BLOCK);
    const first = rowBlock * BLOCK;
    const height = Math.min(BLOCK, count - first);
    const { worst } = nearest;
    for (let r = 0; r < height; r++) {
      const i = first + r;
      const norm = norms[i] as number;
      let worstOfRow = worst[i] as number;
      for (let c = rowBlock === block ? r + 1 : 0; c < width; c++) {
        const j = start + c;
        const squared = norm + (norms[j] as number) - 2 * (dots[r * BLOCK + c] as number);
        if (squared < worstOfRow) worstOfRow = nearest.insert(i, j, squared);
        if (squared < (worst[j] as number)) nearest.insert(j, i, squared);
      }
    }
  }

  private packColumns(start: number, width: number, memory: ArrayBuffer): void {
    const { dim } = this.points;
    const packed = new Float32Array(memory, this.columnsAt, BLOCK * dim);
    packed.fill(0);
    for (let c = 0; c < width; c++) {
      let to = Math.floor(c / COLUMNS_AT_ONCE) * COLUMNS_AT_ONCE * dim + (c % COLUMNS_AT_ONCE);
      const from = (start + c) * dim;
      for (let d = from; d < from + dim; d++, to += COLUMNS_AT_ONCE) {
        packed[to] = this.centred[d] as number;
      }
    }
  }
}

/** Points with their mean taken away: small norms keep single precision sharp where points are close. */
function aroundMean({ data, count, dim }: Points): Float32Array {
  const mean = new Float64Array(dim);
  for (let i = 0, at = 0; i < count; i++) {
    for (let d = 0; d < dim; d++, at++)
      mean[d] = (mean[d] as number) + (data[at] as number) / count;
  }
  return data.map((value, at) => value - (mean[at % dim] as number));
}

/** The best candidates of each point so far, nearest first. */
class Candidates {
  readonly worst: Float32Array;
  private readonly squared: Float32Array;
  private readonly indices: Int32Array;

  constructor(
    private readonly count: number,
    private readonly size: number,
  ) {
    this.worst = new Float32Array(count).fill(
      size > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
    );
    this.squared = new Float32Array(count * size).fill(Number.POSITIVE_INFINITY);
    this.indices = new Int32Array(count * size).fill(-1);
  }

  /** @returns the worst one kept by now: what is farther need not come. */
  insert(of: number, index: number, squared: number): number {
    const { size, squared: all, indices } = this;
    const first = of * size;
    let at = first + size - 1;
    for (; at > first && (all[at - 1] as number) > squared; at--) {
      all[at] = all[at - 1] as number;
      indices[at] = indices[at - 1] as number;
    }
    all[at] = squared;
    indices[at] = index;
    const worst = all[first + size - 1] as number;
    this.worst[of] = worst;
    return worst;
  }

  /** Points without numbers are all the same. */
  fillInOrder(): void {
    for (let i = 0; i < this.count; i++) {
      for (let n = 0; n < this.size; n++) this.indices[i * this.size + n] = n < i ? n : n + 1;
    }
  }

  exact(points: Points, k: number): Neighbours {
    const indices = new Int32Array(this.count * k);
    const distances = new Float64Array(this.count * k);
    for (let i = 0; i < this.count; i++) {
      const candidates = this.indices.subarray(i * this.size, (i + 1) * this.size);
      const sorted = Array.from(candidates, (j) => ({ j, squared: squaredBetween(points, i, j) }));
      sorted.sort((a, b) => a.squared - b.squared || a.j - b.j);
      for (let n = 0; n < k; n++) {
        const { j, squared } = sorted[n] as { j: number; squared: number };
        indices[i * k + n] = j;
        distances[i * k + n] = Math.sqrt(squared);
      }
    }
    return { k, indices, distances };
  }
}
