import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { isWholePicture, WHOLE_PICTURE } from '../../core/live/region.ts';
import { Icon } from '../components/Icon.tsx';
import { showToast } from '../components/toasts.tsx';
import { abilitiesOf, adjustCamera } from './cameras.ts';
import { currentSession } from './control.ts';
import { changeLiveOptions, liveOptions } from './liveOptions.ts';

/** Tools on the picture: the watched region; torch and zoom where the camera has them. */
export function CameraTools(props: {
  readonly editing: boolean;
  readonly onEdit: () => void;
  /** The button that ends editing: it takes the focus back. */
  readonly button: RefObject<HTMLButtonElement | null>;
}) {
  const track = currentSession()?.live?.track ?? null;
  const abilities = track ? abilitiesOf(track) : null;
  const [torch, setTorch] = useState(false);
  const [zoom, setZoom] = useState<number | null>(null);
  return (
    <div class="live-tools">
      {track && abilities?.torch && (
        <button
          type="button"
          class="button"
          aria-pressed={torch}
          onClick={async () => {
            if (await adjustCamera(track, { torch: !torch })) setTorch(!torch);
            else showToast({ text: 'The camera did not switch its torch.' });
          }}
        >
          Torch
        </button>
      )}
      {track && abilities?.zoom && (
        <label class="live-zoom">
          Zoom
          <input
            type="range"
            min={abilities.zoom.min}
            max={abilities.zoom.max}
            step={abilities.zoom.step}
            value={zoom ?? abilities.zoom.now}
            onInput={(event) => {
              const value = event.currentTarget.valueAsNumber;
              setZoom(value);
              void adjustCamera(track, { zoom: value });
            }}
          />
        </label>
      )}
      {props.editing && !isWholePicture(liveOptions.value.region) && (
        <button
          type="button"
          class="button"
          data-testid="live-whole"
          onClick={() => changeLiveOptions({ region: WHOLE_PICTURE })}
        >
          Whole picture
        </button>
      )}
      <button
        ref={props.button}
        type="button"
        class="button"
        aria-pressed={props.editing}
        data-testid="live-region"
        onClick={props.onEdit}
      >
        <Icon name="fit" /> {props.editing ? 'Region done' : 'Region'}
      </button>
    </div>
  );
}
