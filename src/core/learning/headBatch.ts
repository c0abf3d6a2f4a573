/** Readings of many plates by one head at once: products through the dot kernel, in blocks. */
import { COLUMNS_AT_ONCE, dotKernel, ROWS_AT_ONCE } from '../quality/dotKernel.ts';
import { ensemble } from '../tta.ts';
import { type Head, textOf } from './head.ts';

/** Slots in a block, a multiple of what the kernel takes at once. */
const BLOCK = 768;

/** Merged probabilities `[slots, classes]` of each plate's views. */
export function charsOfAll(
  plates: readonly (readonly Float32Array[])[],
  head: Head,
): Float32Array[] {
  const views = plates.flat();
  const chars = viewChars(views, head);
  let from = 0;
  return plates.map((own) => {
    const merged = ensemble(chars.slice(from, from + own.length), head.classes);
    from += own.length;
    return merged;
  });
}

/** Texts of plates, from their views. */
export function textsOfAll(
  plates: readonly (readonly Float32Array[])[],
  head: Head,
  alphabet: string,
): string[] {
  return charsOfAll(plates, head).map((chars) => textOf(chars, alphabet));
}

/** Probabilities `[slots, classes]` of each view; views of equal length. */
export function viewChars(views: readonly Float32Array[], head: Head): Float32Array[] {
  const { classes, width, bias } = head;
  const slots = (views[0]?.length ?? 0) / width;
  if (slots === 0) return views.map(() => new Float32Array());
  const columns = Math.ceil(classes / COLUMNS_AT_ONCE) * COLUMNS_AT_ONCE;
  const perBlock = Math.max(1, Math.floor(BLOCK / slots));
  const rows = Math.ceil((perBlock * slots) / ROWS_AT_ONCE) * ROWS_AT_ONCE;
  const headAt = rows * width;
  const outAt = headAt + columns * width;
  const kernel = dotKernel((outAt + rows * columns) * 4);
  const memory = new Float32Array(kernel.memory.buffer);
  memory.fill(0, 0, outAt);
  for (let c = 0; c < classes; c++) {
    const panel = headAt + Math.floor(c / COLUMNS_AT_ONCE) * width * COLUMNS_AT_ONCE;
    for (let d = 0; d < width; d++) {
      memory[panel + d * COLUMNS_AT_ONCE + (c % COLUMNS_AT_ONCE)] = head.weight[
        c * width + d
      ] as number;
    }
  }
  const chars: Float32Array[] = [];
  for (let from = 0; from < views.length; from += perBlock) {
    const some = views.slice(from, from + perBlock);
    some.forEach((view, i) => {
      memory.set(view, i * slots * width);
    });
    const groups = rows / ROWS_AT_ONCE;
    kernel.dots(0, groups, headAt * 4, columns / COLUMNS_AT_ONCE, width, outAt * 4);
    some.forEach((_, i) => {
      const own = new Float32Array(slots * classes);
      for (let s = 0; s < slots; s++) {
        softmaxInto(own, s * classes, memory, outAt + (i * slots + s) * columns, bias);
      }
      chars.push(own);
    });
  }
  return chars;
}

function softmaxInto(
  to: Float32Array,
  at: number,
  scores: Float32Array,
  from: number,
  bias: Float32Array,
): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < bias.length; c++) {
    most = Math.max(most, (scores[from + c] as number) + (bias[c] as number));
  }
  let total = 0;
  for (let c = 0; c < bias.length; c++) {
    const power = Math.exp((scores[from + c] as number) + (bias[c] as number) - most);
    to[at + c] = power;
    total += power;
  }
  for (let c = 0; c < bias.length; c++) to[at + c] = (to[at + c] as number) / total;
}
