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
import { savedRow, savedRows } from '../../store/library.ts';
import { noteBegun } from '../../store/page/everKept.ts';
import { updateMarker } from '../../store/page/marker.ts';
import { emptyTrash, restoreTrashed, trashedSamples, trashSamples } from '../../store/trash.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { act, Expired } from '../correct/correctionQueue.ts';
import { plural } from '../format/numbers.ts';
import { TRASH_MS, tidyUp } from './tidyUp.ts';

export const rows = signal<readonly DatasetRow[]>([]);
/** Deleted samples that can still be brought back. */
export const trashed = signal<readonly string[]>([]);
export const loading = signal<'loading' | 'ready' | { readonly error: string }>('loading');

export const filter = signal<RowFilter>(NO_FILTER);
export const order = signal<RowOrder>('newest');
/** Only these samples, as another screen asked for, and why; null for all. */
export const narrowed = signal<{
  readonly ids: ReadonlySet<string>;
  readonly reason: string;
} | null>(null);
/** What another screen wants gone through as soon as this one opens. */
export interface WantedReview {
  /** Samples, or one of the queues. */
  readonly what: readonly string[] | 'teach' | 'doubtful';
  /** Where the way back leads. */
  readonly from: { readonly hash: string; readonly title: string };
}
export const wantedReview = signal<WantedReview | null>(null);
/** Opens Dataset to go through these, with a way back to here. @param title of the screen or part one leaves */
export function goThrough(what: WantedReview['what'], title: string): void {
  wantedReview.value = { what, from: { hash: location.hash, title } };
  location.hash = '#/dataset';
}
export const shownRows = computed(() => {
  const ids = narrowed.value?.ids;
  const among = ids ? rows.value.filter(({ id }) => ids.has(id)) : rows.value;
  return sortRows(filterRows(among, filter.value, dayOf), order.value);
});
export const numbers = computed(() => statistics(rows.value));
export const modelIds = computed(() =>
  [...new Set(rows.value.flatMap((row) => row.models))].sort(),
);

/** Chosen for bulk actions, by id. */
export const chosen = signal<ReadonlySet<string>>(new Set());
/** Position of the active tile within the shown rows. */
export const active = signal(0);

/** Changes within this time are shown together; of more rows than that all are read anew. */
const GATHER_MS = 30;
const MOST_ROWS = 50;

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
    noteBegun();
    onDataChange(({ samples }) => note(samples));
    void tidyUp(); // takes seconds where models are copied, and tells of what it changes
  }
  note('all');
  await showing;
}

/** Changes not yet shown; a bulk action announces thousands, one after the other. */
const changed = { all: false, ids: new Set<string>() };
let showing: Promise<void> | null = null;

function note(samples: readonly string[] | 'all'): void {
  if (samples === 'all') changed.all = true;
  else for (const id of samples) changed.ids.add(id);
  showing ??= new Promise((resolve) => setTimeout(resolve, GATHER_MS)).then(show);
}

/** One read after the other: an older one must not come last and win. */
async function show(): Promise<void> {
  const { all, ids } = changed;
  changed.all = false;
  changed.ids = new Set();
  if (all || ids.size > MOST_ROWS) await load();
  else await refresh([...ids]);
  showing = null;
  if (changed.all || changed.ids.size > 0) note([]);
}

async function load(): Promise<void> {
  try {
    // A first look shows what is there so far; later ones keep what they show until all is read.
    const isFirst = loading.peek() === 'loading';
    const soFar = (some: readonly DatasetRow[]) => {
      if (isFirst) rows.value = some;
    };
    const [all, deleted] = await Promise.all([savedRows(soFar), trashedSamples()]);
    batch(() => {
      rows.value = all;
      trashed.value = deleted;
      loading.value = 'ready';
      const ids = new Set(all.map(({ id }) => id));
      chosen.value = new Set([...chosen.value].filter((id) => ids.has(id)));
    });
  } catch (error) {
    loading.value = { error: error instanceof Error ? error.message : String(error) };
  }
}

async function refresh(ids: readonly string[]): Promise<void> {
  const [found, deleted] = await Promise.all([
    Promise.all(ids.map((id) => savedRow(id).catch(() => null))),
    trashedSamples().catch(() => []),
  ]);
  const gone = new Set(ids);
  batch(() => {
    const others = rows.peek().filter(({ id }) => !gone.has(id));
    rows.value = [...others, ...found.filter((row) => row !== null)];
    trashed.value = deleted;
  });
}

export function toggleChosen(ids: readonly string[], on?: boolean): void {
  const next = new Set(chosen.peek());
  for (const id of ids) {
    if (on ?? !next.has(id)) next.add(id);
    else next.delete(id);
  }
  chosen.value = next;
}

/** Deletes samples; until their room is freed that is a step of undo. */
export async function deleteWithUndo(ids: readonly string[]): Promise<void> {
  const remove = async () => {
    await trashSamples(ids, Date.now());
    chosen.value = new Set();
    void updateMarker(Date.now()).catch(() => undefined);
    const free = () => void emptyTrash(Date.now() - TRASH_MS).catch(() => undefined);
    setTimeout(free, TRASH_MS + 1000);
  };
  const putBack = async () => {
    if ((await restoreTrashed(ids)) > 0) return;
    throw new Expired('The room of what was deleted is freed by now: it cannot come back.');
  };
  const text = `${plural(ids.length, 'photo')} deleted.`;
  await act({ redo: remove, undo: putBack }, text).catch(showError);
}

/** Takes deleted samples back. */
export async function bringBack(ids: readonly string[]): Promise<void> {
  await restoreTrashed(ids).catch(showError);
}

/** Frees the room of all deleted samples now. */
export async function removeDeleted(): Promise<void> {
  const wanted = trashed.peek().length;
  const removed = await emptyTrash(Number.POSITIVE_INFINITY).catch(showError);
  if (removed === undefined) return;
  showToast({
    text:
      removed === 0 && wanted > 0
        ? 'A backup or an import is under way and may need them. Try again when it is done.'
        : `${plural(removed, 'photo')} removed for good.`,
  });
}
