import { useEffect } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { useBack } from '../components/useBack.ts';
import { VirtualList } from '../components/VirtualList.tsx';
import { ListFilter } from './ListFilter.tsx';
import { ListTools } from './ListTools.tsx';
import { PhotoRow } from './PhotoRow.tsx';
import { batch, listOpen, rows, selectedRow, selectRow, typing } from './readState.ts';

const ROW_HEIGHT_PX = 68;

/** All plates of the batch, to search, filter and walk through. On a phone it is a sheet. */
export function PhotoList() {
  const shown = rows.value;
  const isOpen = listOpen.value;
  useBack(() => {
    listOpen.value = false;
  }, isOpen);
  useEffect(() => {
    if (!isOpen) return;
    const close = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') listOpen.value = false;
    };
    document.addEventListener('keydown', close);
    return () => document.removeEventListener('keydown', close);
  }, [isOpen]);
  return (
    <section class="photo-list" aria-label="Photos" data-open={isOpen}>
      <ListTools>
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
      </ListTools>
      <ListFilter of="list" />
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
