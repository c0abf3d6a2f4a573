import { Icon } from '../components/Icon.tsx';
import { WHEEL_PATH } from '../Logo.tsx';
import { canChooseFolder, chooseFolder, choosePhotos, takePhoto } from './PhotoInputs.tsx';
import { Samples } from './Samples.tsx';

/** The empty Read screen: every way to bring photos in, and what will happen to them. */
export function Intake() {
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
            <span class="fine-pointer-only">
              Drop photos or a folder here, paste one, or choose them.
            </span>
            <span class="coarse-pointer-only">Choose photos or take one.</span> They are read in
            this browser and never leave this device.
          </p>
          <div class="drop-actions">
            <button type="button" class="button button-primary button-large" onClick={choosePhotos}>
              <Icon name="photo" /> Choose photos
            </button>
            {canChooseFolder && (
              <button
                type="button"
                class="button button-large fine-pointer-only"
                onClick={chooseFolder}
              >
                <Icon name="folder" /> Choose a folder
              </button>
            )}
            <button
              type="button"
              class="button button-large coarse-pointer-only"
              onClick={takePhoto}
            >
              <Icon name="camera" /> Take a photo
            </button>
          </div>
          <p class="drop-formats">
            JPEG, PNG, WebP, AVIF, GIF, and HEIC where the browser can. Hundreds at once.
          </p>
        </div>
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
