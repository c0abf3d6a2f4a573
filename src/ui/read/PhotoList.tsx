import { Icon } from '../components/Icon.tsx';
import { VirtualList } from '../components/VirtualList.tsx';
import { plural } from '../format/numbers.ts';
import { PhotoRow } from './PhotoRow.tsx';
import {
  batch,
  filter,
  listOpen,
  order,
  query,
  rows,
  selectedRow,
  selectRow,
  typing,
} from './readState.ts';
import type { Filter, Order } from './rows.ts';

const ROW_HEIGHT_PX = 68;

const FILTERS: readonly (readonly [Filter, string])[] = [
  ['all', 'All plates'],
  ['doubtful', 'Doubtful'],
  ['read', 'Read'],
  ['checked', 'Checked'],
  ['none', 'No plate'],
  ['failed', 'Not read'],
];
const ORDERS: readonly (readonly [Order, string])[] = [
  ['input', 'As added'],
  ['doubt', 'Least sure'],
  ['plate', 'By plate'],
  ['file', 'By name'],
  ['taken', 'By time'],
];

/** All plates of the batch, to search, filter and walk through. On a phone it is a sheet. */
export function PhotoList() {
  const shown = rows.value;
  const filtered = filter.value !== 'all' || query.value.trim() !== '';
  return (
    <section class="photo-list" aria-label="Photos" data-open={listOpen.value}>
      <div class="list-tools">
        <label class="search">
          <Icon name="search" />
          <span class="visually-hidden">Search names and plates</span>
          <input
            id="photo-search"
            type="search"
            placeholder="Plate or name"
            value={query.value}
            onInput={(event) => {
              query.value = event.currentTarget.value;
            }}
          />
        </label>
        <button
          type="button"
          class="icon-button sheet-close"
          aria-label="Close the list"
          onClick={() => {
            listOpen.value = false;
          }}
        >
          <Icon name="close" />
        </button>
        <Select
          label="Show"
          options={FILTERS}
          value={filter.value}
          onChange={(f) => (filter.value = f)}
        />
        <Select
          label="Sort"
          options={ORDERS}
          value={order.value}
          onChange={(o) => (order.value = o)}
        />
      </div>
      {filtered && (
        <p class="list-filter">
          {plural(shown.length, 'row')}
          {filter.value !== 'all' && ` · ${FILTERS.find(([id]) => id === filter.value)?.[1]}`}
          {query.value.trim() !== '' && ` · “${query.value.trim()}”`}{' '}
          <button type="button" class="link-button" onClick={showAll}>
            Show all
          </button>
        </p>
      )}
      {shown.length === 0 ? (
        <p class="list-empty">None of the {batch.counts.value.total} photos matches.</p>
      ) : (
        <VirtualList
          id="photos"
          label="Photos"
          items={shown}
          rowHeightPx={ROW_HEIGHT_PX}
          selected={selectedRow.value}
          onSelect={(n) => {
            typing.value = false;
            selectRow(shown[n]);
          }}
          onPicked={() => {
            listOpen.value = false;
          }}
          keyOf={(row) => row.key}
          renderRow={(row) => <PhotoRow row={row} />}
        />
      )}
    </section>
  );
}

function showAll(): void {
  filter.value = 'all';
  query.value = '';
}

function Select<T extends string>(props: {
  readonly label: string;
  readonly options: readonly (readonly [T, string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  return (
    <label>
      <span class="visually-hidden">{props.label}</span>
      <select
        class="select"
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value as T)}
      >
        {props.options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
