/** Marks of the allowed and denied plates on rows; the lists themselves load once there are rows. */
import { signal } from '@preact/signals';
import type { ListLookup, ListMark } from '../../core/results.ts';

/** Each mark in words. */
export const MARK_LABELS: Readonly<Record<Exclude<ListMark, ''>, string>> = {
  allow: 'Allowed',
  deny: 'Denied',
  'near-allow': 'Near allowed',
  'near-deny': 'Near denied',
};

const lookup = signal<ListLookup | null>(null);
let asked = false;

/** Brings the lists in, once; rows that stand there get their marks then. */
export function loadMarks(): void {
  if (asked) return;
  asked = true;
  import('./plateLists.ts').then(
    async ({ listOf, loadPlateLists }) => {
      await loadPlateLists();
      lookup.value = listOf;
    },
    () => {
      asked = false; // offline and not cached: the next screen asks again
    },
  );
}

/** Which list a text is on, and in words; null for none, and until the lists are there. */
export function markOf(text: string | undefined) {
  const mark = text ? (lookup.value?.(text) ?? '') : '';
  return mark === '' ? null : { mark, label: MARK_LABELS[mark] };
}
