/** The comparison whose verdict still holds for a model. */
import type { KeptComparison, ListedModel } from './modelsState.ts';

/**
 * The newest comparison of a model as it is now. One made while other classes counted as plates was of
 * another detector, whatever its verdict.
 * @param kept newest first
 */
export function lastComparison(
  { sha256, task, card }: Pick<ListedModel, 'sha256' | 'task' | 'card'>,
  kept: readonly KeptComparison[],
): KeptComparison | null {
  const of = (one: KeptComparison) =>
    one.model === sha256 && one.task === task && one.candidate[task] === card.id;
  return kept.find((one) => of(one) && sameClasses(one.classes, card.plateClasses)) ?? null;
}

const sameClasses = (a: readonly number[] = [], b: readonly number[] = []) =>
  a.length === b.length && a.every((index) => b.includes(index));
