import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { WHEEL_PATH } from '../Logo.tsx';
import { fromInput } from './chosenFiles.ts';
import { addPhotos } from './readState.ts';
import { Samples } from './Samples.tsx';

/** The empty Read screen: every way to bring photos in, and what will happen to them. */
export function Intake({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const folder = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const take = (element: HTMLInputElement) => {
    addPhotos(fromInput(element.files ?? []));
    element.value = '';
  };
  const hasFolders = 'webkitdirectory' in HTMLInputElement.prototype;
  return (
    <div class="intake">
      <section class="drop-plate" aria-labelledby="intake-title">
        <span class="drop-band" aria-hidden="true">
          <Icon name="photo" />
        </span>
        <svg class="drop-wheel" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d={WHEEL_PATH} />
        </svg>
        <div class="drop-body">
          <h1 id="intake-title">Read licence plates from your photos</h1>
          <p class="drop-lead">
            Drop photos or a folder here, paste one, or choose them. They are read in this browser
            and never leave this device.
          </p>
          <div class="drop-actions">
            <button
              type="button"
              class="button button-primary button-large"
              onClick={() => input.current?.click()}
            >
              <Icon name="photo" /> Choose photos
            </button>
            {hasFolders && (
              <button
                type="button"
                class="button button-large fine-pointer-only"
                onClick={() => folder.current?.click()}
              >
                <Icon name="folder" /> Choose a folder
              </button>
            )}
            <button
              type="button"
              class="button button-large coarse-pointer-only"
              onClick={() => camera.current?.click()}
            >
              <Icon name="camera" /> Take a photo
            </button>
          </div>
          <p class="drop-formats">
            JPEG, PNG, WebP, AVIF, GIF, and HEIC where the browser can. Hundreds at once.
          </p>
        </div>
        <input
          ref={folder}
          class="visually-hidden"
          type="file"
          multiple
          {...{ webkitdirectory: true }}
          aria-label="Choose a folder"
          tabIndex={-1}
          data-testid="folder-input"
          onChange={(event) => take(event.currentTarget)}
        />
        <input
          ref={camera}
          class="visually-hidden"
          type="file"
          accept="image/*"
          capture="environment"
          aria-label="Take a photo"
          tabIndex={-1}
          onChange={(event) => take(event.currentTarget)}
        />
      </section>
      <Samples />
      <ul class="promises">
        <li>
          <Icon name="shield" />
          <b>Private by construction</b>
          <span>No upload, no account, no tracking. It also works offline.</span>
        </li>
        <li>
          <Icon name="check" />
          <b>Shows how sure it is</b>
          <span>Every character has its own confidence, so you know where to look twice.</span>
        </li>
        <li>
          <Icon name="download" />
          <b>Takes a whole folder</b>
          <span>Pause, resume, and take the results with you as CSV or JSON.</span>
        </li>
      </ul>
    </div>
  );
}
