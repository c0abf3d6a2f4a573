/** Plates that a model was trained on say nothing of how it reads others: they are no evidence. */
import type { ModelCard } from '../modelCard.ts';
import type { ComparedPhoto } from './compare.ts';

/** Hashes of the photos that a model learnt from, as `finetune` lists them in its card. */
export function learntFrom({ data }: Pick<ModelCard, 'data'>): readonly string[] {
  if (typeof data !== 'object' || data === null || !('learntFrom' in data)) return [];
  const list = data.learntFrom;
  return Array.isArray(list) ? list.filter((id) => typeof id === 'string') : [];
}

/**
 * Parts photos into those that may judge and those that one of the models learnt from, or from another
 * photo of the same vehicle or burst.
 */
export function partLearnt(
  photos: readonly ComparedPhoto[],
  cards: readonly Pick<ModelCard, 'data'>[],
): { readonly unseen: readonly ComparedPhoto[]; readonly learnt: readonly ComparedPhoto[] } {
  const ids = new Set(cards.flatMap(learntFrom));
  const groups = new Set(photos.filter(({ sample }) => ids.has(sample)).map(({ group }) => group));
  return {
    unseen: photos.filter(({ group }) => !groups.has(group)),
    learnt: photos.filter(({ group }) => groups.has(group)),
  };
}
