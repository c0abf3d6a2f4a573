import { useEffect } from 'preact/hooks';
import { Later, type Load } from '../components/Later.tsx';
import { useShortcuts } from '../components/shortcuts.ts';
import { useBack } from '../components/useBack.ts';
import { layer, startEngine } from '../engine.ts';
import { loadMarks } from '../lists/marks.ts';
import { BatchBar, BatchStatus } from './BatchBar.tsx';
import { DropTarget } from './DropTarget.tsx';
import { EngineNotice } from './EngineNotice.tsx';
import { Intake } from './Intake.tsx';
import { PhotoInputs } from './PhotoInputs.tsx';
import { PhotoList } from './PhotoList.tsx';
import { READ_SHORTCUTS } from './readShortcuts.ts';
import { announceProgress, batch, mode, openKeptBatch } from './readState.ts';

/** The Read screen: photos in, plates out. */
export default function ReadView() {
  const empty = batch.run.value === 'idle';

  useEffect(() => {
    void openKeptBatch();
    void startEngine();
    return announceProgress();
  }, []);
  useShortcuts(READ_SHORTCUTS);

  return (
    <DropTarget>
      <PhotoInputs />
      {empty ? (
        <>
          <div class="visually-hidden">
            <BatchStatus />
          </div>
          <EngineNotice />
          <Intake />
        </>
      ) : (
        <div class="read">
          <BatchBar />
          <EngineNotice />
          <Results />
          <Learning />
        </div>
      )}
    </DropTarget>
  );
}

const PANE: Load<object> = () => import('./PhotoPane.tsx');
const TABLE: Load<object> = () => import('../results/ResultsTable.tsx');
const TEACH: Load<object> = () => import('../learn/TeachBatch.tsx');
const LEARNING: Load<object> = () => import('../learn/LearnStatus.tsx');
const CHECK: Load<object> = () => import('../results/CheckDoubtful.tsx');

/** The batch as photos with their plates, as a table, or plate by plate. */
function Results() {
  const hasRows = batch.counts.value.finished > 0;
  useEffect(() => {
    if (hasRows) loadMarks();
  }, [hasRows]);
  useBack(() => {
    mode.value = 'photos';
  }, mode.value !== 'photos');
  if (mode.value === 'table') return <OnceRead load={TABLE} />;
  if (mode.value === 'teach') return <OnceRead load={TEACH} />;
  if (mode.value === 'check') return <OnceRead load={CHECK} />;
  return (
    <div class="read-columns">
      <PhotoList />
      <OnceRead load={PANE} />
    </div>
  );
}

/**
 * What is learnt from the answers; not where it would come between one plate and the next, and below
 * them: it comes with the first answer, and must push nothing away under the pointer.
 */
function Learning() {
  if (batch.counts.value.checked === 0 && !layer.value) return null;
  if (mode.value === 'teach' || mode.value === 'check') return null;
  return <Later load={LEARNING} with={{}} failed="" />;
}

/** A part that is fetched once there is something for it to show. */
function OnceRead({ load }: { readonly load: Load<object> }) {
  const { finished, stopped } = batch.counts.value;
  if (finished + stopped === 0) return <p class="pane-empty">Reading …</p>;
  return (
    <Later
      load={load}
      with={{}}
      failed="This part of the app could not be loaded. Check the connection, then reload the page: the results stay."
    />
  );
}
