import { Icon } from '../components/Icon.tsx';
import { SplitButton } from '../components/SplitButton.tsx';
import { canChooseFolder, chooseFolder, choosePhotos, takePhoto } from './PhotoInputs.tsx';
import { batch } from './readState.ts';

/** Photos at one click; a folder or the camera behind the arrow beside it. */
export function AddMenu({ primary }: { readonly primary: boolean }) {
  const again = batch.items.value
    .filter((item) => item.source !== null && item.state === 'finished')
    .map((item) => item.index);
  return (
    <SplitButton
      primary={primary}
      moreLabel="More ways to add photos"
      main={
        <button
          type="button"
          class={`button ${primary ? 'button-primary' : ''}`}
          aria-label="Add photos"
          onClick={choosePhotos}
        >
          <Icon name="add" />
          <span class="add-text">
            Add<span class="wide-only"> photos</span>
          </span>
        </button>
      }
      panel={(close) => (
        <>
          {canChooseFolder && (
            <button
              type="button"
              class="menu-item"
              onClick={() => {
                chooseFolder();
                close();
              }}
            >
              <b>A whole folder</b>
              <span class="muted">Photos in it and in the folders inside</span>
            </button>
          )}
          <button
            type="button"
            class="menu-item coarse-pointer-only"
            onClick={() => {
              takePhoto();
              close();
            }}
          >
            <b>Take a photo</b>
            <span class="muted">With this device’s camera</span>
          </button>
          {'showDirectoryPicker' in globalThis && (
            <button
              type="button"
              class="menu-item fine-pointer-only"
              onClick={() => {
                void import('../results/watchFolder.ts').then((m) => m.watchFolder());
                close();
              }}
            >
              <b>Watch a folder</b>
              <span class="muted">New photos in it are read as they come</span>
            </button>
          )}
          {again.length > 0 && (
            <button
              type="button"
              class="menu-item"
              onClick={() => {
                batch.readAgain(again);
                close();
              }}
            >
              <b>Read all again</b>
              <span class="muted">With the settings as they are now</span>
            </button>
          )}
          {batch.counts.value.finished > 0 && (
            <button
              type="button"
              class="menu-item"
              data-testid="keep-all"
              onClick={() => {
                void import('../results/keepAll.ts').then((m) => m.keepAll(batch.items.peek()));
                close();
              }}
            >
              <b>Keep all in the dataset</b>
              <span class="muted">Photos with what was read, to check or train on later</span>
            </button>
          )}
          <p class="menu-note muted">Or drop photos anywhere, or paste one.</p>
        </>
      )}
    />
  );
}
