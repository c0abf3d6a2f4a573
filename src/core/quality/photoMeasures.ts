/**
 * What the pixels of a picture say about it, by CleanVision's formulas (0.3.7): brightness percentiles,
 * entropy, blur. The thresholds are ours, chosen on plates: see `conditions.ts`.
 */
import { resampleToPlanar } from '../resample.ts';
import type { RgbaImage, Size } from '../types.ts';

export interface PhotoMeasures {
  /** 99th percentile of brightness, 0–1: a picture is dark when even its brightest pixels are. */
  readonly brightest: number;
  /** 75th percentile of brightness, 0–1: where most of a picture lies below. */
  readonly upper: number;
  /** 5th percentile of brightness, 0–1: too much light when even the darkest pixels are bright. */
  readonly darkest: number;
  /** Bits of the histogram over all three channels, 0–9.6; little means little to see. */
  readonly entropy: number;
  /** Square root of the variance of edges in the picture of 64 pixels. */
  readonly edges: number;
  /** Standard deviation of the grey histogram's counts there; CleanVision's second sign of blur. */
  readonly greySpread: number;
  /** The shorter side over the longer, 0–1. */
  readonly aspect: number;
}

/** CleanVision looks for blur in a picture of at most this many pixels a side. */
const BLUR_SIDE = 64;
const LEVELS = 256;

/** Measures an upright picture of at least 1 × 1. Alpha is left out. */
export function photoMeasures(image: RgbaImage): PhotoMeasures {
  const { width, height, data } = image;
  const pixels = width * height;
  const brightness = new Float32Array(pixels);
  const histogram = new Float64Array(3 * LEVELS);
  for (let i = 0; i < pixels; i++) {
    const [r, g, b] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]] as [number, number, number];
    brightness[i] = Math.sqrt(0.241 * r * r + 0.691 * g * g + 0.068 * b * b) / 255;
    for (const bin of [r, LEVELS + g, 2 * LEVELS + b]) {
      histogram[bin] = (histogram[bin] as number) + 1;
    }
  }
  brightness.sort();
  const small = smaller(image);
  const grey = greyLevels(small);
  return {
    brightest: percentile(brightness, 0.99),
    upper: percentile(brightness, 0.75),
    darkest: percentile(brightness, 0.05),
    entropy: entropyOf(histogram, 3 * pixels),
    edges: Math.sqrt(varianceOf(edgesOf(grey, small))),
    greySpread: Math.sqrt(varianceOf(histogramOf(grey))),
    aspect: Math.min(width / height, height / width),
  };
}

/** CleanVision's scores, 0–1, low where something is wrong. */
export function cleanVisionScores(measures: PhotoMeasures): {
  readonly dark: number;
  readonly light: number;
  readonly lowInformation: number;
  readonly blurry: number;
  readonly oddAspect: number;
} {
  const spread = 1 - Math.exp(-0.01 * measures.greySpread);
  return {
    dark: measures.brightest,
    light: 1 - measures.darkest,
    lowInformation: Math.min(1, 0.1 * measures.entropy),
    blurry: Math.min(1, 1 - Math.exp(-0.01 * measures.edges) + (spread <= 0.18 ? 0 : spread)),
    oddAspect: measures.aspect,
  };
}

function percentile(sorted: Float32Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] as number;
  return low + ((sorted[Math.ceil(at)] as number) - low) * (at - Math.floor(at));
}

function entropyOf(histogram: Float64Array, total: number): number {
  let bits = 0;
  for (const count of histogram) {
    if (count > 0) bits -= (count / total) * Math.log2(count / total);
  }
  return bits;
}

/** At most 64 pixels a side. */
function smaller(image: RgbaImage): RgbaImage {
  const ratio = Math.max(image.width, image.height) / BLUR_SIDE;
  if (ratio <= 1) return image;
  const size = {
    width: Math.max(1, Math.trunc(Math.floor(image.width / ratio))),
    height: Math.max(1, Math.trunc(Math.floor(image.height / ratio))),
  };
  const plane = size.width * size.height;
  const planes = new Float32Array(3 * plane);
  const whole = { x: 0, y: 0, width: image.width, height: image.height };
  resampleToPlanar(image, whole, { data: planes, plane: size, at: { x: 0, y: 0, ...size } });
  const data = new Uint8ClampedArray(4 * plane);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) data[4 * i + c] = 255 * (planes[c * plane + i] as number);
    data[4 * i + 3] = 255;
  }
  return { ...size, data };
}

/** Pillow's "L": Rec. 601 in whole numbers. */
function greyLevels({ data, width, height }: RgbaImage): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [r, g, b] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]] as [number, number, number];
    return (r * 19_595 + g * 38_470 + b * 7_471 + 0x8000) >> 16;
  });
}

/** Eight times each pixel less its eight neighbours, cut to 0–255; the rim stays as it is (Pillow). */
function edgesOf(grey: Uint8Array, { width, height }: Size): Uint8ClampedArray {
  const edges = Uint8ClampedArray.from(grey);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      let sum = 9 * (grey[y * width + x] as number);
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) sum -= grey[(y + dy) * width + x + dx] as number;
      }
      edges[y * width + x] = sum;
    }
  }
  return edges;
}

function histogramOf(grey: Uint8Array): Float64Array {
  const histogram = new Float64Array(LEVELS);
  for (const level of grey) histogram[level] = (histogram[level] as number) + 1;
  return histogram;
}

function varianceOf(values: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return Math.max(0, squares / values.length - mean * mean);
}
