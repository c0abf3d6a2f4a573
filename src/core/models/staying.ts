/** A new version of the app brings new models: those a person has worked with read on until they choose. */
import type { ModelTask } from '../modelCard.ts';

/** Hashes of the models in use; null stands for whatever ships. */
type Pair = Readonly<Record<ModelTask, string | null>>;

interface InUse extends Pair {
  readonly before: readonly Pair[];
  readonly shipped?: Readonly<
    Partial<Record<ModelTask, { readonly id: string; readonly sha256: string }>>
  >;
}

/**
 * Where another model ships than when the app was last used, its kept copy takes the place of "what
 * ships", also among those to go back to. Each change is met once.
 * @param now id of what ships for a task now, null for none
 * @param kept hashes of the models whose bytes are here
 * @returns the same object when nothing changed; `stayed` names the tasks whose earlier model reads on
 */
export function staying<T extends InUse>(
  active: T,
  now: (task: ModelTask) => string | null,
  kept: ReadonlySet<string>,
): { readonly active: T; readonly stayed: readonly ModelTask[] } {
  let next: T = active;
  const stayed: ModelTask[] = [];
  for (const task of ['detector', 'reader'] as const) {
    const was = active.shipped?.[task];
    if (!was || was.id === now(task)) continue;
    const shipped = { ...next.shipped };
    delete shipped[task];
    next = { ...next, shipped };
    if (!kept.has(was.sha256)) continue;
    const named = <P extends Pair>(pair: P): P => ({ ...pair, [task]: pair[task] ?? was.sha256 });
    if (next[task] === null) stayed.push(task);
    next = { ...named(next), before: next.before.map(named) };
  }
  return { active: next, stayed };
}
