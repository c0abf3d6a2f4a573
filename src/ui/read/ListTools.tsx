import type { ComponentChildren } from 'preact';
import { Icon } from '../components/Icon.tsx';
import { Select } from '../components/Select.tsx';
import { filter, isReversed, order, query, rows, selectRow } from './readState.ts';
import type { Filter, Order } from './rows.ts';

export const FILTERS: readonly (readonly [Filter, string])[] = [
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

/** Search, filter and order of the plates, for list and table alike. */
export function ListTools({ children }: { readonly children?: ComponentChildren }) {
  return (
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
          onKeyDown={(event) => {
            if (event.key === 'Enter') selectRow(rows.peek()[0]);
          }}
        />
      </label>
      {children}
      <Choice
        label="Show"
        options={FILTERS}
        value={filter.value}
        onChange={(value) => {
          filter.value = value;
        }}
      />
      <Choice
        label="Sort"
        options={ORDERS}
        value={order.value}
        onChange={(value) => {
          order.value = value;
          isReversed.value = false;
        }}
      />
    </div>
  );
}

function Choice<T extends string>(props: {
  readonly label: string;
  readonly options: readonly (readonly [T, string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is in Select
    <label>
      <span class="visually-hidden">{props.label}</span>
      <Select {...props} />
    </label>
  );
}
