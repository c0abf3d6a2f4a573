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
import { announceProgress, batch, openKeptBatch } from './readState.ts';

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
          <div class="read-columns">
            <PhotoList />
            <Pane />
          </div>
        </div>
      )}
    </DropTarget>
  );
}

/** Photo and plates; what shows and corrects them is fetched once there is something to show. */
function Pane() {
  const [View, setView] = useState<ComponentType | null>(null);
  const ready = batch.counts.value.finished + batch.counts.value.stopped > 0;
  useEffect(() => {
    if (!ready) return;
    import('./PhotoPane.tsx').then(
      (module) => setView(() => module.default),
      () => setView(() => Failed),
    );
  }, [ready]);
  return View ? <View /> : <p class="pane-empty">{ready ? 'Loading …' : 'Reading …'}</p>;
}

function Failed() {
  return (
    <p class="pane-empty">
      This part of the app could not be loaded. Check the connection, then reload the page: the
      results stay.
    </p>
  );
}
