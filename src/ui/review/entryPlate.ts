import type { ShownPlate } from '../correct/actions.ts';

/**
 * Which plate of a photo comes first: backwards its last; else the first that waits for an answer, or
 * that nobody refused.
 * @param open positions of those that wait
 */
export function entryPlate(
  plates: readonly ShownPlate[],
  open: readonly number[],
  isBackwards: boolean,
): number {
  if (isBackwards) return Math.max(0, plates.length - 1);
  const [first = plates.findIndex(({ status }) => status !== 'rejected')] = open;
  return Math.max(0, first);
}
