/**
 * Evidence from a layer that is fitted again as answers come. Each answer counts once, as read by
 * the layer fitted before it was given: what is learnt later changes nothing that was counted, so
 * that the e-value may be looked at all the while.
 */
import type { PairedPlate } from '../gate/paired.ts';

/** A layer is fitted anew after so many answers. */
export const REFIT_EVERY = 10;

/** An answer that counted. */
export interface CountedAnswer {
  readonly id: string;
  /** What the reader without and with the layer read; equal before there was a layer. */
  readonly raw: string;
  readonly learnt: string;
  readonly text: string;
  readonly slices: readonly string[];
  /** Drawn at random: only these tell of the stream as a whole. */
  readonly isRandom: boolean;
}

/** How the gate sees counted answers: the first of each plate alone. */
export function pairedAnswers(answers: readonly CountedAnswer[]): PairedPlate[] {
  const seen = new Set<string>();
  return answers.flatMap(({ id, raw, learnt, text, slices }) => {
    if (seen.has(id)) return [];
    seen.add(id);
    return [{ id, before: raw === text, after: learnt === text, slices }];
  });
}
