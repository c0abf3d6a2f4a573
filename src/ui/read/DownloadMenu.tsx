import { useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { SplitButton } from '../components/SplitButton.tsx';
import { downloadCrops, downloadCsv, downloadJson } from './exports.ts';
import { batch } from './readState.ts';

/** CSV at one click; JSON and the crops behind the arrow beside it. */
export function DownloadMenu() {
  const [includePlace, setIncludePlace] = useState(false);
  const { finished, stopped } = batch.counts.value;
  const nothing = finished + stopped === 0;
  return (
    <SplitButton
      moreLabel="More downloads"
      disabled={nothing}
      main={
        <button
          type="button"
          class="button"
          data-testid="download-csv"
          disabled={nothing}
          onClick={() => downloadCsv(batch.items.value)}
        >
          <Icon name="download" /> CSV
        </button>
      }
      panel={(close) => (
        <>
          <button
            type="button"
            class="menu-item"
            data-testid="download-json"
            onClick={() => {
              downloadJson(batch.items.value, includePlace);
              close();
            }}
          >
            <b>Results as JSON</b>
            <span class="muted">Every character’s confidence, models, times</span>
          </button>
          <label class="menu-check">
            <input
              type="checkbox"
              checked={includePlace}
              onChange={(event) => setIncludePlace(event.currentTarget.checked)}
            />
            with the place each photo was taken
          </label>
          <button
            type="button"
            class="menu-item"
            data-testid="download-crops"
            onClick={() => {
              void downloadCrops(batch.items.value);
              close();
            }}
          >
            <b>All plate crops</b>
            <span class="muted">One zip of PNG pictures</span>
          </button>
        </>
      )}
    />
  );
}
