import { Icon } from '../components/Icon.tsx';
import { canRedo, canUndo, redo, undo } from './correctionQueue.ts';

/** Takes back the last correction of this page, or does it again. */
export function UndoButtons() {
  return (
    <span class="correct-history">
      <button
        type="button"
        class="icon-button"
        aria-label="Undo the last correction"
        disabled={!canUndo.value}
        onClick={() => undo()}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Redo"
        disabled={!canRedo.value}
        onClick={redo}
      >
        <Icon name="redo" />
      </button>
    </span>
  );
}
