import type { ComponentChildren } from 'preact';
import { NO_FILTER, type RowFilter, type RowOrder } from '../../core/dataset/row.ts';
import { Icon } from '../components/Icon.tsx';
import { Select } from '../components/Select.tsx';
import { plural } from '../format/numbers.ts';
import { filter, modelIds, narrowed, order, rows, shownRows } from './datasetState.ts';

const change = (patch: Partial<RowFilter>) => {
  filter.value = { ...filter.value, ...patch };
};

const STATES: readonly [RowFilter['state'], string][] = [
  ['all', 'All states'],
  ['unlabelled', 'Not labelled'],
  ['partly', 'Labelled in part'],
  ['labelled', 'Labelled'],
  ['negative', 'No plate'],
  ['corrected', 'Corrected'],
  ['textless', 'Text missing or not checked'],
  ['only-read', 'Plates only read, not checked'],
  ['unreadable', 'Unreadable plates'],
  ['unread', 'Not read yet'],
];
const SOURCES: readonly [RowFilter['source'], string][] = [
  ['all', 'All sources'],
  ['photo', 'Photos'],
  ['live', 'Live'],
  ['import', 'Imports'],
];
const SPLITS: readonly [RowFilter['split'], string][] = [
  ['all', 'All sets'],
  ['train', 'Training (train)'],
  ['val', 'Choosing (val)'],
  ['test', 'Testing (test)'],
];
const ROWS: readonly [RowFilter['rows'], string][] = [
  ['all', 'One or two rows'],
  ['one', 'One row'],
  ['two', 'Two rows'],
];
const ORDERS: readonly [RowOrder, string][] = [
  ['newest', 'Newest first'],
  ['oldest', 'Oldest first'],
  ['least-sure', 'Least sure first'],
  ['text', 'By plate'],
  ['file', 'By file'],
];

/** Filters that are seen only where they are unfolded: how many of them are set is said. */
const FOLDED = ['source', 'split', 'model', 'rows', 'confidence', 'days'] as const;

/** Search, filters and order of the grid. */
export function FilterBar() {
  const now = filter.value;
  const models: [string, string][] = [
    ['all', 'All models'],
    ...modelIds.value.map((id): [string, string] => [id, id]),
  ];
  const folded = FOLDED.filter((key) => String(now[key]) !== String(NO_FILTER[key])).length;
  return (
    <search class="filter-bar" aria-label="Filter photos">
      <label class="search">
        <Icon name="search" />
        <span class="visually-hidden">Search plates and files</span>
        <input
          id="sample-search"
          type="search"
          placeholder="Plate or file"
          value={now.query}
          onInput={(event) => change({ query: event.currentTarget.value })}
        />
      </label>
      <Choice
        label="State"
        options={STATES}
        value={now.state}
        onChange={(state) => change({ state })}
      />
      <Choice
        label="Order"
        options={ORDERS}
        value={order.value}
        onChange={(value) => {
          order.value = value;
        }}
      />
      <details class="more-filters">
        <summary>More filters{folded > 0 && `: ${folded} set`}</summary>
        <div class="filter-panel">
          <Choice
            label="Source"
            options={SOURCES}
            value={now.source}
            onChange={(source) => change({ source })}
          />
          <Choice
            label="Set"
            options={SPLITS}
            value={now.split}
            onChange={(split) => change({ split })}
          />
          <Choice
            label="Model"
            options={models}
            value={now.model}
            onChange={(model) => change({ model })}
          />
          <Choice
            label="Rows"
            options={ROWS}
            value={now.rows}
            onChange={(r) => change({ rows: r })}
          />
          <Labelled label="Confidence from, %">
            <input
              class="input"
              type="number"
              min="0"
              max="100"
              value={Math.round(now.confidence[0] * 100)}
              onChange={({ currentTarget }) =>
                change({ confidence: [percent(currentTarget, 0), now.confidence[1]] })
              }
            />
          </Labelled>
          <Labelled label="to, %">
            <input
              class="input"
              type="number"
              min="0"
              max="100"
              value={Math.round(now.confidence[1] * 100)}
              onChange={({ currentTarget }) =>
                change({ confidence: [now.confidence[0], percent(currentTarget, 1)] })
              }
            />
          </Labelled>
          <Labelled label="Added from">
            <input
              class="input"
              type="date"
              value={now.days[0]}
              onChange={({ currentTarget: { value } }) => change({ days: [value, now.days[1]] })}
            />
          </Labelled>
          <Labelled label="until">
            <input
              class="input"
              type="date"
              value={now.days[1]}
              onChange={({ currentTarget: { value } }) => change({ days: [now.days[0], value] })}
            />
          </Labelled>
        </div>
      </details>
      <p class="filter-count" data-testid="sample-count">
        {shownRows.value.length === rows.value.length
          ? plural(rows.value.length, 'photo')
          : `${shownRows.value.length} of ${rows.value.length} photos`}
      </p>
      {narrowed.value && (
        <p class="filter-narrowed" data-testid="narrowed">
          Only: {narrowed.value.reason}
        </p>
      )}
      {(JSON.stringify(now) !== JSON.stringify(NO_FILTER) || narrowed.value) && (
        <button
          type="button"
          class="link-button"
          onClick={() => {
            filter.value = NO_FILTER;
            narrowed.value = null;
          }}
        >
          Show all
        </button>
      )}
    </search>
  );
}

function percent(input: HTMLInputElement, fallback: number): number {
  const value = input.valueAsNumber;
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value / 100)) : fallback;
}

function Labelled(props: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label class="filter-field">
      <span class="label">{props.label}</span>
      {props.children}
    </label>
  );
}

function Choice<T extends string>(props: {
  readonly label: string;
  readonly options: readonly (readonly [T, string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  return (
    <Labelled label={props.label}>
      <Select {...props} />
    </Labelled>
  );
}
