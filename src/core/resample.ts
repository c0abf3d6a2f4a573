/**
 * Antialiased bilinear resampling, the one way pixels get into a model. The training package
 * has the same maths; golden files hold both to 1/255 of each other.
 *
 * Rule per axis, half-pixel centres: centre = (i + 0.5)·in/out, support = max(1, in/out),
 * weight_j = max(0, 1 − |j + 0.5 − centre| / support), normalised over the j inside the image.
 * Horizontal, then vertical, no rounding between.
 */
import { resampleKernel } from './resampleKernel.ts';
import type { Box, RgbaImage, Size } from './types.ts';

/** For each output position: the first input position and its weights (`taps` apiece, zero-padded). */
interface AxisWeights {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly taps: number;
  readonly weights: Float32Array;
}

/** The weights of one axis from `input` to `output` positions. */
export function axisWeights(input: number, output: number): AxisWeights {
  const ratio = input / output;
  const support = Math.max(1, ratio);
  const taps = Math.ceil(2 * support) + 1;
  const first = new Int32Array(output);
  const count = new Int32Array(output);
  const weights = new Float32Array(output * taps);
  for (let i = 0; i < output; i++) {
    const centre = (i + 0.5) * ratio;
    const from = Math.max(0, Math.floor(centre - support));
    const to = Math.min(input, Math.ceil(centre + support));
    let sum = 0;
    let n = 0;
    let start = from;
    const row: number[] = [];
    for (let j = from; j < to; j++) {
      const weight = 1 - Math.abs(j + 0.5 - centre) / support;
      if (weight <= 0) {
        if (n === 0) start = j + 1;
        continue;
      }
      row.push(weight);
      sum += weight;
      n++;
    }
    first[i] = start;
    count[i] = n;
    for (let k = 0; k < n; k++) weights[i * taps + k] = (row[k] as number) / sum;
  }
  return { first, count, taps, weights };
}

/** Where in a planar `[3, height, width]` tensor the picture goes. */
export interface PlanarTarget {
  readonly data: Float32Array;
  /** Size of the whole plane. */
  readonly plane: Size;
  /** Size and place of the picture within it, whole pixels. */
  readonly at: Box;
}

/**
 * Resamples the whole-pixel `region` of `image` into `target`: RGB planes, values 0–1.
 * Pixels outside `target.at` are left as they are. Alpha is ignored.
 *
 * Works row by row: a source row is squeezed horizontally once and kept while output rows need it,
 * so a 12-megapixel photo needs no intermediate image.
 */
export function resampleToPlanar(image: RgbaImage, region: Box, target: PlanarTarget): void {
  const { at, plane, data } = target;
  const width = at.width;
  const horizontal = axisWeights(region.width, width);
  const vertical = axisWeights(region.height, at.height);
  const { taps } = vertical;

  // Everything the kernel works on, one after the other in its memory; rows in whole groups of four.
  const rowBytes = 16 * Math.ceil((3 * width) / 4);
  const source = 0;
  const first = source + 16 * Math.ceil(region.width / 4);
  const count = first + 4 * width;
  const weights = count + 4 * width;
  const sum = 16 * Math.ceil((weights + 4 * horizontal.weights.length) / 16);
  const rows = sum + rowBytes;
  const { memory, squeeze, blend } = resampleKernel(rows + taps * rowBytes);
  new Int32Array(memory.buffer, first, width).set(horizontal.first);
  new Int32Array(memory.buffer, count, width).set(horizontal.count);
  new Float32Array(memory.buffer, weights, horizontal.weights.length).set(horizontal.weights);
  const sourceRow = new Uint8Array(memory.buffer, source, 4 * region.width);
  const sumRow = new Float32Array(memory.buffer, sum, rowBytes / 4);

  const planePixels = plane.width * plane.height;
  let squeezed = 0; // source rows before this one are squeezed; the last `taps` of them are kept
  for (let y = 0; y < at.height; y++) {
    const from = vertical.first[y] as number;
    const to = from + (vertical.count[y] as number);
    for (squeezed = Math.max(squeezed, from); squeezed < to; squeezed++) {
      const pixel = ((region.y + squeezed) * image.width + region.x) * 4;
      sourceRow.set(image.data.subarray(pixel, pixel + 4 * region.width));
      const row = rows + (squeezed % taps) * rowBytes;
      squeeze(source, first, count, weights, horizontal.taps, width, row);
    }
    sumRow.fill(0);
    for (let j = from; j < to; j++) {
      const weight = (vertical.weights[y * taps + j - from] as number) / 255;
      blend(rows + (j % taps) * rowBytes, weight, sum, sum + rowBytes);
    }
    for (let c = 0; c < 3; c++) {
      const start = c * planePixels + (at.y + y) * plane.width + at.x;
      data.set(sumRow.subarray(c * width, (c + 1) * width), start);
    }
  }
}

/** Resamples a grey plane (values of any range) from `size` to `to`; the same rule as above. */
export function resampleGrey(grey: Float32Array, size: Size, to: Size): Float32Array {
  const horizontal = axisWeights(size.width, to.width);
  const vertical = axisWeights(size.height, to.height);
  const squeezed = new Float32Array(size.height * to.width);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < to.width; x++) {
      let sum = 0;
      const start = y * size.width + (horizontal.first[x] as number);
      for (let k = 0; k < (horizontal.count[x] as number); k++) {
        sum +=
          (horizontal.weights[x * horizontal.taps + k] as number) * (grey[start + k] as number);
      }
      squeezed[y * to.width + x] = sum;
    }
  }
  const out = new Float32Array(to.height * to.width);
  for (let y = 0; y < to.height; y++) {
    for (let k = 0; k < (vertical.count[y] as number); k++) {
      const weight = vertical.weights[y * vertical.taps + k] as number;
      const from = ((vertical.first[y] as number) + k) * to.width;
      for (let x = 0; x < to.width; x++) {
        out[y * to.width + x] =
          (out[y * to.width + x] as number) + weight * (squeezed[from + x] as number);
      }
    }
  }
  return out;
}
