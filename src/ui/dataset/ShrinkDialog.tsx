import { shrinkSamples } from '../../rpc/archive/client.ts';
import { changeSettings, settings } from '../appSettings.ts';
import { Dialog } from '../components/Dialog.tsx';
import { showToast } from '../components/toasts.tsx';
import { bytesText } from '../format/numbers.ts';
import { runJob } from './jobState.ts';

/** Giving up the originals for room must be meant, and comes with a way to keep them first. */
export function ShrinkDialog(props: {
  readonly ids: readonly string[];
  readonly onClose: () => void;
}) {
  const { ids } = props;
  const shrink = async () => {
    props.onClose();
    const outcome = await runJob('Shrinking photos', (options) => shrinkSamples(ids, options));
    if (!outcome.ok) {
      showToast({ tone: 'error', text: outcome.failure.message });
      return;
    }
    const { shrunk, left, savedBytes } = outcome.value;
    showToast({
      text: `${shrunk} ${shrunk === 1 ? 'photo takes' : 'photos take'} ${bytesText(savedBytes)} less.${
        left > 0 ? ` ${left} would hardly become smaller and stayed as they are.` : ''
      }`,
    });
  };
  return (
    <Dialog title="Make photos smaller" onClose={props.onClose}>
      <p>
        {ids.length} {ids.length === 1 ? 'photo is' : 'photos are'} encoded again as JPEG, with all
        their pixels and labels, where that saves a fifth or more. What is kept now, the photo byte
        for byte with its EXIF, is gone then; place and time stay noted. This cannot be undone: make
        a backup first if you may want the originals.
      </p>
      <label class="menu-check">
        <input
          type="checkbox"
          checked={settings.value.saveSpace}
          onChange={({ currentTarget: { checked } }) => changeSettings({ saveSpace: checked })}
        />
        Do the same with photos kept from now on
      </label>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={props.onClose}>
          Close
        </button>
        <button
          type="button"
          class="button button-primary"
          disabled={ids.length === 0}
          onClick={() => void shrink()}
        >
          Make smaller
        </button>
      </div>
    </Dialog>
  );
}
