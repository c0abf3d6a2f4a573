import { ProgressBar } from '../components/ProgressBar.tsx';
import { engine, startEngine } from '../engine.ts';
import { bytesText } from '../format/numbers.ts';
import { batch } from './readState.ts';

const STAGE_TEXT = {
  download: 'Loading the models',
  verify: 'Checking the models',
  start: 'Starting the models',
  warm: 'Warming up',
  ready: 'Almost ready',
} as const;

/** While the reader is made ready: how far it is; when it failed: why, and what to do. */
export function EngineNotice() {
  const state = engine.value;
  if (state.state === 'failed') {
    return (
      <div class="engine-notice" data-tone="error" role="alert">
        <p>
          <b>The reader could not start.</b> {state.message}
        </p>
        <button
          type="button"
          class="button"
          onClick={() => void startEngine().then((ready) => ready && batch.resume())}
        >
          Try again
        </button>
      </div>
    );
  }
  if (state.state !== 'loading') return null;
  const share = state.total > 0 ? state.loaded / state.total : null;
  return (
    <div class="engine-notice" data-testid="engine-loading">
      <p>
        {STAGE_TEXT[state.stage]}
        {state.stage === 'download' && state.total > 0 && (
          <span class="muted">
            {' '}
            {bytesText(state.loaded)} of {bytesText(state.total)}
          </span>
        )}
      </p>
      <ProgressBar label="Models loaded" value={state.stage === 'download' ? share : null} />
    </div>
  );
}
