/**
 * Texts that were typed and not saved yet, by plate: going to another plate, photo or screen neither
 * saves nor loses them.
 */
import { computed, signal } from '@preact/signals';

const drafts = signal<ReadonlyMap<string, string>>(new Map());
export const draftCount = computed(() => drafts.value.size);

/** Names the draft of a plate's text. */
export const draftKeyOf = (target: { readonly key: string }, plate: { readonly id: string }) =>
  `${target.key}/${plate.id}`;

export function draftOf(key: string): string | undefined {
  return drafts.value.get(key);
}

/** @param text null takes the draft back */
export function setDraft(key: string, text: string | null): void {
  if (text === (drafts.peek().get(key) ?? null)) return;
  const next = new Map(drafts.peek());
  if (text === null) next.delete(key);
  else next.set(key, text);
  drafts.value = next;
}

/** A reload would lose what was typed: the browser asks first. */
export function guardDrafts(): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (drafts.peek().size > 0) event.preventDefault();
  };
  addEventListener('beforeunload', ask);
  return () => removeEventListener('beforeunload', ask);
}
