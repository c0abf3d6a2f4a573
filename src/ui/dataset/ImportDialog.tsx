import { useEffect, useRef, useState } from 'preact/hooks';
import { type OpenImport, previewImport } from '../../rpc/archive/client.ts';
import type { ImportFile, ImportPreview } from '../../rpc/archive/contract.ts';
import { updateMarker } from '../../store/page/marker.ts';
import { reloadSettings } from '../appSettings.ts';
import { Dialog } from '../components/Dialog.tsx';
import { showToast } from '../components/toasts.tsx';
import { plural } from '../format/numbers.ts';
import { runJob } from './jobState.ts';
import { takeBack } from './takeBack.ts';
import { loss } from './tidyUp.ts';

/** Files in, a preview of what they would add, then all of it or nothing. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const [open, setOpen] = useState<OpenImport | null>(null);
  const [error, setError] = useState<string | null>(null);
  const held = useRef<OpenImport | null>(null);
  useEffect(() => () => held.current?.close(), []);

  const look = async (files: readonly ImportFile[]) => {
    if (files.length === 0) return;
    setError(null);
    setOpen(null);
    const outcome = await runJob('Looking through the files', (options) =>
      previewImport(files, options),
    );
    if (outcome.ok) {
      held.current = outcome.value;
      setOpen(outcome.value);
    } else setError(outcome.failure.message);
  };
  const take = async () => {
    if (!open) return;
    const outcome = await runJob('Importing', (options) => open.run(options));
    if (!outcome.ok) {
      setError(outcome.failure.message);
      setOpen(null);
      return;
    }
    const { id, added, duplicates, unreadable } = outcome.value;
    onClose();
    if (open.preview.isBackup) {
      loss.value = null;
      await reloadSettings();
    }
    void updateMarker(Date.now(), open.preview.isBackup).catch(() => undefined);
    showToast({
      text: `${plural(added, 'sample')} imported${duplicates > 0 ? `, ${plural(duplicates, 'duplicate')} left out` : ''}${unreadable > 0 ? `, ${plural(unreadable, 'damaged picture')} left out` : ''}.`,
      ...(id === null ? {} : { action: { label: 'Undo', run: () => void takeBack(id) } }),
    });
  };

  return (
    <Dialog title="Import" onClose={onClose}>
      <p>
        A backup, or a dataset as a zip: YOLO, COCO, Pascal VOC, UFPR-ALPR, plate crops with
        labels.csv, or photos alone. Or the same as a folder.
      </p>
      <div class="correct-line">
        <Picker label="Choose a zip or files" folder={false} onFiles={look} />
        <Picker label="Choose a folder" folder={true} onFiles={look} />
      </div>
      {error !== null && (
        <p class="dialog-error" role="alert">
          {error}
        </p>
      )}
      {open && <Preview preview={open.preview} />}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          class="button button-primary"
          disabled={!open || (open.preview.add === 0 && !open.preview.whole)}
          onClick={() => void take()}
        >
          Import
        </button>
      </div>
    </Dialog>
  );
}

function Picker(props: {
  readonly label: string;
  readonly folder: boolean;
  readonly onFiles: (files: readonly ImportFile[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button" onClick={() => input.current?.click()}>
        {props.label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        data-testid={props.folder ? 'import-folder' : 'import-files'}
        {...(props.folder ? { webkitdirectory: true } : {})}
        onChange={({ currentTarget }) => {
          const files = Array.from(currentTarget.files ?? [], (file) => ({
            file,
            path: file.webkitRelativePath.replace(/^[^/]*\//, '') || file.name,
          }));
          currentTarget.value = ''; // so that the same file can be chosen again
          props.onFiles(files);
        }}
      />
    </>
  );
}

function Preview({ preview }: { readonly preview: ImportPreview }) {
  return (
    <div class="import-preview" role="status" data-testid="import-preview">
      <p>
        <b>{preview.isBackup ? 'A backup' : preview.formats.join(', ')}</b>: adds{' '}
        <b>{plural(preview.add, 'sample')}</b> with {plural(preview.plates, 'plate')}
        {preview.negatives > 0 && `, ${preview.negatives} without a plate`}
        {preview.unlabelled > 0 && `, ${preview.unlabelled} not labelled`}
        {preview.duplicates > 0 &&
          `; ${plural(preview.duplicates, 'photo')} here already, or given twice, left as they are`}
        .
      </p>
      {preview.isBackup && (
        <p>
          {preview.whole
            ? 'This browser is empty, so everything comes back as it was: splits, settings and results too.'
            : 'There are samples here already, so only missing ones are added; settings stay.'}
        </p>
      )}
      {preview.problemCount > 0 && (
        <details open={preview.problemCount < 5}>
          <summary>
            {plural(preview.problemCount, 'problem')}; what they concern is left out
          </summary>
          <ul class="problem-list">
            {preview.problems.map(({ file, line, message }, i) => (
              <li key={`${i}-${file}`}>
                <b>{file}</b>
                {line !== null && `, line ${line}`}: {message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
