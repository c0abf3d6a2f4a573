import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type Shortcut, useShortcuts } from '../components/shortcuts.ts';
import { startEngine } from '../engine.ts';
import { BatchBar, BatchStatus } from './BatchBar.tsx';
import { fromInput } from './chosenFiles.ts';
import { DropTarget } from './DropTarget.tsx';
import { EngineNotice } from './EngineNotice.tsx';
import { Intake } from './Intake.tsx';
import { PhotoList } from './PhotoList.tsx';
import { PhotoPane } from './PhotoPane.tsx';
import { copySelectedPlate, downloadSelectedCrop } from './plateActions.ts';
import {
  addPhotos,
  announceProgress,
  batch,
  clearBatchWithUndo,
  openKeptBatch,
  stepPhoto,
  stepPlate,
} from './readState.ts';

/** The Read screen: photos in, plates out. */
export default function ReadView() {
  const input = useRef<HTMLInputElement>(null);
  const empty = batch.run.value === 'idle';

  useEffect(() => {
    void openKeptBatch();
    void startEngine();
    return announceProgress();
  }, []);
  useShortcuts(useMemo(() => readShortcuts(() => input.current?.click()), []));

  return (
    <DropTarget>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        multiple
        accept="image/*,.heic,.heif,.avif"
        aria-label="Choose photos"
        tabIndex={-1}
        data-testid="photo-input"
        onChange={(event) => {
          addPhotos(fromInput(event.currentTarget.files ?? []));
          event.currentTarget.value = ''; // so that the same photo can be chosen again
        }}
      />
      {empty ? (
        <>
          <div class="visually-hidden">
            <BatchStatus />
          </div>
          <EngineNotice />
          <Intake input={input} />
        </>
      ) : (
        <div class="read">
          <BatchBar input={input} />
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

function readShortcuts(choose: () => void): readonly Shortcut[] {
  const batchGroup = 'Photos';
  const plates = 'Plates';
  const photo = 'Photo (when it has the focus)';
  return [
    { keys: ['O'], label: 'Choose photos', group: batchGroup, run: choose },
    { keys: ['Ctrl V'], label: 'Paste a photo', group: batchGroup },
    { keys: ['J'], label: 'Next photo', group: batchGroup, run: () => stepPhoto(1) },
    { keys: ['K'], label: 'Previous photo', group: batchGroup, run: () => stepPhoto(-1) },
    {
      keys: ['P'],
      label: 'Pause or resume the batch',
      group: batchGroup,
      run: () => (batch.run.peek() === 'paused' ? batch.resume() : batch.pause()),
    },
    {
      keys: ['/'],
      label: 'Search names and plates',
      group: batchGroup,
      run: () => document.getElementById('photo-search')?.focus(),
    },
    {
      keys: ['Delete'],
      label: 'Clear all results (can be undone)',
      group: batchGroup,
      run: () => {
        if (batch.run.peek() !== 'idle') clearBatchWithUndo();
      },
    },
    { keys: ['N'], label: 'Next plate', group: plates, run: () => stepPlate(1) },
    { keys: ['B'], label: 'Previous plate', group: plates, run: () => stepPlate(-1) },
    { keys: ['C'], label: 'Copy the plate’s text', group: plates, run: copySelectedPlate },
    { keys: ['D'], label: 'Download the plate’s crop', group: plates, run: downloadSelectedCrop },
    { keys: ['+', '-'], label: 'Zoom in, zoom out', group: photo },
    { keys: ['0'], label: 'Show the whole photo', group: photo },
    { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], label: 'Pan', group: photo },
    { keys: ['Tab'], label: 'From plate to plate', group: photo },
  ];
}
