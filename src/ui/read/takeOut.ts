/** Photos taken out of the list, all or one, each with its Undo. */
import { effect } from '@preact/signals';
import { type Deed, forget, hush, noteDone } from '../correct/correctionQueue.ts';
import { undoByKey } from '../correct/useUndoKeys.ts';
import { plural } from '../format/numbers.ts';
import {
  batch,
  filter,
  mode,
  order,
  query,
  rows,
  selectedIndex,
  selectedItem,
  selectPhoto,
  selectRow,
} from './readState.ts';

/** Photos taken out of this list, and an earlier one: none can come back into the next but one. */
let deeds: Deed[] = [];

/** Clears the list; taking that back puts its photos beside those that came since. */
export function clearList(): void {
  if (batch.run.peek() === 'idle') return;
  for (const deed of deeds) forget(deed);
  const { total } = batch.counts.peek();
  const kept = batch.items.peek().filter(({ sample }) => sample !== null).length;
  const selected = selectedIndex.peek();
  const before = batch.clear();
  showNone();
  const deed: Deed = {
    stays: true,
    undo: async () => {
      batch.putBack(before);
      selectPhoto(selected);
    },
    redo: async () => {
      for (const { index } of before) batch.remove(index);
      if (batch.run.peek() === 'idle') showNone();
      else selectRow(rows.peek()[0]);
    },
  };
  deeds = [deed];
  void noteDone(
    deed,
    `Results of ${plural(total, 'photo')} cleared${kept > 0 ? `; the dataset keeps ${kept} of them` : ''}.`,
  );
  waitForNext(deed);
}

function showNone(): void {
  selectPhoto(null);
  filter.value = 'all';
  query.value = '';
  order.value = 'input';
  mode.value = 'photos';
}

let stopWaiting = () => {};

/** The empty screen has no buttons to undo with: keys do, and a message until there is another list. */
function waitForNext(deed: Deed): void {
  stopWaiting();
  const onKey = (event: KeyboardEvent) => {
    if (document.getElementById('main')?.dataset.screen === 'read') undoByKey(event);
  };
  addEventListener('keydown', onKey);
  let wasEmpty = false; // what is counted follows the next frame
  const stop = effect(() => {
    const isEmpty = batch.counts.value.finished === 0;
    if (wasEmpty && !isEmpty) queueMicrotask(end);
    wasEmpty ||= isEmpty;
  });
  stopWaiting = () => {
    stop();
    removeEventListener('keydown', onKey);
  };
  const end = () => {
    stopWaiting();
    hush(deed);
  };
}

/** Takes the selected photo out of the results; what was kept of it in the dataset stays there. */
export function removePhoto(): void {
  const item = selectedItem.peek();
  if (!item) return;
  const shown = rows.peek();
  const at = shown.findIndex((row) => row.item.index === item.index);
  const [next] = [...shown.slice(at + 1), ...shown.slice(0, Math.max(0, at)).reverse()].filter(
    (row) => row.item.index !== item.index,
  );
  let putBack = batch.remove(item.index);
  if (!putBack) return;
  selectPhoto(next?.item.index ?? null, next?.n);
  const deed: Deed = {
    undo: async () => {
      putBack?.();
      putBack = null;
      selectPhoto(item.index);
    },
    redo: async () => {
      putBack = batch.remove(item.index);
    },
  };
  deeds.push(deed);
  void noteDone(deed, `${item.file} is out of the results.`);
}
