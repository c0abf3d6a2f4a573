import { useEffect, useMemo, useState } from 'preact/hooks';
import { Hint } from '../components/Hint.tsx';
import { type Shortcut, useShortcuts } from '../components/shortcuts.ts';
import './livePicture.css';
import './liveList.css';
import './live.css';
import { captureNow } from './capture.ts';
import { beginVisit, togglePause } from './control.ts';
import { LiveBar } from './LiveBar.tsx';
import { status } from './liveState.ts';
import { OptionsDialog } from './OptionsDialog.tsx';
import { Stage } from './Stage.tsx';
import { VehicleList } from './VehicleList.tsx';

/** The Live screen: a camera or a video, every vehicle read once. */
export default function LiveView() {
  const [options, setOptions] = useState(false);
  useEffect(() => void beginVisit(), []);
  useShortcuts(
    useMemo<readonly Shortcut[]>(
      () => [
        { keys: [' ', 'k'], label: 'Pause or go on', group: 'Live', run: togglePause },
        {
          keys: ['c'],
          label: 'Keep this frame in the dataset',
          group: 'Live',
          run: () => void captureNow(),
        },
        { keys: ['o'], label: 'Options', group: 'Live', run: () => setOptions(true) },
      ],
      [],
    ),
  );
  return (
    <div class="live" data-testid="live-status" data-state={status.value.state}>
      <h1 class="visually-hidden">Live</h1>
      <LiveBar onOptions={() => setOptions(true)} />
      <Hint id="live">
        Every vehicle gets one row, read from many frames. Open a row to see its frames and to
        correct its text; “Keep frame” puts a picture into the dataset.
      </Hint>
      <div class="live-columns">
        <Stage />
        <VehicleList />
      </div>
      {options && <OptionsDialog onClose={() => setOptions(false)} />}
    </div>
  );
}
