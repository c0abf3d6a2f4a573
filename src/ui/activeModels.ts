/** Which models read: those that ship, or own ones. One signal; loaded once, when the engine starts. */
import { signal } from '@preact/signals';
import type { EngineSettings } from '../core/engine.ts';
import { type ActiveModels, SHIPPED, savedActiveModels } from '../store/activeModels.ts';

export const activeModels = signal<ActiveModels>(SHIPPED);

let loaded: Promise<void> | null = null;

/** Without storage, or with a choice that is gone, what ships is used. */
export function loadActiveModels(): Promise<void> {
  loaded ??= savedActiveModels().then(
    (active) => {
      activeModels.value = active;
    },
    () => undefined,
  );
  return loaded;
}

/** What the engine is to use instead of what ships. @throws StoreError */
export async function ownEngineModels(): Promise<EngineSettings['models']> {
  const { detector, reader } = activeModels.peek();
  if (!detector && !reader) return undefined;
  const { engineModels } = await import('./models/engineModels.ts');
  return engineModels({ detector, reader });
}
