/** Which models are in use instead of those that ship, and which were before: small, for the start. */
import { database } from './open.ts';

/** A model that shipped when the app was last used, and of which a copy is kept. */
export interface KeptShipped {
  readonly id: string;
  readonly sha256: string;
}

interface Pair {
  /** sha256 of an own model; null for the one that ships. */
  readonly detector: string | null;
  readonly reader: string | null;
}

export interface ActiveModels extends Pair {
  /** What was in use before, newest first, to go back to. */
  readonly before: readonly Pair[];
  /** Missing until a person has said something of a plate. */
  readonly shipped?: Readonly<Partial<Record<keyof Pair, KeptShipped>>>;
}

export const SHIPPED: ActiveModels = { detector: null, reader: null, before: [] };

const KEY = 'active-models';

/** What is in use; what ships where that cannot be said. */
export async function savedActiveModels(): Promise<ActiveModels> {
  return activeFrom(await (await database()).get('settings', KEY));
}

function activeFrom(value: unknown): ActiveModels {
  if (typeof value !== 'object' || value === null) return SHIPPED;
  const { detector, reader, before, shipped } = value as Partial<ActiveModels>;
  const sha = (of: unknown) => (typeof of === 'string' ? of : null);
  return {
    detector: sha(detector),
    reader: sha(reader),
    before: Array.isArray(before) ? before : [],
    ...(shipped && { shipped }),
  };
}

export async function saveActiveModels(active: ActiveModels): Promise<void> {
  await (await database()).put('settings', active, KEY);
}

/** Changes what is in use by now, in one transaction: a choice made meanwhile stays. @returns what is in use then */
export async function updateActiveModels(
  change: (now: ActiveModels) => ActiveModels,
): Promise<ActiveModels> {
  const tx = (await database()).transaction('settings', 'readwrite');
  const next = change(activeFrom(await tx.store.get(KEY)));
  await Promise.all([tx.store.put(next, KEY), tx.done]);
  return next;
}
