import { useEffect, useRef, useState } from 'preact/hooks';
import { datasetGaps, type ManifestCounts } from '../../core/dataset/manifest.ts';
import { NO_FILTER } from '../../core/dataset/row.ts';
import { exportDataset } from '../../rpc/archive/client.ts';
import type { DatasetFormat, DatasetOptions } from '../../rpc/archive/contract.ts';
import { Dialog } from '../components/Dialog.tsx';
import { bytesText, plural } from '../format/numbers.ts';
import { APP_VERSION } from '../version.ts';
import { BlurChoice } from './BlurChoice.tsx';
import { dayOf, filter, rows } from './datasetState.ts';
import { exportCounts, onlyReadBeside } from './exportCounts.ts';
import { askTarget, deliver } from './exportTarget.ts';
import { runJob } from './jobState.ts';
import { type ExportScope, idsOf, ScopeChoice } from './ScopeChoice.tsx';

const FORMATS: readonly [DatasetFormat, string][] = [
  ['yolo', 'YOLO (data.yaml, images, labels)'],
  ['coco', 'COCO (coco.json, and one for each set)'],
  ['voc', 'Pascal VOC (XML)'],
  ['csv', 'CSV (annotations.csv)'],
  ['crops', 'Pictures of plates with labels.csv'],
  ['fast-plate-ocr', 'fast-plate-ocr (pictures of plates, configuration)'],
  ['cvat', 'CVAT for images (XML)'],
  ['label-studio', 'Label Studio (tasks.json)'],
];
/** Formats for tools to train with; the others are for labelling tools, and asked for. */
const USUAL: readonly DatasetFormat[] = ['yolo', 'coco', 'voc', 'csv', 'crops'];
const STATES: readonly [DatasetOptions['states'][number], string][] = [
  ['labelled', 'Labelled photos'],
  ['negative', 'Photos without a plate'],
  ['partly', 'Photos labelled in part (pictures of their plates only)'],
];

/** What was exported last is offered again, as long as the page is open. */
let lastChoice: { readonly formats: readonly DatasetFormat[]; readonly keepNames: boolean } = {
  formats: USUAL,
  keepNames: true,
};

type Result =
  | { readonly error: string }
  | {
      readonly counts: ManifestCounts;
      readonly gaps: readonly string[];
      readonly bytes: number;
    };

/** Choosing what goes into a dataset to train on or to share. */
export function ExportDialog(props: {
  /** Samples to choose from at first: all, those the filter shows, or those that are chosen. */
  readonly scope: ExportScope;
  readonly onClose: () => void;
}) {
  const { onClose } = props;
  const [scope, setScope] = useState(props.scope);
  const [keepNames, setKeepNames] = useState(lastChoice.keepNames);
  const [formats, setFormats] = useState(lastChoice.formats);
  const [states, setStates] = useState<DatasetOptions['states']>(STATES.map(([id]) => id));
  const [days, setDays] = useState<readonly [string, string]>(['', '']);
  const [blurMargin, setBlurMargin] = useState<number | null>(null);
  const [result, setResult] = useState<Result | null>(null);
  // What was written is no answer to another choice.
  useEffect(() => setResult(null), [scope, keepNames, formats, states, days, blurMargin]);
  // On a phone it would stand below what is in sight.
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (result) outcome.current?.scrollIntoView({ block: 'end' });
  }, [result]);

  const [first, last] = days;
  const span = {
    from: first === '' ? null : new Date(`${first}T00:00:00`).getTime(),
    until: last === '' ? null : new Date(`${last}T23:59:59.999`).getTime(),
  };
  const only = idsOf(scope);
  const chosen = { ...span, states, only };
  const expected = exportCounts(rows.value, chosen);
  const beside = onlyReadBeside(rows.value, chosen);

  const run = async () => {
    lastChoice = { formats, keepNames };
    const name = `platewheel-dataset-${dayOf(Date.now())}.zip`;
    const target = await askTarget(name);
    if (!target) return;
    setResult(null);
    const choice: DatasetOptions = {
      ...span,
      formats,
      states,
      blurMargin,
      only,
      keepNames,
      appVersion: APP_VERSION,
    };
    const outcome = await runJob('Writing the dataset', (options) =>
      exportDataset(target, choice, options),
    );
    if (!outcome.ok) {
      setResult({ error: outcome.failure.message });
      return;
    }
    const { file, counts, gaps, bytes } = outcome.value;
    deliver(file, name);
    setResult({ counts, gaps, bytes });
  };

  return (
    <Dialog title="Export a dataset" onClose={onClose}>
      <p>
        Photos turned upright and without the camera’s details (EXIF, GPS), labels in the formats
        below, dealt into sets for training, choosing and testing (train, val, test). To keep
        everything as it is, make a backup instead.
      </p>
      <ScopeChoice scope={scope} onChange={setScope} />
      <div class="choice-columns">
        <Choices title="Formats" options={FORMATS} chosen={formats} onChange={setFormats} />
        <Choices title="What" options={STATES} chosen={states} onChange={setStates} />
      </div>
      <div class="correct-line">
        {(['Added from', 'until'] as const).map((label, i) => (
          <label key={label} class="filter-field">
            <span class="label">{label}</span>
            <input
              class="input"
              type="date"
              value={days[i]}
              onChange={({ currentTarget: { value } }) =>
                setDays(i === 0 ? [value, days[1]] : [days[0], value])
              }
            />
          </label>
        ))}
      </div>
      <label class="menu-check export-names">
        <input
          type="checkbox"
          checked={keepNames}
          onChange={({ currentTarget: { checked } }) => setKeepNames(checked)}
        />
        Photos keep their own names where no two are the same
      </label>
      <BlurChoice margin={blurMargin} onChange={setBlurMargin} />
      {result === null && <Expected counts={expected} of={only?.length ?? rows.value.length} />}
      {result === null && beside.plates > 0 && (
        <p class="storage-remind" data-testid="export-only-read">
          {plural(beside.plates, 'plate')} in {plural(beside.photos, 'photo')} that{' '}
          {beside.photos === 1 ? 'counts' : 'count'} as labelled{' '}
          {beside.plates === 1 ? 'was' : 'were'} only read and will be in no file: a detector would
          learn that there is no plate.{' '}
          <button
            type="button"
            class="link-button"
            onClick={() => {
              filter.value = { ...NO_FILTER, state: 'only-read' };
              onClose();
            }}
          >
            Look at them
          </button>
        </p>
      )}
      <div ref={outcome} class="export-outcome">
        {result && 'error' in result && (
          <p class="dialog-error" role="alert">
            {result.error}
          </p>
        )}
        {result && 'counts' in result && (
          <div role="status" data-testid="export-result">
            <p>
              Written, {bytesText(result.bytes)}: {dealt(result.counts)},{' '}
              {plural(result.counts.crops, 'crop')}.
            </p>
            {result.gaps.map((line) => (
              <p key={line} class="storage-remind">
                {line}
              </p>
            ))}
          </div>
        )}
      </div>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
        <button
          type="button"
          class="button button-primary"
          disabled={formats.length === 0 || states.length === 0}
          onClick={() => void run()}
        >
          Export
        </button>
      </div>
    </Dialog>
  );
}

/** How many photos each set has, in words. */
const dealt = ({ photos: { train, val, test } }: ManifestCounts) =>
  `${plural(train, 'photo')} for train, ${val} for val, ${test} held back for test`;

/** What will come out, and what would be missing to train on it. */
function Expected({ counts, of }: { readonly counts: ManifestCounts; readonly of: number }) {
  const { train, val, test } = counts.photos;
  const left = of - train - val - test;
  return (
    <div class="export-expected" data-testid="export-expected">
      <p>
        {dealt(counts)}.
        {left > 0 &&
          ` ${plural(left, 'photo')} of ${of} will not be among them: not labelled, labelled in part, or left out by the choices above.`}
      </p>
      {datasetGaps(counts).map((line) => (
        <p key={line} class="storage-remind">
          {line}
        </p>
      ))}
    </div>
  );
}

function Choices<T extends string>(props: {
  readonly title: string;
  readonly options: readonly (readonly [T, string])[];
  readonly chosen: readonly T[];
  readonly onChange: (chosen: readonly T[]) => void;
}) {
  return (
    <fieldset class="choices">
      <legend class="label">{props.title}</legend>
      {props.options.map(([id, name]) => (
        <label key={id} class="menu-check">
          <input
            type="checkbox"
            checked={props.chosen.includes(id)}
            onChange={({ currentTarget: { checked } }) =>
              // In the order of the options, so that equal choices give equal files.
              props.onChange(
                props.options
                  .map(([option]) => option)
                  .filter((o) => (o === id ? checked : props.chosen.includes(o))),
              )
            }
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
