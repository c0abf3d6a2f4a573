import { Icon } from '../components/Icon.tsx';
import { VirtualList } from '../components/VirtualList.tsx';
import type { Filter } from './items.ts';
import { PhotoRow } from './PhotoRow.tsx';
import { batch, filter, query, selectedIndex, selectPhoto, shownItems } from './readState.ts';

const ROW_HEIGHT_PX = 68;

const FILTERS: readonly { readonly value: Filter; readonly label: string }[] = [
  { value: 'all', label: 'All photos' },
  { value: 'read', label: 'Read' },
  { value: 'doubtful', label: 'Doubtful' },
  { value: 'none', label: 'No plate' },
  { value: 'failed', label: 'Not read' },
];

/** On a phone the photo stands above the list: a tap must bring it into sight. */
function showStage(): void {
  const stage = document.querySelector('.stage');
  const top = stage?.getBoundingClientRect().top ?? 0;
  if (top < 0) stage?.scrollIntoView({ block: 'start' });
}

/** All photos of the batch, to search, filter and walk through. */
export function PhotoList() {
  const shown = shownItems.value;
  const position = shown.findIndex((item) => item.index === selectedIndex.value);
  return (
    <section class="photo-list" aria-label="Photos">
      <div class="list-tools">
        <label class="search">
          <Icon name="search" />
          <span class="visually-hidden">Search names and plates</span>
          <input
            id="photo-search"
            type="search"
            placeholder="Name or plate"
            value={query.value}
            onInput={(event) => {
              query.value = event.currentTarget.value;
            }}
          />
        </label>
        <label>
          <span class="visually-hidden">Show</span>
          <select
            class="select"
            value={filter.value}
            onChange={(event) => {
              filter.value = event.currentTarget.value as Filter;
            }}
          >
            {FILTERS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      {shown.length === 0 ? (
        <p class="list-empty">
          None of the {batch.counts.value.total} photos matches.{' '}
          <button
            type="button"
            class="link-button"
            onClick={() => {
              filter.value = 'all';
              query.value = '';
            }}
          >
            Show all
          </button>
        </p>
      ) : (
        <VirtualList
          id="photos"
          label="Photos"
          items={shown}
          rowHeightPx={ROW_HEIGHT_PX}
          selected={position}
          onSelect={(n) => selectPhoto(shown[n]?.index ?? null)}
          onPicked={showStage}
          keyOf={(item) => item.index}
          renderRow={(item) => <PhotoRow item={item} />}
        />
      )}
    </section>
  );
}
