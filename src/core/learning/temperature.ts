/** One temperature for a reader's merged probabilities, so that its confidence means what it says. */
import { readingFromSlots } from '../reading.ts';

const LEAST = 0.4;
const MOST = 3;
const STEPS = 41;
/** Keeps the loss finite. */
const CLIP = 1e-4;
/** How much the temperature is held near the one it had: few plates have few mistakes to learn from. */
const PULL = 2;

/**
 * The factor on temperatures at which plates' confidences tell best which are right (log loss), for
 * probabilities `[slots, classes]` of each plate by a head that has not learnt from it.
 * @returns 0.4 to 3; 1 for no plates
 */
export function temperatureFactor(
  chars: readonly Float32Array[],
  texts: readonly string[],
  options: { readonly alphabet: string; readonly temperatures: readonly number[] },
): number {
  if (chars.length === 0) return 1;
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < STEPS; i++) {
    const factor = LEAST * (MOST / LEAST) ** (i / (STEPS - 1));
    const temperatures = (options.temperatures.length ? options.temperatures : [1]).map(
      (t) => t * factor,
    );
    let loss = PULL * Math.log(factor) ** 2;
    chars.forEach((of, k) => {
      const { text, confidence } = readingFromSlots(of, { ...options, temperatures });
      const sure = Math.min(1 - CLIP, Math.max(CLIP, confidence));
      loss -= Math.log(text === texts[k] ? sure : 1 - sure);
    });
    if (loss < least) {
      least = loss;
      best = factor;
    }
  }
  return best;
}
