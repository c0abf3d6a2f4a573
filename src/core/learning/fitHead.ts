/** Fits a reader's last layer to labels, held near the head it began from. */
import type { Head } from './head.ts';
import { headLoss, packHead, unpackHead } from './headLoss.ts';
import { minimise } from './lbfgs.ts';
import type { SlotRows } from './slotRows.ts';

export interface FitOptions {
  /** Pull to the base, ≥ 0. */
  readonly lambda: number;
  /** Where to begin: an earlier fit is sooner done. */
  readonly start?: Head;
  readonly maxSteps?: number;
  readonly tolerance?: number;
}

export interface Fit {
  readonly head: Head;
  readonly loss: number;
  readonly steps: number;
}

/**
 * A fit in steps of some milliseconds, so that a worker can breathe and stop.
 * @throws RangeError when there are no rows, or features that are not finite.
 */
export function* fitHeadSteps(
  rows: SlotRows,
  base: Head,
  options: FitOptions,
): Generator<number, Fit> {
  if (rows.count === 0) throw new RangeError('no label could be laid onto a reading');
  const objective = headLoss(rows, base, options.lambda);
  const { maxSteps = 60, tolerance = 1e-5, start = base } = options;
  const { x, value, steps } = yield* minimise(objective, packHead(start), { maxSteps, tolerance });
  if (!Number.isFinite(value)) throw new RangeError('features or labels are not finite numbers');
  return { head: unpackHead(x, base), loss: value, steps };
}

/** The same at once. */
export function fitHead(rows: SlotRows, base: Head, options: FitOptions): Fit {
  return atOnce(fitHeadSteps(rows, base, options));
}

/** Runs steps to their end. */
export function atOnce<T>(steps: Iterator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
