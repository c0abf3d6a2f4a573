import { showError } from '../components/toasts.tsx';
import { listedFiles } from './listedFiles.ts';
import { batch } from './readState.ts';

/** The less usual downloads. */
export default function DownloadItems(props: {
  readonly includePlace: boolean;
  readonly onIncludePlace: (include: boolean) => void;
  /** Called by what was chosen. */
  readonly close: () => void;
}) {
  const { includePlace, onIncludePlace, close } = props;
  const items = () => batch.items.peek();
  return (
    <>
      <MenuItem
        testId="download-xlsx"
        title="Excel workbook"
        text="XLSX, the same columns as the CSV"
        run={() => {
          close();
          void listedFiles()
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
          void listedFiles().then((f) =>
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
          void listedFiles().then((f) =>
            f.downloadJson(items(), { includePlace, listOf: f.listOf }),
          );
        }}
      />
      <label class="menu-check">
        <input
          type="checkbox"
          checked={includePlace}
          onChange={(event) => onIncludePlace(event.currentTarget.checked)}
        />
        with the place each photo was taken, in all files
      </label>
      <MenuItem
        testId="print-report"
        title="Printed report"
        text="Or a PDF, through your browser’s print dialog"
        run={() => {
          close();
          void Promise.all([import('../results/report.tsx'), listedFiles()])
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
          void listedFiles().then((f) => f.downloadCrops(items()));
        }}
      />
    </>
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
