/** The Read screen's state as it is used: the batch, wired to engine and store, and what is selected. */

import { computed, effect, signal } from '@preact/signals';
import type { PhotoOutcome } from '../../core/photoResult.ts';
import { everKept } from '../../store/page/everKept.ts';
import { announce } from '../components/announce.ts';
import { showToast } from '../components/toasts.tsx';
import { dropDrafts } from '../correct/drafts.ts';
import { startEngine } from '../engine.ts';
import { plural } from '../format/numbers.ts';
import { createBatch } from './batch.ts';
import type { Said } from './batchContract.ts';
import type { Chosen } from './chosenFiles.ts';
import { itemPlates, type PhotoItem } from './items.ts';
import { forgetPhotos, keepPhotos, openBatch } from './keptBatch.ts';
import { notedPlace, notePlace } from './place.ts';
import { readPhotoFile } from './readPhotoFile.ts';
import { type Filter, type ListRow, listRows, nextDoubtful, type Order } from './rows.ts';

/** Counting and listing more than these at each frame would take a tenth of the time that reading has. */
const MANY_PHOTOS = 1000;

export const batch = createBatch({
  ready: startEngine,
  read: async (file, path) => {
    const read = await readPhotoFile(file, path);
    return { ...read, known: await saidBefore(path, file, read.outcome) };
  },
  save: keepPhotos,
  forget: forgetPhotos,
  now: () => performance.now(),
  // No frames come while the tab is hidden; the batch goes on, and so must its numbers.
  schedule: (flush, photos) => {
    if (photos > MANY_PHOTOS || document.hidden) setTimeout(flush, 200);
    else requestAnimationFrame(flush);
  },
});

/** What was said of the same photo before; where nothing was ever kept there is nothing to load for it. */
async function saidBefore(path: string, file: File, outcome: PhotoOutcome): Promise<Said | null> {
  if (!everKept()) return null;
  try {
    return await (await import('./said.ts')).findSaid(path, file, outcome);
  } catch {
    return null;
  }
}

export const selectedIndex = signal<number | null>(null);
/** Position among the selected photo's plates. */
export const selectedPlate = signal(0);
export const filter = signal<Filter>('all');
export const query = signal('');
export const order = signal<Order>('input');
export const isReversed = signal(false);
/** Whether the next plate's text takes the keys, because the last one was typed. */
export const typing = signal(false);

/** The folder whose new photos are read as they come. */
export const watchedFolder = signal<{ readonly name: string; readonly stop: () => void } | null>(
  null,
);
/** What the screen shows of the batch. */
export const mode = signal<'photos' | 'table' | 'check' | 'teach'>('photos');
/** On a phone the list is a sheet over the photo. */
export const listOpen = signal(false);

export const rows = computed(() =>
  listRows(batch.items.value, filter.value, query.value, order.value, isReversed.value),
);
/** Place of the selected plate, or of its photo, among the rows; -1 where they do not show it. */
export const selectedRow = computed(() => {
  const [index, n] = [selectedIndex.value, selectedPlate.value];
  const exact = rows.value.findIndex((row) => row.item.index === index && row.n === n);
  return exact >= 0 ? exact : rows.value.findIndex((row) => row.item.index === index);
});
export const selectedItem = computed<PhotoItem | null>(() => {
  const index = selectedIndex.value;
  return index === null ? null : (batch.items.value[index] ?? null);
});

export function selectPhoto(index: number | null, plate = 0): void {
  selectedIndex.value = index;
  selectedPlate.value = plate;
}

export function selectRow(row: ListRow | undefined): void {
  if (row) selectPhoto(row.item.index, row.n);
}

/** Next (+1) or previous (-1) of the photos shown in the list. */
export function stepPhoto(step: 1 | -1): void {
  typing.value = false;
  const shown = rows.peek();
  const own = selectedIndex.peek();
  let at = selectedRow.peek();
  if (at < 0) {
    selectRow(shown[0]);
    return;
  }
  while (shown[at] && shown[at]?.item.index === own) at += step;
  const next = shown[at];
  // Backwards the first plate of a photo is wanted too.
  const first = next && shown.find(({ item }) => item.index === next.item.index);
  selectRow(first);
}

/** Next (+1) or previous (-1) plate of the photo, around the end. */
export function stepPlate(step: 1 | -1): void {
  const item = selectedItem.peek();
  const plates = item ? itemPlates(item).length : 0;
  if (plates > 0) selectedPlate.value = (selectedPlate.peek() + step + plates) % plates;
}

/**
 * After an answer: the next plate in doubt, in the order of the list. Which one that is must be asked
 * before the answer is given, for a filter may take the answered row away.
 * @returns goes there; false where none is left
 */
export const nextInDoubt = () => going(nextDoubtful(rows.peek(), selectedRow.peek()));

/** The same to the next row that nobody has checked: for who goes through all of them. */
export const nextPlate = () =>
  going(
    rows.peek().find(({ plate }, n) => n > selectedRow.peek() && plate?.checked === '') ?? null,
  );

function going(next: ListRow | null): () => boolean {
  return () => {
    if (next === null) return false;
    selectPhoto(next.item.index, next.n);
    return true;
  };
}

export function addPhotos({ photos, skipped, unopened }: Chosen): void {
  if (unopened.length > 0) {
    const [first] = unopened;
    const rest = unopened.length > 1 ? ` and ${unopened.length - 1} more` : '';
    showToast({
      tone: 'error',
      text: `The browser could not open ${first}${rest}: perhaps moved, or not yours to read. Choose again, or copy to a folder of yours first.`,
    });
  }
  if (skipped > 0) {
    const files = skipped === 1 ? 'One file' : `${skipped} files`;
    showToast({ text: `${files} in the folder left out: not named like a photo.` });
  }
  if (photos.length === 0) {
    if (skipped === 0 && unopened.length === 0) showToast({ text: 'No files came with that.' });
    return;
  }
  const { first, resumed, repeated } = batch.add(photos);
  if (repeated > 0) {
    showToast({ text: `${plural(repeated, 'photo')} left out: already in the list.` });
  }
  if (resumed > 0) {
    showToast({
      text: `${plural(resumed, 'interrupted photo')} taken up again.`,
    });
  }
  if (selectedIndex.peek() === null || photos.length === 1) selectPhoto(first);
}

let opened: Promise<void> | null = null;

/** Shows what an earlier visit left, where this tab was in it; once. */
export function openKeptBatch(): Promise<void> {
  opened ??= openBatch().then((items) => {
    if (items.length > 0) showKept(items);
    else dropDrafts('read-');
    effect(() => {
      const [index, plate] = [selectedIndex.value, selectedPlate.value];
      notePlace(index === null ? null : { index, plate, isTable: mode.value === 'table' });
    });
  });
  return opened;
}

function showKept(items: readonly PhotoItem[]): void {
  const chosen = selectedIndex.peek();
  const places = batch.restore(items);
  const left = items.filter(({ state }) => state !== 'removed');
  const place = notedPlace();
  const last = left.find(({ index }) => index === place?.index);
  if (place?.isTable) mode.value = 'table';
  // A photo chosen while the store was opening now stands behind the earlier ones.
  if (chosen !== null) selectPhoto(chosen + places);
  else if (place && last && place.plate < itemPlates(last).length)
    selectPhoto(last.index, place.plate);
  else selectPhoto((last ?? left[0])?.index ?? null);
}

/** Tells screen readers when a batch is through. */
export function announceProgress(): () => void {
  let before = batch.run.peek();
  return effect(() => {
    const run = batch.run.value;
    if (before === 'running' && run === 'done') {
      const { finished, plates, failed } = batch.counts.peek();
      announce(
        `Done: ${plural(finished, 'photo')}, ${plural(plates, 'plate')}${failed > 0 ? `, ${failed} could not be read` : ''}.`,
      );
    } else if (run === 'paused' && before === 'running') announce('Paused.');
    before = run;
  });
}
