/**
 * A reader's last layer, shared by all slots: characters = softmax(features · weightᵀ + bias). It is
 * what is learnt from a person's corrections; everything before it stays as shipped.
 */
import { ensemble } from '../tta.ts';

export interface Head {
  readonly classes: number;
  /** Numbers in a slot's features. */
  readonly width: number;
  /** `[classes, width]`. */
  readonly weight: Float32Array;
  /** `[classes]`. */
  readonly bias: Float32Array;
}

/** Probabilities `[slots, classes]` of one view's features `[slots, width]`. */
export function headChars(features: Float32Array, head: Head): Float32Array {
  const { classes, width, weight, bias } = head;
  const slots = features.length / width;
  const chars = new Float32Array(slots * classes);
  for (let s = 0; s < slots; s++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) {
      let sum = bias[c] as number;
      for (let d = 0, w = c * width, f = s * width; d < width; d++, w++, f++) {
        sum += (weight[w] as number) * (features[f] as number);
      }
      chars[s * classes + c] = sum;
      if (sum > most) most = sum;
    }
    let total = 0;
    for (let i = s * classes, end = i + classes; i < end; i++) {
      const power = Math.exp((chars[i] as number) - most);
      chars[i] = power;
      total += power;
    }
    for (let i = s * classes, end = i + classes; i < end; i++) {
      chars[i] = (chars[i] as number) / total;
    }
  }
  return chars;
}

/** The same of all views of a plate, merged: `[slots, classes]`. */
export function ensembleChars(views: readonly Float32Array[], head: Head): Float32Array {
  return ensemble(
    views.map((features) => headChars(features, head)),
    head.classes,
  );
}

/** Base + t · (learnt − base): t 0 is the base, 1 what was learnt. */
export function interpolate(base: Head, learnt: Head, t: number): Head {
  const mix = (a: Float32Array, b: Float32Array) =>
    a.map((value, i) => value + t * ((b[i] as number) - value));
  return { ...base, weight: mix(base.weight, learnt.weight), bias: mix(base.bias, learnt.bias) };
}

/** The text of `[slots, classes]`: the likeliest character of each slot, the blank (last) left out. */
export function textOf(chars: Float32Array, alphabet: string): string {
  const width = alphabet.length;
  let text = '';
  for (let s = 0; s + width <= chars.length; s += width) {
    const best = likeliest(chars, s, width);
    if (best < width - 1) text += alphabet[best];
  }
  return text;
}

/** Index of the greatest of `width` numbers from `from` on, counted from there. */
export function likeliest(chars: ArrayLike<number>, from: number, width: number): number {
  let best = 0;
  for (let c = 1; c < width; c++) {
    if ((chars[from + c] as number) > (chars[from + best] as number)) best = c;
  }
  return best;
}
