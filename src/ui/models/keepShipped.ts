/** Copies of the models that ship, kept beside a person's own, so that a new version takes none away. */
import { sha256Hex } from '../../core/sha256.ts';
import { savedActiveModels, updateActiveModels } from '../../store/activeModels.ts';
import { countCorrections } from '../../store/library.ts';
import { removeModel, savedModels, saveModel } from '../../store/models.ts';
import { activeModels } from '../activeModels.ts';
import { shippedCard, shippedId, shippedWeights } from './shippedCards.ts';

const TASKS = ['detector', 'reader'] as const;

/**
 * Once a person has answered for a plate, copies of the models that ship are kept (some megabytes),
 * and older copies that nothing leads back to are let go.
 * @throws StoreError; what cannot be fetched now is kept at the next start
 */
export async function keepShipped(): Promise<void> {
  if ((await countCorrections()) === 0) return;
  const own = await savedModels();
  for (const task of TASKS) {
    const { shipped } = await savedActiveModels();
    const id = shippedId(task);
    if (!id || shipped?.[task]?.id === id) continue;
    const found = await shippedCard(task);
    const bytes = found && (await shippedWeights(id));
    if (!bytes || (await sha256Hex(bytes)) !== found.card.sha256) continue;
    const { sha256 } = found.card;
    if (!own.some((model) => model.sha256 === sha256)) {
      const file = `${id}.onnx`;
      await saveModel(
        { sha256, file, importedAt: Date.now(), card: found.raw, shipped: true },
        bytes,
      );
    }
    activeModels.value = await updateActiveModels((now) => ({
      ...now,
      shipped: { ...now.shipped, [task]: { id, sha256 } },
    }));
  }
  await forgetEarlier();
}

async function forgetEarlier(): Promise<void> {
  const { shipped, before, ...now } = await savedActiveModels();
  const needed = new Set([now, ...before].flatMap(({ detector, reader }) => [detector, reader]));
  for (const task of TASKS) needed.add(shipped?.[task]?.sha256 ?? null);
  for (const { sha256, isShipped } of await savedModels()) {
    if (isShipped && !needed.has(sha256)) await removeModel(sha256);
  }
}
