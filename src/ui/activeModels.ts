/** Which models read: those that ship, or own ones. One signal; loaded once, when the engine starts. */
import { signal } from '@preact/signals';
import type { EngineSettings } from '../core/engine.ts';
import { type ActiveModels, SHIPPED, savedActiveModels } from '../store/activeModels.ts';

export const activeModels = signal<ActiveModels>(SHIPPED);

let loaded: Promise<void> | null = null;

/** Where another tab blocks the database, the page must not wait for it. */
const PATIENCE_MS = 2_000;

/** Without storage, or with a choice that is gone, what ships is used. */
export function loadActiveModels(): Promise<void> {
  loaded ??= savedActiveModels().then(
    async (active) => {
      activeModels.value = active.shipped
        ? await import('./models/stayWith.ts').then((m) => m.stayWith(active))
        : active;
    },
    () => undefined,
  );
  return Promise.race([loaded, new Promise<void>((done) => setTimeout(done, PATIENCE_MS))]);
}

/** Whether something else reads than what ships. */
export const usesOwnModels = () =>
  activeModels.peek().detector !== null || activeModels.peek().reader !== null;

/** What the engine is to use instead of what ships. @throws StoreError */
export async function ownEngineModels(): Promise<EngineSettings['models']> {
  const { detector, reader } = activeModels.peek();
  const { engineModels } = await import('./models/engineModels.ts');
  return engineModels({ detector, reader });
}
