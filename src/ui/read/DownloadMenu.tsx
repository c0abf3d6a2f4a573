import { useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { Later } from '../components/Later.tsx';
import { SplitButton } from '../components/SplitButton.tsx';
import { listedFiles } from './listedFiles.ts';
import { batch } from './readState.ts';

const ITEMS = () => import('./DownloadItems.tsx');

/** CSV at one click; the other downloads behind the arrow beside it. */
export function DownloadMenu() {
  const [includePlace, onIncludePlace] = useState(false);
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
          aria-label="CSV"
          disabled={nothing}
          onClick={() =>
            void listedFiles().then((f) =>
              f.downloadCsv(batch.items.peek(), { includePlace, listOf: f.listOf }),
            )
          }
        >
          <Icon name="download" /> <span class="wide-only">CSV</span>
        </button>
      }
      panel={(close) => (
        <Later
          load={ITEMS}
          with={{ includePlace, onIncludePlace, close }}
          failed="The downloads could not be loaded. Check the connection, then reload the page: the results stay."
        />
      )}
    />
  );
}
