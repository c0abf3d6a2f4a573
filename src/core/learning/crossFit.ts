/**
 * What a layer does to plates it has not learnt from: each fifth of the labels is read by a layer
 * fitted on the other four. From that follow λ, how far to go (t), and what the gate looks at.
 */
import { groupedFolds } from '../gate/folds.ts';
import { fitHeadSteps } from './fitHead.ts';
import { type Head, interpolate, textOf } from './head.ts';
import { charsOfAll } from './headBatch.ts';
import { logLikelihood } from './likelihood.ts';
import { type SeenPlate, slotRows } from './slotRows.ts';

export const LAMBDAS: readonly number[] = [0.03, 0.1, 0.3];
export const SHARES: readonly number[] = [0.5, 1];
const FOLDS = 5;
/** A plate that is read as something else altogether weighs no more than this. */
const LEAST = -12;

export interface CrossFit {
  readonly lambda: number;
  readonly t: number;
  /** Merged probabilities of each plate by the layer that has not seen it. */
  readonly chars: readonly Float32Array[];
  readonly texts: readonly string[];
  readonly right: number;
  /** Log likelihood of all labels. */
  readonly likelihood: number;
}

/**
 * Tries every λ and share in grouped folds. The choice is by plates read exactly; of equals, and few
 * answers tell many apart so, the one under which the answers are likeliest. Gives the share done, 0–1.
 */
export function* crossFitSteps(
  plates: readonly SeenPlate[],
  base: Head,
  alphabet: string,
  lambdas: readonly number[] = LAMBDAS,
  shares: readonly number[] = SHARES,
): Generator<number, CrossFit | null> {
  const folds = groupedFolds(
    plates.map(({ group }) => group),
    FOLDS,
  );
  if (new Set(folds).size < 2) return null;
  const parts = Array.from({ length: FOLDS }, (_, fold) => {
    const learn = plates.filter((_, i) => folds[i] !== fold);
    const judged = plates.flatMap((_, i) => (folds[i] === fold ? [i] : []));
    return { rows: slotRows(learn, base, alphabet), judged, start: base };
  }).filter(({ judged }) => judged.length > 0);
  if (parts.some(({ rows }) => rows.count === 0)) return null;
  let best: CrossFit | null = null;
  const total = lambdas.length * parts.length;
  let done = 0;
  // From the strongest pull down: each fit begins where the last one ended.
  for (const lambda of [...lambdas].sort((a, b) => b - a)) {
    const chars = shares.map(() => new Array<Float32Array>(plates.length));
    for (const part of parts) {
      const fit = yield* within(
        fitHeadSteps(part.rows, base, { lambda, start: part.start }),
        done / total,
      );
      part.start = fit.head;
      const views = part.judged.map((i) => (plates[i] as SeenPlate).views);
      shares.forEach((t, k) => {
        charsOfAll(views, interpolate(base, fit.head, t)).forEach((of, n) => {
          (chars[k] as Float32Array[])[part.judged[n] as number] = of;
        });
      });
      done++;
      yield done / total;
    }
    shares.forEach((t, k) => {
      const own = chars[k] as Float32Array[];
      const texts = own.map((of) => textOf(of, alphabet));
      const right = texts.filter((text, i) => text === plates[i]?.text).length;
      const likelihood = own.reduce(
        (sum, of, i) => sum + Math.max(LEAST, logLikelihood(of, alphabet, plates[i]?.text ?? '')),
        0,
      );
      const isBetter =
        !best || right > best.right || (right === best.right && likelihood > best.likelihood);
      if (isBetter) best = { lambda, t, chars: own, texts, right, likelihood };
    });
  }
  return best;
}

/** Steps of an inner run, told as the outer one's progress. */
function* within<T>(steps: Generator<unknown, T>, progress: number): Generator<number, T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield progress;
  }
}
