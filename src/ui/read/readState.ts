/** The Read screen's state as it is used: the batch, wired to engine and store, and what is selected. */

import { computed, effect, signal } from '@preact/signals';
import { announce } from '../components/announce.ts';
import { showToast } from '../components/toasts.tsx';
import { startEngine } from '../engine.ts';
import { plural } from '../format/numbers.ts';
import { createBatch } from './batch.ts';
import type { Chosen } from './chosenFiles.ts';
import { type Filter, filterItems, type PhotoItem } from './items.ts';
import { forgetPhotos, keepPhotos, openBatch } from './keptBatch.ts';
import { readPhotoFile } from './readPhotoFile.ts';

export const batch = createBatch({
  ready: startEngine,
  read: readPhotoFile,
  save: keepPhotos,
  forget: forgetPhotos,
  now: () => performance.now(),
  // No frames come while the tab is hidden; the batch goes on, and so must its numbers.
  schedule: (flush) => {
    if (document.hidden) setTimeout(flush, 100);
    else requestAnimationFrame(flush);
  },
});

export const selectedIndex = signal<number | null>(null);
/** Position among the selected photo's plates. */
export const selectedPlate = signal(0);
export const filter = signal<Filter>('all');
export const query = signal('');

export const shownItems = computed(() => filterItems(batch.items.value, filter.value, query.value));
export const selectedItem = computed<PhotoItem | null>(() => {
  const index = selectedIndex.value;
  return index === null ? null : (batch.items.value[index] ?? null);
});

export function selectPhoto(index: number | null): void {
  if (index === selectedIndex.peek()) return;
  selectedIndex.value = index;
  selectedPlate.value = 0;
}

/** Next (+1) or previous (-1) of the photos shown in the list. */
export function stepPhoto(step: 1 | -1): void {
  const shown = shownItems.peek();
  const at = shown.findIndex((item) => item.index === selectedIndex.peek());
  const next = shown[Math.min(shown.length - 1, Math.max(0, at + step))];
  if (next) selectPhoto(next.index);
}

/** Next (+1) or previous (-1) plate of the photo, around the end. */
export function stepPlate(step: 1 | -1): void {
  const outcome = selectedItem.peek()?.outcome;
  const plates = outcome?.kind === 'read' ? outcome.plates.length : 0;
  if (plates > 0) selectedPlate.value = (selectedPlate.peek() + step + plates) % plates;
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
  const { first, resumed } = batch.add(photos);
  if (resumed > 0) {
    showToast({
      text: `${plural(resumed, 'interrupted photo')} taken up again.`,
    });
  }
  if (selectedIndex.peek() === null || photos.length === 1) selectPhoto(first);
}

export function clearBatchWithUndo(): void {
  const before = batch.clear();
  const selected = selectedIndex.peek();
  selectPhoto(null);
  filter.value = 'all';
  query.value = '';
  showToast({
    text: `Results of ${plural(before.length, 'photo')} cleared.`,
    action: {
      label: 'Undo',
      run: () => {
        batch.restore(before, { save: true });
        selectPhoto(selected);
      },
    },
  });
}

let opened: Promise<void> | null = null;

/** Shows what an earlier visit left; once. */
export function openKeptBatch(): Promise<void> {
  opened ??= openBatch().then((items) => {
    if (items.length === 0) return;
    const chosen = selectedIndex.peek();
    batch.restore(items, { save: false });
    // A photo chosen while the store was opening now stands behind the earlier ones.
    selectPhoto(chosen === null ? 0 : chosen + items.length);
  });
  return opened;
}

/** Tells screen readers when a batch is through. */
export function announceProgress(): () => void {
  let before = batch.run.peek();
  return effect(() => {
    const run = batch.run.value;
    if (before === 'running' && run === 'done') {
      const { finished, plates, failed } = batch.counts.peek();
      announce(
        `Done: ${finished} photos, ${plates} plates${failed > 0 ? `, ${failed} could not be read` : ''}.`,
      );
    } else if (run === 'paused' && before === 'running') announce('Paused.');
    before = run;
  });
}
