import { useEffect, useMemo, useState } from 'preact/hooks';
import { isWaiting } from '../../core/dataset/row.ts';
import { Hint } from '../components/Hint.tsx';
import { Icon } from '../components/Icon.tsx';
import { Later, type Load } from '../components/Later.tsx';
import { showError } from '../components/toasts.tsx';
import { useBack } from '../components/useBack.ts';
import { isOpen } from '../correct/actions.ts';
import { canRedo, canUndo } from '../correct/correctionQueue.ts';
import { StorageNotice } from '../correct/StorageNotice.tsx';
import { UndoButtons } from '../correct/UndoButtons.tsx';
import { useUndoKeys } from '../correct/useUndoKeys.ts';
import { bytesText } from '../format/numbers.ts';
import { ReviewView } from '../review/ReviewView.tsx';
import { BulkBar } from './BulkBar.tsx';
import {
  chosen,
  filter,
  loading,
  numbers,
  openDataset,
  rows,
  shownRows,
  type WantedReview,
  wantedReview,
} from './datasetState.ts';
import { ExportDialog } from './ExportDialog.tsx';
import { FilterBar } from './FilterBar.tsx';
import { ImportDialog } from './import/ImportDialog.tsx';
import { importStage } from './import/importState.ts';
import { JobNotice } from './JobNotice.tsx';
import { LossNotice } from './LossNotice.tsx';
import { ReadNotice } from './ReadNotice.tsx';
import { type Reviewed, ReviewSummary, reviewOpen } from './ReviewSummary.tsx';
import { SampleGrid } from './SampleGrid.tsx';
import { type ExportScope, shownScope } from './ScopeChoice.tsx';
import { StoragePanel } from './StoragePanel.tsx';
import { savedEntry } from './savedTarget.ts';
import { tellRestored } from './startAnew.ts';
import { loss } from './tidyUp.ts';
import { tellWiped } from './WipeDialog.tsx';
import './dataset.css';

const TEACH: Load<{ readonly back: string; readonly onClose: () => void }> = () =>
  import('../learn/TeachSaved.tsx');
const NOT_LOADED =
  'This part of the app could not be loaded. Check the connection, then reload the page.';

/** What was said of many photos at once can be taken back later as well. */
function GridUndo() {
  useUndoKeys();
  return canUndo.value || canRedo.value ? <UndoButtons /> : null;
}

/** The Dataset screen: everything kept, to look through, label, export and import. */
export default function DatasetView() {
  const [review, setReview] = useState<Reviewed | null>(null);
  const [teaches, setTeaches] = useState(false);
  const [from, setFrom] = useState<WantedReview['from'] | null>(null);
  const [dialog, setDialog] = useState<{ readonly scope: ExportScope } | 'import' | null>(null);
  const entries = useMemo(() => review?.queue.map(savedEntry) ?? [], [review]);
  useEffect(() => {
    tellRestored();
    void tellWiped().catch(showError);
  }, []);
  useEffect(() => {
    const opened = openDataset();
    const wanted = wantedReview.peek();
    wantedReview.value = null;
    if (!wanted) return;
    const { what } = wanted;
    setFrom(wanted.from);
    if (typeof what === 'object') {
      setReview({ queue: what, start: 0 });
      return;
    }
    // Which photos are open is known only then.
    void opened.then(() => (what === 'teach' ? setTeaches(true) : reviewOpen(setReview)));
  }, []);
  const seeAll = () => {
    setReview(null);
    setTeaches(false);
    setFrom(null);
  };
  const back = from ? `Back to ${from.title}` : 'All kept photos';
  const goBack = () => {
    if (from) location.hash = from.hash;
    else seeAll();
  };

  // Opened from another screen, that screen is what Back leads to anyway.
  useBack(seeAll, !from && (teaches || review !== null));
  // By touch a choice is a mode that Back ends; with a mouse it stays, for Back is the way to another screen.
  useBack(
    () => {
      chosen.value = new Set();
    },
    chosen.value.size > 0 && matchMedia('(pointer: coarse)').matches,
  );

  if (review) {
    return (
      <div class="dataset">
        <ReviewView
          key={review.round ?? 0}
          queue={entries}
          start={review.start}
          asks={isOpen}
          back={back}
          onClose={goBack}
          {...(review.round === undefined && {
            progress: (at: number) =>
              at < entries.length ? `Photo ${at + 1} of ${entries.length}` : 'The end of the list',
          })}
          summary={() => <ReviewSummary onClose={seeAll} onMore={() => reviewOpen(setReview)} />}
        />
      </div>
    );
  }
  if (teaches) {
    return (
      <div class="dataset">
        <Later load={TEACH} with={{ back, onClose: goBack }} failed={NOT_LOADED} />
      </div>
    );
  }
  const state = loading.value;
  const empty = rows.value.length === 0;
  const isPart = shownRows.value.length < rows.value.length;
  // Plates beside labels that count as complete ask only where one looks for them.
  const asked = filter.value.state === 'only-read' ? () => true : isWaiting;
  const open = (isPart ? shownRows : rows).value.filter(asked);
  return (
    <div class="dataset">
      <header class="dataset-head">
        <h1>Dataset</h1>
        <div class="correct-line">
          <button
            type="button"
            class="button button-primary"
            disabled={open.length === 0}
            onClick={() => reviewOpen(setReview, open)}
          >
            Review {isPart && 'these '}
            {open.length}
          </button>
          <button
            type="button"
            class="button"
            data-testid="teach-me"
            disabled={!rows.value.some(isWaiting)}
            onClick={() => setTeaches(true)}
          >
            Teach me
          </button>
          <button
            type="button"
            class="button"
            data-testid="import-open"
            onClick={() => setDialog('import')}
          >
            <Icon name="add" /> Import
          </button>
          <button
            type="button"
            class="button"
            disabled={shownRows.value.length === 0}
            onClick={() => setDialog({ scope: shownScope() })}
          >
            <Icon name="download" />{' '}
            {isPart ? `Export these ${shownRows.value.length}` : 'Export dataset'}
          </button>
          <GridUndo />
        </div>
      </header>
      <Hint id="dataset">
        Every photo you keep is here, with what was read and what you said of it. Review the unsure
        ones, then export them to train a better reader.
      </Hint>
      <StorageNotice />
      <ReadNotice />
      {loss.value && <LossNotice marker={loss.value} />}
      {typeof state === 'object' && (
        <p class="dialog-error" role="alert">
          The kept photos cannot be read: {state.error}
        </p>
      )}
      <div class="dataset-columns">
        <div class="dataset-main">
          {state === 'loading' && (
            <p class={empty ? 'screen-loading' : 'muted'} role="status">
              {empty ? 'Loading photos …' : 'The first photos are here; loading the rest …'}
            </p>
          )}
          {state === 'ready' && empty && <Empty onImport={() => setDialog('import')} />}
          {!empty && (
            <>
              <FilterBar />
              {shownRows.value.length === 0 && (
                <p class="pane-empty">No photo fits this search and these filters.</p>
              )}
              <SampleGrid
                onOpen={(position) =>
                  setReview({ queue: shownRows.peek().map(({ id }) => id), start: position })
                }
              />
              <div class="bulk-place">
                {chosen.value.size > 0 && (
                  <BulkBar
                    onExport={() => setDialog({ scope: 'chosen' })}
                    onReview={() =>
                      setReview({
                        queue: shownRows
                          .peek()
                          .flatMap(({ id }) => (chosen.peek().has(id) ? [id] : [])),
                        start: 0,
                      })
                    }
                  />
                )}
              </div>
            </>
          )}
        </div>
        <aside class="dataset-side">
          <StoragePanel />
          {!empty && <Statistics />}
        </aside>
      </div>
      {typeof dialog === 'object' && dialog && (
        <ExportDialog scope={dialog.scope} onClose={() => setDialog(null)} />
      )}
      {dialog === 'import' && <ImportDialog onClose={() => setDialog(null)} />}
      <JobNotice />
      <span hidden data-testid="import-done" data-state={importStage.value} />
    </div>
  );
}

function Empty({ onImport }: { readonly onImport: () => void }) {
  return (
    <div class="card dataset-empty">
      <h2>Nothing here yet</h2>
      <p>
        Read some photos and say of each plate whether it was read right: confirm it, or type what
        it should be. Each answer is kept here, and can train a better reader. Or import photos with
        the labels you have.
      </p>
      <p class="correct-line">
        <a class="button button-primary" href="#/read">
          Read photos
        </a>
        <button type="button" class="button" onClick={onImport}>
          Import a dataset
        </button>
      </p>
    </div>
  );
}

function Statistics() {
  const { states, splits, samples, bytes, ...counted } = numbers.value;
  const { plates, onlyRead, corrected, unreadable, textMissing, twoRows } = counted;
  const facts: readonly [string, string | number][] = [
    ['Photos', `${samples}, ${bytesText(bytes)}`],
    ['Labelled', states.labelled],
    ['Without a plate', states.negative],
    ['Labelled in part', states.partly],
    ['Not labelled', states.unlabelled],
    ['Plates', plates],
    ['Only read, not checked', onlyRead],
    ['Corrected photos', corrected],
    ['Unreadable plates', unreadable],
    ['Texts missing or not checked', textMissing],
    ['Photos with two rows', twoRows],
    ['For training · choosing · testing', `${splits.train} · ${splits.val} · ${splits.test}`],
  ];
  return (
    <section class="card" aria-labelledby="statistics-title">
      <h2 id="statistics-title">Statistics</h2>
      <dl class="facts" data-testid="statistics">
        {facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}
