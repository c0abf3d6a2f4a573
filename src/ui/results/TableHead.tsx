import { isReversed, order } from '../read/readState.ts';
import type { Order } from '../read/rows.ts';

const COLUMNS: readonly { readonly name: string; readonly order: Order | null }[] = [
  { name: 'Selected', order: null },
  { name: 'Picture', order: null },
  { name: 'Plate', order: 'plate' },
  { name: 'Sure', order: 'doubt' },
  { name: 'State', order: null },
  { name: 'Time', order: 'taken' },
  { name: 'Folder', order: null },
  { name: 'Photo', order: 'file' },
];

/** Sorts by a column; by it backwards; and as the photos were added again. */
function sortBy(wanted: Order): void {
  const [isIt, wasReversed] = [order.peek() === wanted, isReversed.peek()];
  order.value = isIt && wasReversed ? 'input' : wanted;
  isReversed.value = isIt && !wasReversed;
}

/** The names of the table's columns; those that can be sorted by are buttons. */
export function TableHead() {
  return (
    <div class="table-row table-head" role="row" aria-rowindex={1}>
      {COLUMNS.map(({ name, order: by }) => {
        if (by === null) {
          return (
            <span key={name} role="columnheader">
              <span class={name === 'Selected' ? 'visually-hidden' : ''}>{name}</span>
            </span>
          );
        }
        const sorted = order.value !== by ? 'none' : isReversed.value ? 'descending' : 'ascending';
        return (
          <span key={name} role="columnheader" aria-sort={sorted}>
            <button type="button" class="table-sort" onClick={() => sortBy(by)}>
              {name}
            </button>
          </span>
        );
      })}
    </div>
  );
}
