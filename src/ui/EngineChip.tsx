import { engine } from './engine.ts';
import { bytesText } from './format/numbers.ts';

/** In the header: whether the reader is ready, and what it runs on. */
export function EngineChip() {
  const state = engine.value;
  const text = {
    off: () => 'Reader not started',
    loading: () =>
      state.state === 'loading' && state.total > 0 && state.loaded < state.total
        ? `Loading ${bytesText(state.loaded)} of ${bytesText(state.total)}`
        : 'Starting reader',
    ready: () => 'Ready',
    failed: () => 'Reader not available',
  }[state.state]();
  return (
    <a class="engine-chip" href="#/settings" data-state={state.state} data-testid="engine">
      <span class="engine-dot" aria-hidden="true" />
      <span class="engine-text">
        {text}
        {state.state === 'ready' && <span class="wide-only">, on this device</span>}
      </span>
    </a>
  );
}
