/**
 * Antialiased bilinear resampling, the one way pixels get into a model. The training package
 * has the same maths; golden files hold both to 1/255 of each other.
 *
 * Rule per axis, half-pixel centres: centre = (i + 0.5)·in/out, support = max(1, in/out),
 * weight_j = max(0, 1 − |j + 0.5 − centre| / support), normalised over the j inside the image.
 * Horizontal, then vertical, no rounding between.
 */
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
 * Works row by row: a source row is squeezed horizontally once and added to the few output rows it
 * reaches, so a 12-megapixel photo needs no intermediate image.
 */
export function resampleToPlanar(image: RgbaImage, region: Box, target: PlanarTarget): void {
  const { at, plane, data } = target;
  const outWidth = at.width;
  const horizontal = axisWeights(region.width, outWidth);
  const vertical = axisWeights(region.height, at.height);
  const planePixels = plane.width * plane.height;
  const row = new Float32Array(outWidth * 3);

  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < at.height; y++) {
      const start = c * planePixels + (at.y + y) * plane.width + at.x;
      data.fill(0, start, start + outWidth);
    }
  }

  // Both ends of an output row's span grow with its index, so the rows a source row reaches are
  // a window that only moves down.
  let lowest = 0;
  for (let y = 0; y < region.height; y++) {
    while (
      lowest < at.height &&
      (vertical.first[lowest] as number) + (vertical.count[lowest] as number) <= y
    ) {
      lowest++;
    }
    if (lowest === at.height) break;
    if ((vertical.first[lowest] as number) > y) continue;
    squeezeRow(image, region, y, horizontal, row);
    for (let i = lowest; i < at.height && (vertical.first[i] as number) <= y; i++) {
      const tap = y - (vertical.first[i] as number);
      const weight = (vertical.weights[i * vertical.taps + tap] as number) / 255;
      for (let c = 0; c < 3; c++) {
        const start = c * planePixels + (at.y + i) * plane.width + at.x;
        const from = c * outWidth;
        for (let x = 0; x < outWidth; x++) {
          data[start + x] = (data[start + x] as number) + weight * (row[from + x] as number);
        }
      }
    }
  }
}

/** Squeezes source row `y` of `region` into `out`: three runs of R, G and B, 0–255. */
function squeezeRow(
  image: RgbaImage,
  region: Box,
  y: number,
  axis: AxisWeights,
  out: Float32Array,
): void {
  const { data } = image;
  const base = ((region.y + y) * image.width + region.x) * 4;
  const { first, count, taps, weights } = axis;
  const width = first.length;
  for (let x = 0; x < width; x++) {
    let p = base + (first[x] as number) * 4;
    let k = x * taps;
    const end = k + (count[x] as number);
    let r = 0;
    let g = 0;
    let b = 0;
    for (; k < end; k++, p += 4) {
      const weight = weights[k] as number;
      r += weight * (data[p] as number);
      g += weight * (data[p + 1] as number);
      b += weight * (data[p + 2] as number);
    }
    out[x] = r;
    out[width + x] = g;
    out[2 * width + x] = b;
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
