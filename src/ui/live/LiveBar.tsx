import { Icon } from '../components/Icon.tsx';
import { ProgressBar } from '../components/ProgressBar.tsx';
import { SplitButton } from '../components/SplitButton.tsx';
import { bytesText, timeLeftText } from '../format/numbers.ts';
import { captureNow } from './capture.ts';
import { end, reset, togglePause } from './control.ts';
import { isActive, progress, source, status, vehicles } from './liveState.ts';
import { currentLog, saveLog } from './logFile.ts';

/** What is going on, and what can be done about it. */
export function LiveBar({ onOptions }: { readonly onOptions: () => void }) {
  const { state } = status.value;
  const canPause = state === 'running' || state === 'paused';
  return (
    <div class="live-bar">
      <div class="live-bar-text">
        <p class="live-state" role="status">
          <span class="live-dot" data-state={state} aria-hidden="true" />
          <b>{stateText()}</b>
          {source.value && <span class="live-source">{source.value.name}</span>}
        </p>
        <Progress />
      </div>
      <div class="live-actions">
        {canPause && (
          <button type="button" class="button" data-testid="live-pause" onClick={togglePause}>
            <Icon name={state === 'paused' ? 'play' : 'pause'} />
            {state === 'paused' ? 'Go on' : 'Pause'}
          </button>
        )}
        {isActive.value && (
          <button type="button" class="button" data-testid="live-stop" onClick={end}>
            <Icon name="stop" /> Stop
          </button>
        )}
        {canPause && (
          <button
            type="button"
            class="button"
            data-testid="live-capture"
            title="Keep this frame in the dataset (C)"
            onClick={() => void captureNow()}
          >
            <Icon name="photo" /> Keep frame
          </button>
        )}
        {(state === 'done' || state === 'error') && (
          <button type="button" class="button" data-testid="live-new" onClick={reset}>
            <Icon name="add" /> New source
          </button>
        )}
        <button type="button" class="button" data-testid="live-options" onClick={onOptions}>
          Options
        </button>
        <LogButton />
      </div>
    </div>
  );
}

function LogButton() {
  const nothing = vehicles.value.length === 0 && status.value.state === 'idle';
  return (
    <SplitButton
      moreLabel="More downloads"
      disabled={nothing}
      main={
        <button
          type="button"
          class="button"
          data-testid="download-log"
          disabled={nothing}
          onClick={() => saveLog(currentLog(), 'csv')}
        >
          <Icon name="download" /> Log
        </button>
      }
      panel={(close) => (
        <button
          type="button"
          class="menu-item"
          data-testid="download-log-json"
          onClick={() => {
            saveLog(currentLog(), 'json');
            close();
          }}
        >
          <b>Log as JSON</b>
          <span class="muted">With every single reading and its confidence</span>
        </button>
      )}
    />
  );
}

function stateText(): string {
  const now = status.value;
  switch (now.state) {
    case 'idle':
      return 'No picture yet';
    case 'starting':
      return now.total > 0 && now.loaded < now.total
        ? `${now.what}: ${bytesText(now.loaded)} of ${bytesText(now.total)}`
        : `${now.what} …`;
    case 'running':
      return 'Watching';
    case 'paused':
      return now.why === 'hidden' ? 'Paused while hidden' : 'Paused';
    case 'done':
      return 'Finished';
    case 'error':
      return 'Stopped';
  }
}

function Progress() {
  const now = status.value;
  if (now.state === 'starting') {
    const value = now.total > 0 ? now.loaded / now.total : null;
    return <ProgressBar label={now.what} value={value} />;
  }
  const file = progress.value;
  if (file === null || !['running', 'paused'].includes(now.state)) return null;
  const left = file.leftMs !== null && file.part > 0.02 ? ` · ${timeLeftText(file.leftMs)}` : '';
  return (
    <div class="live-progress">
      <ProgressBar label="Video" value={file.part} paused={now.state === 'paused'} />
      <span class="muted">
        {file.speed.toFixed(file.speed < 1 ? 2 : 1)} × real time{left}
      </span>
    </div>
  );
}
