import { useEffect } from 'preact/hooks';
import { useShortcuts } from '../components/shortcuts.ts';
import { startEngine } from '../engine.ts';
import { BatchBar, BatchStatus } from './BatchBar.tsx';
import { DropTarget } from './DropTarget.tsx';
import { EngineNotice } from './EngineNotice.tsx';
import { Intake } from './Intake.tsx';
import { PhotoInputs } from './PhotoInputs.tsx';
import { PhotoList } from './PhotoList.tsx';
import { PhotoPane } from './PhotoPane.tsx';
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
            <PhotoPane />
          </div>
        </div>
      )}
    </DropTarget>
  );
}
