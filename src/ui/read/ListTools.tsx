import type { ComponentChildren } from 'preact';
import { Icon } from '../components/Icon.tsx';
import { filter, order, query } from './readState.ts';
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
        />
      </label>
      {children}
      <Select
        label="Show"
        options={FILTERS}
        value={filter.value}
        onChange={(value) => {
          filter.value = value;
        }}
      />
      <Select
        label="Sort"
        options={ORDERS}
        value={order.value}
        onChange={(value) => {
          order.value = value;
        }}
      />
    </div>
  );
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
