/** One polite live region for the whole app: `announce` puts a sentence into it. */
import { signal } from '@preact/signals';

export const announcement = signal('');

/** Says a sentence to screen readers; the same sentence twice is said twice. */
export function announce(sentence: string): void {
  // A live region speaks only when its text changes: a no-break space makes it a change.
  announcement.value = announcement.value === sentence ? `${sentence}\u00a0` : sentence;
}
