/** The name of a prediction: which models, and what they saw. */
import type { ModelRef, Plate } from '../types.ts';
import { hash32 } from './hash32.ts';

/**
 * Equal for equal models and plates; a personal layer that was used makes another model. The plates are part of it because labels answer them by
 * number, and another threshold gives other numbers.
 */
export function predictionId(
  detector: ModelRef,
  reader: ModelRef,
  plates: readonly Plate[],
): string {
  const seen = plates.map(({ detection, reading }) => [detection.box, reading?.text ?? '']);
  const model = ({ id, sha256 }: ModelRef) => `${id}@${sha256.slice(0, 8)}`;
  const used = plates.find(({ reading }) => reading?.layer?.isUsed)?.reading?.layer;
  const layer = used ? ` +${hash32(used.id).toString(16)}` : '';
  return `${model(detector)} ${model(reader)}${layer} ${hash32(JSON.stringify(seen)).toString(16)}`;
}
