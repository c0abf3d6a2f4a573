import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useShortcuts } from '../components/shortcuts.ts';
import { startEngine } from '../engine.ts';
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
        </div>
      )}
    </DropTarget>
  );
}

type Load = () => Promise<{ readonly default: ComponentType }>;
const PANE: Load = () => import('./PhotoPane.tsx');
const TABLE: Load = () => import('../results/ResultsTable.tsx');
const CHECK: Load = () => import('../results/CheckDoubtful.tsx');

/** The batch as photos with their plates, as a table, or plate by plate. */
function Results() {
  if (mode.value === 'table') return <Later load={TABLE} />;
  if (mode.value === 'check') return <Later load={CHECK} />;
  return (
    <div class="read-columns">
      <PhotoList />
      <Later load={PANE} />
    </div>
  );
}

/** A part that is fetched once there is something for it to show. */
function Later({ load }: { readonly load: Load }) {
  const [loaded, setLoaded] = useState<{ of: Load; View: ComponentType } | null>(null);
  const ready = batch.counts.value.finished + batch.counts.value.stopped > 0;
  useEffect(() => {
    if (!ready) return;
    load().then(
      (module) => setLoaded({ of: load, View: module.default }),
      () => setLoaded({ of: load, View: Failed }),
    );
  }, [ready, load]);
  if (loaded?.of === load) return <loaded.View />;
  return <p class="pane-empty">{ready ? 'Loading …' : 'Reading …'}</p>;
}

function Failed() {
  return (
    <p class="pane-empty">
      This part of the app could not be loaded. Check the connection, then reload the page: the
      results stay.
    </p>
  );
}
