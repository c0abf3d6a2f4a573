import { Dialog } from '../components/Dialog.tsx';
import { FileName } from '../components/FileName.tsx';
import { showError } from '../components/toasts.tsx';
import { takeBackNow } from './takeBack.ts';

/** Taking an import back is for good, and must be meant. */
export function TakeBackDialog(props: {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="Take the last import back" onClose={props.onClose}>
      <p>
        What <FileName name={props.name} /> brought and nobody has labelled since is removed, with
        what was read in it. This cannot be undone: to have it again, import the file again.
      </p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={props.onClose}>
          Keep it
        </button>
        <button
          type="button"
          class="button button-danger"
          onClick={() => {
            props.onClose();
            void takeBackNow(props.id).catch(showError);
          }}
        >
          Take it back
        </button>
      </div>
    </Dialog>
  );
}
