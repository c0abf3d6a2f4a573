/** Whether confidences keep what they promise: reliability, calibration error, a temperature of one's own. */
import { wilson } from '../metrics.ts';

/** One answered plate: how sure the reader was, and whether it was right. */
export interface Judged {
  readonly confidence: number;
  readonly right: boolean;
}

export interface ReliabilityBin {
  readonly count: number;
  /** Mean confidence and share right, 0–1. */
  readonly confidence: number;
  readonly accuracy: number;
  /** Wilson's interval of the share at 95 %. */
  readonly low: number;
  readonly high: number;
}

/** Below so many answers ECE is mostly chance: its own bias is as large as what it measures. */
export const ECE_FROM = 200;

/** Bins of equal width over 0–1, as netcal's; only those that hold something. */
export function equalWidthBins(plates: readonly Judged[], bins = 10): ReliabilityBin[] {
  const held = Array.from({ length: bins }, (): Judged[] => []);
  for (const plate of plates) {
    const at = Math.min(bins - 1, Math.max(0, Math.ceil(plate.confidence * bins) - 1));
    (held[at] as Judged[]).push(plate);
  }
  return held.filter((own) => own.length > 0).map(toBin);
}

/** Bins of equal count, least sure first; as numpy's `array_split` of the sorted plates. */
export function equalCountBins(plates: readonly Judged[], bins = 10): ReliabilityBin[] {
  const sorted = [...plates].sort((a, b) => a.confidence - b.confidence);
  const out: ReliabilityBin[] = [];
  for (let b = 0, from = 0; b < bins; b++) {
    const size = Math.floor(sorted.length / bins) + (b < sorted.length % bins ? 1 : 0);
    if (size > 0) out.push(toBin(sorted.slice(from, from + size)));
    from += size;
  }
  return out;
}

function toBin(plates: readonly Judged[]): ReliabilityBin {
  const right = plates.filter((plate) => plate.right).length;
  const { low, high } = wilson(right, plates.length);
  const confidence = plates.reduce((sum, plate) => sum + plate.confidence, 0) / plates.length;
  return { count: plates.length, confidence, accuracy: right / plates.length, low, high };
}

/** Expected calibration error: the mean gap between promise and truth, weighted by count; 0–1. */
export function calibrationError(bins: readonly ReliabilityBin[]): number | null {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  return bins.reduce(
    (sum, { count, confidence, accuracy }) =>
      sum + (count / total) * Math.abs(confidence - accuracy),
    0,
  );
}

const CLOSEST = 1e-6;
const bounded = (p: number) => Math.min(1 - CLOSEST, Math.max(CLOSEST, p));

/** A confidence under another temperature: above 1 less sure, below 1 surer. */
export function tempered(confidence: number, temperature: number): number {
  const p = bounded(confidence);
  return 1 / (1 + Math.exp(-Math.log(p / (1 - p)) / temperature));
}

/** Mean negative log likelihood of the answers. */
function loss(plates: readonly Judged[], temperature: number): number {
  let sum = 0;
  for (const { confidence, right } of plates) {
    const p = bounded(tempered(confidence, temperature));
    sum -= Math.log(right ? p : 1 - p);
  }
  return sum / Math.max(1, plates.length);
}

/** The likeliest temperature between 1/5 and 5, by golden section over its logarithm. */
export function fitTemperature(plates: readonly Judged[]): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [-Math.log(5), Math.log(5)];
  for (let step = 0; step < 60; step++) {
    const [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (loss(plates, Math.exp(a)) < loss(plates, Math.exp(b))) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
}

/**
 * Each plate's confidence under a temperature fitted without its own fold, so that it can be judged by
 * the very plates at hand.
 * @param foldOf fold of each plate, grouped so that one vehicle is in one fold
 */
export function crossTempered(plates: readonly Judged[], foldOf: readonly number[]): Judged[] {
  const temperatures = new Map<number, number>();
  for (const fold of new Set(foldOf)) {
    const others = plates.filter((_, i) => foldOf[i] !== fold);
    temperatures.set(fold, others.length > 0 ? fitTemperature(others) : 1);
  }
  return plates.map((plate, i) => ({
    ...plate,
    confidence: tempered(plate.confidence, temperatures.get(foldOf[i] as number) as number),
  }));
}
