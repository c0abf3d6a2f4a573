/** Which models are in use instead of those that ship, and which were before: small, for the start. */
import { database } from './open.ts';

export interface ActiveModels {
  /** sha256 of an own model; null for the one that ships. */
  readonly detector: string | null;
  readonly reader: string | null;
  /** What was in use before, newest first, to go back to. */
  readonly before: readonly Pick<ActiveModels, 'detector' | 'reader'>[];
}

export const SHIPPED: ActiveModels = { detector: null, reader: null, before: [] };

const KEY = 'active-models';

/** What is in use; what ships where that cannot be said. */
export async function savedActiveModels(): Promise<ActiveModels> {
  const value = await (await database()).get('settings', KEY);
  if (typeof value !== 'object' || value === null) return SHIPPED;
  const { detector, reader, before } = value as Partial<ActiveModels>;
  const sha = (of: unknown) => (typeof of === 'string' ? of : null);
  return {
    detector: sha(detector),
    reader: sha(reader),
    before: Array.isArray(before) ? before : [],
  };
}

export async function saveActiveModels(active: ActiveModels): Promise<void> {
  await (await database()).put('settings', active, KEY);
}
