/** What a head is fitted on: one row for each slot of each view whose character is known. */
import { alignedTargets, UNKNOWN } from './align.ts';
import type { Head } from './head.ts';
import { viewChars } from './headBatch.ts';

/** A plate with a label, as the reader's last layer sees it. */
export interface SeenPlate {
  readonly id: string;
  /** What is never parted between learning and judging: one vehicle, one burst. */
  readonly group: string;
  /** Features `[slots, width]` of each view. */
  readonly views: readonly Float32Array[];
  readonly text: string;
}

export interface SlotRows {
  readonly count: number;
  readonly width: number;
  /** `[count, width]`. */
  readonly features: Float32Array;
  /** `[count]` classes. */
  readonly targets: Int16Array;
  /** `[count]`, summing to 1: views of a plate share its weight. */
  readonly weights: Float64Array;
  /** Plates that gave rows. */
  readonly plates: number;
  /** Ids of plates whose label could not be laid onto what the reader saw. */
  readonly left: readonly string[];
}

/** Plates looked at in one go: what is read of their views is held meanwhile. */
const AT_ONCE = 64;

/** Rows of plates, their labels aligned by the readings of `base`. */
export function slotRows(plates: readonly SeenPlate[], base: Head, alphabet: string): SlotRows {
  const { width } = base;
  const features: Float32Array[] = [];
  const targets: number[] = [];
  const weights: number[] = [];
  const left: string[] = [];
  for (let from = 0; from < plates.length; from += AT_ONCE) {
    const some = plates.slice(from, from + AT_ONCE);
    const chars = viewChars(
      some.flatMap(({ views }) => views),
      base,
    );
    let at = 0;
    for (const { id, views, text } of some) {
      let isUsed = false;
      for (const view of views) {
        const aligned = alignedTargets(chars[at++] as Float32Array, alphabet, text);
        aligned?.forEach((target, slot) => {
          if (target === UNKNOWN) return;
          features.push(view.subarray(slot * width, (slot + 1) * width));
          targets.push(target);
          weights.push(1 / views.length);
          isUsed = true;
        });
      }
      if (!isUsed) left.push(id);
    }
  }
  const packed = new Float32Array(features.length * width);
  features.forEach((row, i) => {
    packed.set(row, i * width);
  });
  const total = weights.reduce((a, b) => a + b, 0);
  return {
    count: targets.length,
    width,
    features: packed,
    targets: Int16Array.from(targets),
    weights: Float64Array.from(weights, (weight) => weight / total),
    plates: plates.length - left.length,
    left,
  };
}
