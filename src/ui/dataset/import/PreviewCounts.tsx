import '../dataset.css';
import type { ImportPreview } from '../../../rpc/archive/contract.ts';
import { plural } from '../../format/numbers.ts';

/** Whether an import would change nothing. */
export const isNothing = ({ whole, add, labels, replaced }: ImportPreview): boolean =>
  !whole && add + labels + replaced === 0;

function whyNothing({ duplicates, conflicts }: ImportPreview): string {
  if (conflicts > 0) return 'Its labels differ from those here: choose below which to keep.';
  if (duplicates > 0) return 'All its photos are here already, so there is nothing to import.';
  return 'There is nothing to import.';
}

/** What an import would do, in numbers that are exactly those of what is kept. */
export function PreviewCounts({ preview }: { readonly preview: ImportPreview }) {
  return (
    <div class="import-preview" role="status" data-testid="import-preview">
      <p>
        <b>{preview.isBackup ? 'A backup' : preview.formats.join(', ')}</b>: adds{' '}
        <b>{plural(preview.add, 'photo')}</b> with {plural(preview.plates, 'plate')}
        {preview.texts > 0 && ` (${preview.texts} with text)`}
        {preview.labels > 0 && `, and labels for ${plural(preview.labels, 'photo')} already here`}.
        {isNothing(preview) && ` ${whyNothing(preview)}`}
      </p>
      {details(preview).length > 0 && (
        <ul class="import-details">
          {details(preview).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {preview.isBackup && preview.missing.length === 0 && (
        <p>
          {preview.whole
            ? 'This browser is empty, so everything comes back as it was: sets, settings and results too.'
            : 'There are photos here already: missing ones are added, and labels where there are none yet; settings stay.'}
        </p>
      )}
      {preview.isBackup && !preview.whole && (
        <p>
          Photos that the backup holds for choosing or testing are kept for that here too, also if
          this import is taken back: what was once tested with must not be trained on.
        </p>
      )}
      {preview.problemCount > 0 && <LeftOut preview={preview} />}
    </div>
  );
}

function details(preview: ImportPreview): string[] {
  const { partly, negatives, predicted, unlabelled, duplicates } = preview;
  return [
    negatives > 0 && `${plural(negatives, 'photo')} without a plate`,
    partly > 0 &&
      `${plural(partly, 'photo')} labelled in part: something was left out, so check for more plates`,
    predicted > 0 &&
      `${plural(predicted, 'photo')} with a model’s boxes, to be reviewed: they do not count as labels`,
    unlabelled > 0 && `${plural(unlabelled, 'photo')} not labelled`,
    duplicates > 0 &&
      `${plural(duplicates, 'photo')} here already, or given twice, left as they are`,
  ].filter((line) => line !== false);
}

function LeftOut({ preview }: { readonly preview: ImportPreview }) {
  const { problems, problemCount } = preview;
  return (
    <details open={problems.length < 5}>
      <summary>
        {plural(problemCount, 'thing')} in these files could not be taken as they are
      </summary>
      <ul class="problem-list">
        {problems.map(({ file, line, message, also, count }) => (
          <li key={message}>
            {message} <b>{count > 1 ? `${count} times, first in` : 'In'}</b> {file}
            {line !== null && `, line ${line}`}
            {also.length > 0 && `; also ${also.join(', ')}${count > also.length + 1 ? ' …' : ''}`}
          </li>
        ))}
      </ul>
    </details>
  );
}
