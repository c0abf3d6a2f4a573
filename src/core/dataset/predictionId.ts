/** The name of a prediction: which models, and what they saw. */
import type { ModelRef, Plate } from '../types.ts';
import { hash32 } from './hash32.ts';

/**
 * Equal for equal models and plates. The plates are part of it because labels answer them by
 * number, and another threshold gives other numbers.
 */
export function predictionId(
  detector: ModelRef,
  reader: ModelRef,
  plates: readonly Plate[],
): string {
  const seen = plates.map(({ detection, reading }) => [detection.box, reading?.text ?? '']);
  const model = ({ id, sha256 }: ModelRef) => `${id}@${sha256.slice(0, 8)}`;
  return `${model(detector)} ${model(reader)} ${hash32(JSON.stringify(seen)).toString(16)}`;
}
