/** The Dataset screen's state: all rows, what of them is shown, what is chosen. */
import { batch, computed, signal } from '@preact/signals';
import {
  type DatasetRow,
  filterRows,
  NO_FILTER,
  type RowFilter,
  type RowOrder,
  sortRows,
  statistics,
} from '../../core/dataset/row.ts';
import { onDataChange } from '../../store/changes.ts';
import { settleImports } from '../../store/imports.ts';
import {
  restoreTrashed,
  savedRow,
  savedRows,
  trashedBefore,
  trashSamples,
} from '../../store/library.ts';
import { findLoss, type Marker, updateMarker } from '../../store/page/marker.ts';
import { removeSamples } from '../../store/remove.ts';
import { showToast } from '../components/toasts.tsx';
import { forgetThumbs } from './thumbs.ts';

export const rows = signal<readonly DatasetRow[]>([]);
export const loading = signal<'loading' | 'ready' | { readonly error: string }>('loading');
/** What was kept once and is gone; null when nothing was lost. */
export const loss = signal<Marker | null>(null);

export const filter = signal<RowFilter>(NO_FILTER);
export const order = signal<RowOrder>('newest');
export const shownRows = computed(() =>
  sortRows(filterRows(rows.value, filter.value, dayOf), order.value),
);
export const numbers = computed(() => statistics(rows.value));
export const modelIds = computed(() =>
  [...new Set(rows.value.flatMap((row) => row.models))].sort(),
);

/** Chosen for bulk actions, by id. */
export const chosen = signal<ReadonlySet<string>>(new Set());
/** Position of the active tile within the shown rows. */
export const active = signal(0);

/** Deleted samples are gone for good after this, or with the next start. */
const TRASH_MS = 10 * 60_000;

/** The local day of a time, `YYYY-MM-DD`. */
export function dayOf(ms: number): string {
  const date = new Date(ms);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

let opened = false;

/** Loads everything and follows changes of all tabs; once. */
export async function openDataset(): Promise<void> {
  if (!opened) {
    opened = true;
    onDataChange(({ samples }) => {
      if (samples === 'all' || samples.length > 50) void load();
      else void Promise.all(samples.map(refresh));
    });
    await tidyUp().catch(() => undefined); // only postpones the tidying
  }
  await load();
}

async function tidyUp(): Promise<void> {
  loss.value = await findLoss();
  const cleaned = await settleImports();
  if (cleaned > 0) {
    showToast({ text: 'An import was interrupted, so nothing of it was kept. Import it again.' });
  }
  await removeSamples(await trashedBefore(Date.now() - TRASH_MS));
}

async function load(): Promise<void> {
  try {
    const all = await savedRows();
    batch(() => {
      rows.value = all;
      loading.value = 'ready';
      const ids = new Set(all.map(({ id }) => id));
      chosen.value = new Set([...chosen.value].filter((id) => ids.has(id)));
    });
  } catch (error) {
    loading.value = { error: error instanceof Error ? error.message : String(error) };
  }
}

async function refresh(id: string): Promise<void> {
  const row = await savedRow(id).catch(() => null);
  const others = rows.peek().filter((other) => other.id !== id);
  rows.value = row ? [...others, row] : others;
}

export function toggleChosen(ids: readonly string[], on?: boolean): void {
  const next = new Set(chosen.peek());
  for (const id of ids) {
    if (on ?? !next.has(id)) next.add(id);
    else next.delete(id);
  }
  chosen.value = next;
}

/** Deletes samples, with undo for as long as the message stands. */
export async function deleteWithUndo(ids: readonly string[]): Promise<void> {
  try {
    await trashSamples(ids, Date.now());
  } catch (error) {
    showToast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
    return;
  }
  chosen.value = new Set();
  void updateMarker(Date.now()).catch(() => undefined);
  showToast({
    text: `${ids.length} ${ids.length === 1 ? 'sample' : 'samples'} deleted.`,
    action: {
      label: 'Undo',
      run: () => {
        void restoreTrashed(ids);
      },
    },
  });
}

/** After a wipe: as if newly installed. */
export function forgetEverything(): void {
  forgetThumbs();
  batch(() => {
    rows.value = [];
    chosen.value = new Set();
    filter.value = NO_FILTER;
    loss.value = null;
  });
}
