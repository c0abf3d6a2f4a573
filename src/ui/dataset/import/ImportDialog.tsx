import { useRef } from 'preact/hooks';
import type { Imported, ImportFile } from '../../../rpc/archive/contract.ts';
import { markBackup } from '../../../store/health.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { showToast } from '../../components/toasts.tsx';
import { plural } from '../../format/numbers.ts';
import { RESTORED, startAnew } from '../startAnew.ts';
import { rememberImport } from '../takeBack.ts';
import { BoxedPicture } from './BoxedPicture.tsx';
import { ClassQuestion } from './ClassQuestion.tsx';
import { ConflictQuestion } from './ConflictQuestion.tsx';
import { FrameQuestion } from './FrameQuestion.tsx';
import { MissingQuestion } from './MissingQuestion.tsx';
import { isNothing, PreviewCounts } from './PreviewCounts.tsx';
import { useImport } from './useImport.ts';
import './import.css';

/** Files in, a preview of what they would add, then all of it or nothing. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { preview, answers, error, busy, look, answer, take } = useImport();
  const nothing = !preview || isNothing(preview);
  const go = async () => {
    const imported = await take();
    if (!imported) return;
    if (preview?.whole) {
      if (imported.takenAt !== null) await markBackup(imported.takenAt).catch(() => undefined);
      // Read, Live and the lists have nothing of it yet, and would write that over what is there now.
      await startAnew(RESTORED, doneText(imported));
      showToast({ text: 'Everything is back. Reload the page: it still shows what it had.' });
    }
    onClose();
    const { id } = imported;
    const text = doneText(imported);
    if (id === null) showToast({ text });
    else void rememberImport(id, text);
  };
  return (
    <Dialog title="Import" onClose={onClose}>
      <p>
        A backup, photos, or photos with labels from another tool, as zips, files or a folder.
        Photos and labels may come in several zips: choose them together.
      </p>
      <details class="import-formats">
        <summary>Which labels are understood</summary>
        <p class="muted">
          YOLO, COCO, Pascal VOC, CVAT, datumaro, Label Studio, labelme, VIA, Open Images, CCPD,
          UFPR-ALPR, OpenALPR’s benchmark, tables of plates (CSV) and crops with their texts.
        </p>
      </details>
      <div class="correct-line">
        <Picker label="Choose zips or files" folder={false} onFiles={look} />
        <Picker label="Choose a folder" folder={true} onFiles={look} />
      </div>
      {error !== null && (
        <p class="dialog-error" role="alert">
          {error}
        </p>
      )}
      {preview && (
        <div class={`import-found${busy ? ' is-busy' : ''}`}>
          <PreviewCounts preview={preview} />
          {preview.missing.length > 0 && (
            <MissingQuestion
              missing={preview.missing}
              partial={answers.partial}
              onAnswer={(partial) => answer({ partial })}
            />
          )}
          {preview.examples.length > 0 && (
            <section aria-label="Examples" class="import-pictures">
              {preview.examples.map((example, i) => (
                <BoxedPicture key={`${i}-${example.name}`} {...example} />
              ))}
            </section>
          )}
          {preview.classes.length > 0 && (
            <ClassQuestion
              classes={preview.classes}
              answers={answers.classes}
              onAnswer={(classes) => answer({ classes })}
            />
          )}
          {preview.frame && (
            <FrameQuestion frame={preview.frame} onAnswer={(frame) => answer({ frame })} />
          )}
          {preview.conflicts > 0 && (
            <ConflictQuestion preview={preview} answers={answers} onAnswer={answer} />
          )}
        </div>
      )}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          class="button button-primary"
          data-testid="import-go"
          disabled={nothing || busy || (preview.missing.length > 0 && !answers.partial)}
          onClick={() => void go()}
        >
          Import
        </button>
      </div>
    </Dialog>
  );
}

function doneText({ added, labels, duplicates, unreadable }: Imported): string {
  const parts = [
    `${plural(added, 'photo')} imported`,
    labels > 0 && `labels for ${plural(labels, 'photo')} that were here`,
    duplicates > 0 && `${plural(duplicates, 'duplicate')} left out`,
    unreadable > 0 && `${plural(unreadable, 'damaged picture')} left out`,
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
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
