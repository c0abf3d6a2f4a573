/**
 * Texts that were typed and not saved yet, by plate: going to another plate, photo or screen neither
 * saves nor loses them, nor does a reload of this tab.
 */
import { signal } from '@preact/signals';
import { plural } from '../format/numbers.ts';
import type { TypedRun } from './typedRun.ts';

const KEY = 'platewheel-drafts';

interface Draft {
  readonly text: string;
  /** A person typed it; else the reader filled it in. */
  readonly typed: boolean;
}

const drafts = signal<ReadonlyMap<string, Draft>>(restored());
/** Names the draft of a plate's text. */
export const draftKeyOf = (target: { readonly key: string }, plate: { readonly id: string }) =>
  `${target.key}/${plate.id}`;

export function draftOf(key: string): string | undefined {
  return drafts.value.get(key)?.text;
}

/** Whether a person typed it, and it is saved nowhere yet. */
export const isTyped = (key: string) => drafts.value.get(key)?.typed === true;

/** What was typed of each draft in one go; gone with it, and with a reload. */
const runs = new Map<string, TypedRun>();

/** The draft's run of keys, to be read and written wherever its plate is shown. */
export const runOf = (key: string): { current: TypedRun | null } => ({
  get current() {
    return runs.get(key) ?? null;
  },
  set current(run) {
    if (run) runs.set(key, run);
    else runs.delete(key);
  },
});

/** Says of a file that typed texts are not in it. */
export const notIn = (typed: number): string =>
  typed > 0
    ? ` ${plural(typed, 'typed text')} not saved yet ${typed === 1 ? 'is' : 'are'} not in it.`
    : '';

/** @param text null takes the draft back */
export function setDraft(key: string, text: string | null, typed = true): void {
  if (text === null) runs.delete(key);
  if (text === (drafts.peek().get(key)?.text ?? null)) return;
  const next = new Map(drafts.peek());
  if (text === null) next.delete(key);
  else next.set(key, { text, typed });
  drafts.value = next;
  keep();
}

/** Drops what was typed of a list that is gone: the next one's photos take these names. */
export function dropDrafts(prefix: string): void {
  for (const key of drafts.peek().keys()) if (key.startsWith(prefix)) setDraft(key, null);
}

function keep(): void {
  try {
    const typed = [...drafts.peek()].filter(([, draft]) => draft.typed);
    sessionStorage.setItem(KEY, JSON.stringify(typed.map(([key, { text }]) => [key, text])));
  } catch {
    // Then a reload loses them, as it does any field.
  }
}

function restored(): ReadonlyMap<string, Draft> {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(found)) return new Map();
    const texts = found.filter(
      (entry): entry is [string, string] =>
        Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'string',
    );
    return new Map(texts.map(([key, text]) => [key, { text, typed: true }]));
  } catch {
    return new Map();
  }
}
