import { useEffect, useRef, useState } from 'preact/hooks';
import { rowsLeft, wipeEverything } from '../../store/page/wipe.ts';
import { Dialog } from '../components/Dialog.tsx';
import { showToast } from '../components/toasts.tsx';
import { plural } from '../format/numbers.ts';
import { numbers } from './datasetState.ts';
import { noteLeft, startAnew, WIPED } from './startAnew.ts';

const WORD = 'wipe';

/** Says that all is gone, after a wipe, once that was looked at again. */
export async function tellWiped(): Promise<void> {
  if (noteLeft(WIPED) === null) return;
  const left = await rowsLeft();
  showToast(
    left.length === 0
      ? { text: 'Everything was wiped, and it was checked that nothing is left.' }
      : {
          tone: 'error',
          text: `Everything was wiped, but something was written since: ${left.join(', ')}. Close other tabs of this app and wipe again.`,
        },
  );
}

/** Taking everything away must be meant: a word is typed first. */
export function WipeDialog(props: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [working, setWorking] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const wipe = async () => {
    setWorking(true);
    try {
      const left = await wipeEverything(() => startAnew(WIPED));
      setWorking(false);
      showToast({
        tone: 'error',
        text: left.length
          ? `Not everything could be wiped: ${left.join(', ')}. Try again.`
          : 'Everything was wiped. Reload the page: it still shows what it had.',
      });
    } catch (error) {
      setWorking(false);
      showToast({
        tone: 'error',
        text: `Nothing was wiped: ${error instanceof Error ? error.message : error}. Close other tabs of this app and try again.`,
      });
    }
  };
  return (
    <Dialog title="Wipe everything" onClose={props.onClose}>
      <p>
        This takes away {plural(numbers.value.samples, 'kept photo')} with labels and history, the
        results of the Read screen, and all settings of this browser. It cannot be undone. A backup
        can bring it back.
      </p>
      <label class="filter-field">
        <span class="label">Type “{WORD}” to go on</span>
        <input
          ref={field}
          class="input"
          value={typed}
          autocomplete="off"
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={props.onClose}>
          Keep everything
        </button>
        <button
          type="button"
          class="button button-danger"
          disabled={typed.trim().toLowerCase() !== WORD || working}
          onClick={() => void wipe()}
        >
          {working ? 'Wiping …' : 'Wipe everything'}
        </button>
      </div>
    </Dialog>
  );
}
