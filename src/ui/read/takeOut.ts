/** Photos taken out of the list, all or one, each with its Undo. */
import { showToast } from '../components/toasts.tsx';
import { type Deed, forget, noteDone } from '../correct/correctionQueue.ts';
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
} from './readState.ts';

/** Photos taken out of this list, and the message of an earlier one: none can come back into the next. */
let removals: Deed[] = [];
let dismissCleared = () => {};

export function clearList(): void {
  if (batch.run.peek() === 'idle') return;
  for (const deed of removals) forget(deed);
  removals = [];
  dismissCleared();
  const { total } = batch.counts.peek();
  const kept = batch.items.peek().filter(({ sample }) => sample !== null).length;
  const before = batch.clear();
  const selected = selectedIndex.peek();
  selectPhoto(null);
  filter.value = 'all';
  query.value = '';
  order.value = 'input';
  mode.value = 'photos';
  dismissCleared = showToast({
    text: `Results of ${plural(total, 'photo')} cleared${kept > 0 ? `; the dataset keeps ${kept} of them` : ''}.`,
    stays: true,
    action: {
      label: 'Undo',
      run: () => {
        batch.putBack(before);
        selectPhoto(selected);
      },
    },
  });
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
  removals.push(deed);
  void noteDone(deed, `${item.file} is out of the results.`);
}
