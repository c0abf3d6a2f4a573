import { useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { chosen, deleteWithUndo, rows, shownRows } from './datasetState.ts';
import { readSamples } from './readJob.ts';
import { labelMany } from './savedTarget.ts';
import './bulkBar.css';

/** What can be done with all chosen photos at once. */
export function BulkBar(props: { readonly onReview: () => void; readonly onExport: () => void }) {
  const { onReview, onExport } = props;
  /** On a phone the rarer actions wait behind a button. */
  const [all, setAll] = useState(false);
  const ids = [...chosen.value];
  const shown = new Set(shownRows.value.map(({ id }) => id));
  const hidden = ids.filter((id) => !shown.has(id)).length;
  // Of what a person has answered, the reading it was made on stays.
  const again = rows.value.filter(
    (row) => chosen.value.has(row.id) && row.state === 'unlabelled' && row.kind === 'photo',
  );
  return (
    <section class="bulk-bar" aria-label="Chosen photos" data-all={all}>
      <p data-testid="chosen-count">
        {ids.length} chosen{hidden > 0 && `, ${hidden} of them not shown`}
      </p>
      <button type="button" class="button" onClick={onReview}>
        Review
      </button>
      <button type="button" class="button bulk-rare" onClick={() => void labelMany(ids, 'confirm')}>
        Readings are right
      </button>
      <button
        type="button"
        class="button bulk-rare"
        onClick={() => void labelMany(ids, 'no-plate')}
      >
        No plate
      </button>
      {again.length > 0 && (
        <button
          type="button"
          class="button bulk-rare"
          onClick={() => readSamples(again.map(({ id }) => id))}
        >
          Read {again.length} again
        </button>
      )}
      <button type="button" class="button bulk-rare" onClick={onExport}>
        <Icon name="download" /> Export
      </button>
      <button type="button" class="button" onClick={() => void deleteWithUndo(ids)}>
        <Icon name="trash" /> Delete
      </button>
      <button
        type="button"
        class="button bulk-more"
        aria-expanded={all}
        onClick={() => setAll(!all)}
      >
        {all ? 'Less' : 'More'}
      </button>
      <button
        type="button"
        class="link-button bulk-rare"
        onClick={() => {
          chosen.value = new Set();
        }}
      >
        Choose none
      </button>
    </section>
  );
}
