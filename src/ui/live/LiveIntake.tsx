import { useRef, useState } from 'preact/hooks';
import { RESOLUTIONS, type ResolutionId } from '../../live/cameras.ts';
import { Icon } from '../components/Icon.tsx';
import { startCamera, startFile } from './control.ts';
import { changeLiveOptions, liveOptions } from './liveOptions.ts';
import { seenAndRead, source, status } from './liveState.ts';
import { useCameras } from './useCameras.ts';

/** Nothing is watched: a camera or a video, and why the last one stopped. */
export function LiveIntake() {
  const now = status.value;
  const [dragging, setDragging] = useState(false);
  const openDropped = (event: DragEvent) => {
    event.preventDefault();
    setDragging(false);
    const file = event.dataTransfer?.files[0];
    if (file) void startFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra, the button does the same
    <div
      class="live-intake"
      data-dragging={dragging}
      onDragOver={(event) => {
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={openDropped}
    >
      {now.state === 'error' && (
        <div class="live-error" role="alert" data-testid="live-error" data-code={now.code}>
          <Icon name="warning" />
          <p>{now.message}</p>
        </div>
      )}
      {now.state === 'done' && <Finished />}
      <div class="live-choices">
        <CameraCard />
        <VideoCard />
      </div>
      <p class="live-privacy">
        <Icon name="shield" /> Nothing leaves this device, and nothing is stored unless you ask for
        it.
      </p>
    </div>
  );
}

function Finished() {
  const { seen, sure } = seenAndRead.value;
  const plates = seen === 1 ? '1 vehicle seen' : `${seen} vehicles seen`;
  return (
    <div class="live-finished">
      <Icon name="check" />
      <p>
        <b>
          {plates}, {sure} sure.
        </b>{' '}
        {seen > 0 &&
          (source.value?.kind === 'camera'
            ? 'The log is on the button above. The camera goes on with it; a video starts a new one.'
            : 'The log is on the button above; opening another video starts a new one.')}{' '}
        {seen > 0 && (
          <button type="button" class="link-button" onClick={showVehicles}>
            Show the vehicles
          </button>
        )}
      </p>
    </div>
  );
}

/** On a phone they stand below all that can be chosen here. */
function showVehicles(): void {
  const first = document.querySelector<HTMLElement>('.live-rows button');
  first?.focus({ preventScroll: true });
  first?.scrollIntoView({ block: 'center' });
}

function CameraCard() {
  const cameras = useCameras();
  const { deviceId, resolution } = liveOptions.value;
  return (
    <div class="live-choice card">
      <h2>Camera</h2>
      <p class="muted">
        Point it at a gate or a road. Every vehicle is read once, from many frames.
      </p>
      <div class="live-fields">
        {cameras.length > 1 && (
          <label>
            <span>Camera</span>
            <select
              class="select"
              value={cameras.some((camera) => camera.deviceId === deviceId) ? deviceId : ''}
              onChange={(event) => changeLiveOptions({ deviceId: event.currentTarget.value })}
            >
              <option value="">Automatic</option>
              {cameras.map((camera) => (
                <option key={camera.deviceId} value={camera.deviceId}>
                  {camera.label}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          <span>Picture</span>
          <select
            class="select"
            value={resolution}
            onChange={(event) =>
              changeLiveOptions({ resolution: event.currentTarget.value as ResolutionId })
            }
          >
            {RESOLUTIONS.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <button
        type="button"
        class="button button-primary button-large"
        data-testid="start-camera"
        onClick={() => void startCamera()}
      >
        <Icon name="camera" /> Start the camera
      </button>
    </div>
  );
}

function VideoCard() {
  const input = useRef<HTMLInputElement>(null);
  const { filePace } = liveOptions.value;
  return (
    <div class="live-choice card">
      <h2>Video file</h2>
      <p class="muted">A recording from a phone, a dashcam or a gate. Drop it here or choose it.</p>
      <div class="live-fields">
        <label>
          <span>Speed</span>
          <select
            class="select"
            value={filePace}
            onChange={(event) =>
              changeLiveOptions({
                filePace: event.currentTarget.value as typeof filePace,
              })
            }
          >
            <option value="every-frame">Every frame</option>
            <option value="every-second">Every 2nd frame</option>
            <option value="every-third">Every 3rd frame</option>
            <option value="real-time">Real time</option>
          </select>
        </label>
      </div>
      <input
        ref={input}
        type="file"
        accept="video/*,.webm,.mp4,.mov,.mkv"
        class="visually-hidden"
        data-testid="video-input"
        aria-label="Video file"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) void startFile(file);
        }}
      />
      <button type="button" class="button button-large" onClick={() => input.current?.click()}>
        <Icon name="folder" /> Open a video
      </button>
    </div>
  );
}
