import { useState } from 'preact/hooks';
import { wipeEverything } from '../../store/page/wipe.ts';
import { reloadSettings } from '../appSettings.ts';
import { Dialog } from '../components/Dialog.tsx';
import { showToast } from '../components/toasts.tsx';
import { forgetEverything, numbers } from './datasetState.ts';

const WORD = 'wipe';

/** Taking everything away must be meant: a word is typed first. */
export function WipeDialog(props: { readonly onClose: () => void; readonly onWiped: () => void }) {
  const [typed, setTyped] = useState('');
  const [working, setWorking] = useState(false);
  const wipe = async () => {
    setWorking(true);
    try {
      const left = await wipeEverything();
      forgetEverything();
      await reloadSettings();
      props.onWiped();
      props.onClose();
      showToast(
        left.length === 0
          ? { text: 'Everything was wiped, and it was checked that nothing is left.' }
          : {
              tone: 'error',
              text: `Not everything could be wiped: ${left.join(', ')}. Try again.`,
            },
      );
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
        This takes away all {numbers.value.samples} samples with their photos, labels and history,
        the results of the Read screen, and all settings of this browser. It cannot be undone. A
        backup can bring it back.
      </p>
      <label class="filter-field">
        <span class="label">Type “{WORD}” to go on</span>
        <input
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
