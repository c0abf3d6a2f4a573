import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { isWholePicture, WHOLE_PICTURE } from '../../core/live/region.ts';
import { abilitiesOf, adjustCamera } from '../../live/cameras.ts';
import { Icon } from '../components/Icon.tsx';
import { showToast } from '../components/toasts.tsx';
import { currentSession, startCamera } from './control.ts';
import { changeLiveOptions, liveOptions } from './liveOptions.ts';
import { source } from './liveState.ts';
import { useCameras } from './useCameras.ts';

/** Tools on the picture: the watched region; another camera; torch and zoom where the camera has them. */
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
  const cameras = useCameras(track);
  return (
    <div class="live-tools">
      {/* Also while the next one starts: who chooses by keyboard keeps the focus. */}
      {source.value?.kind === 'camera' && cameras.length > 1 && (
        <select
          class="select"
          aria-label="Camera"
          data-testid="live-camera"
          value={track?.getSettings?.().deviceId ?? liveOptions.value.deviceId}
          onChange={(event) => {
            changeLiveOptions({ deviceId: event.currentTarget.value });
            setTorch(false);
            setZoom(null);
            void startCamera();
          }}
        >
          {cameras.map(({ deviceId, label }) => (
            <option key={deviceId} value={deviceId}>
              {label}
            </option>
          ))}
        </select>
      )}
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
