import { useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { SplitButton } from '../components/SplitButton.tsx';
import { showError } from '../components/toasts.tsx';
import { batch } from './readState.ts';

/** With the lists loaded, by which rows are marked. */
const files = async () => {
  const [made, { listOf, loadPlateLists }] = await Promise.all([
    import('./exports.ts'),
    import('../lists/plateLists.ts'),
  ]);
  await loadPlateLists();
  return { ...made, listOf };
};

/** CSV at one click; JSON and the plates' pictures behind the arrow beside it. */
export function DownloadMenu() {
  const [includePlace, setIncludePlace] = useState(false);
  const { finished, stopped } = batch.counts.value;
  const nothing = finished + stopped === 0;
  const items = () => batch.items.peek();
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
            void files().then((f) => f.downloadCsv(items(), { includePlace, listOf: f.listOf }))
          }
        >
          <Icon name="download" /> <span class="wide-only">CSV</span>
        </button>
      }
      panel={(close) => (
        <>
          <MenuItem
            testId="download-xlsx"
            title="Excel workbook"
            text="XLSX, the same columns as the CSV"
            run={() => {
              close();
              void files()
                .then((f) => f.downloadXlsx(items(), { includePlace, listOf: f.listOf }))
                .catch(showError);
            }}
          />
          <MenuItem
            testId="download-csv-semicolon"
            title="CSV with semicolons"
            text="And decimal commas, as Excel expects in much of Europe"
            run={() => {
              close();
              void files().then((f) =>
                f.downloadSemicolonCsv(items(), { includePlace, listOf: f.listOf }),
              );
            }}
          />
          <MenuItem
            testId="download-json"
            title="Results as JSON"
            text="Every character’s confidence, models, times"
            run={() => {
              close();
              void files().then((f) => f.downloadJson(items(), { includePlace, listOf: f.listOf }));
            }}
          />
          <label class="menu-check">
            <input
              type="checkbox"
              checked={includePlace}
              onChange={(event) => setIncludePlace(event.currentTarget.checked)}
            />
            with the place each photo was taken, in all files
          </label>
          <MenuItem
            testId="print-report"
            title="Printed report"
            text="Or a PDF, through your browser’s print dialog"
            run={() => {
              close();
              void Promise.all([import('../results/report.tsx'), files()])
                .then(([{ printReport }, { listOf }]) => printReport(items(), listOf))
                .catch(showError);
            }}
          />
          <MenuItem
            testId="download-redacted"
            title="Photos with all plates blurred"
            text="For good; without the camera’s details"
            run={() => {
              close();
              void import('../results/redacted.ts').then((m) => m.downloadRedacted(items()));
            }}
          />
          <MenuItem
            testId="download-crops"
            title="Pictures of all plates"
            text="One zip of PNG pictures"
            run={() => {
              close();
              void files().then((f) => f.downloadCrops(items()));
            }}
          />
        </>
      )}
    />
  );
}

function MenuItem(props: {
  readonly testId: string;
  readonly title: string;
  readonly text: string;
  readonly run: () => void;
}) {
  return (
    <button type="button" class="menu-item" data-testid={props.testId} onClick={props.run}>
      <b>{props.title}</b>
      <span class="muted">{props.text}</span>
    </button>
  );
}
