import { useEffect, useState } from 'preact/hooks';
import { logTime } from '../../core/live/log.ts';
import type { Vehicle } from '../../core/live/vehicle.ts';
import { readingOf } from '../../live/platesInView.ts';
import type { VehicleFrame } from '../../live/vehicleFrames.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import { shownPlates } from '../correct/actions.ts';
import { canUndoOn, undo } from '../correct/correctionQueue.ts';
import { PlateEditor } from '../correct/PlateEditor.tsx';
import { percentText } from '../format/numbers.ts';
import type { VehicleTarget } from './answers.ts';
import { CropPicture } from './CropPicture.tsx';
import { framesOf } from './control.ts';
import { crops, source, vehicles } from './liveState.ts';
import { openTarget } from './vehicleTarget.ts';
import './vehicleDialog.css';

/** Milliseconds a frame stands while they are played. */
const PLAY_MS = 500;

/** A vehicle's frames, and its text to be corrected. */
export function VehicleDialog(props: { readonly id: number; readonly onClose: () => void }) {
  const vehicle = vehicles.value.find(({ id }) => id === props.id);
  const [opened, setOpened] = useState<VehicleTarget | null>(null);
  const [frames, setFrames] = useState(() => framesOf(props.id));
  useEffect(() => {
    if (vehicle === undefined) return;
    setFrames(framesOf(props.id));
    void openTarget(vehicle, framesOf(props.id).best).then(setOpened);
  }, [props.id, vehicle?.consensus.text, vehicle?.isFinal]);
  if (vehicle === undefined) return null;
  const plate = opened
    ? shownPlates(opened.target).find(({ predicted }) => predicted === opened.position)
    : undefined;
  return (
    <Dialog
      title={`Vehicle ${plate?.text || vehicle.consensus.text || 'not read'}`}
      onClose={props.onClose}
    >
      <div class="vehicle-dialog" data-testid="vehicle-dialog">
        <Frames vehicle={vehicle} frames={frames.all} />
        {opened && plate ? (
          <PlateEditor
            target={opened.target}
            plate={plate}
            reading={readingOf(vehicle)}
            selected={true}
            autoFocus={!vehicle.isPresent}
          />
        ) : (
          <p class="muted">{vehicle.isPresent ? 'Still being read …' : 'Opening …'}</p>
        )}
        <p class="vehicle-dialog-foot">
          <span class="muted">
            {opened?.target.photo
              ? 'An answer keeps the best frame in the dataset, on this device.'
              : 'Its frames are gone after a reload: an answer changes this row only.'}
          </span>
          <button
            type="button"
            class="button"
            disabled={!opened || !canUndoOn(opened.target)}
            onClick={() => opened && undo(opened.target)}
          >
            <Icon name="undo" /> Undo
          </button>
        </p>
        <Readings vehicle={vehicle} />
      </div>
    </Dialog>
  );
}

/** The frames to step through and to play; without any, the row's picture. */
function Frames(props: { readonly vehicle: Vehicle; readonly frames: readonly VehicleFrame[] }) {
  const { vehicle, frames } = props;
  const [at, setAt] = useState(Math.max(0, frames.length - 1));
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing || frames.length < 2) return;
    const timer = setInterval(() => setAt((now) => (now + 1) % frames.length), PLAY_MS);
    return () => clearInterval(timer);
  }, [playing, frames.length]);
  const frame = frames[Math.min(at, frames.length - 1)];
  const crop = crops.value.get(vehicle.id);
  if (frame === undefined) return crop ? <CropPicture crop={crop} /> : null;
  const step = (by: number) => {
    setPlaying(false);
    setAt((Math.min(at, frames.length - 1) + by + frames.length) % frames.length);
  };
  const kind = source.value?.kind ?? 'video';
  return (
    <figure class="vehicle-frames">
      <FramePicture frame={frame} vehicleId={vehicle.id} />
      <figcaption>
        <button
          type="button"
          class="icon-button"
          aria-label="Earlier frame"
          onClick={() => step(-1)}
        >
          <Icon name="back" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={playing ? 'Stop playing' : 'Play the frames'}
          disabled={frames.length < 2}
          onClick={() => setPlaying(!playing)}
        >
          <Icon name={playing ? 'pause' : 'play'} />
        </button>
        <button type="button" class="icon-button" aria-label="Later frame" onClick={() => step(1)}>
          <Icon name="forward" />
        </button>
        <span class="muted" data-testid="vehicle-frame">
          Kept frame {Math.min(at, frames.length - 1) + 1} of {frames.length} ·{' '}
          {kind === 'camera'
            ? new Date(frame.timeMs).toLocaleTimeString()
            : logTime(frame.timeMs, kind).slice(3, -4)}
        </span>
      </figcaption>
    </figure>
  );
}

function FramePicture(props: { readonly frame: VehicleFrame; readonly vehicleId: number }) {
  const { frame, vehicleId } = props;
  const [photo, setPhoto] = useState<Blob | null>(null);
  useEffect(() => {
    let wanted = true;
    void frame.photo.then(
      (blob) => wanted && setPhoto(blob),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [frame]);
  const src = useObjectUrl(photo);
  const { width, height } = frame.size;
  const box = frame.plates.find((one) => one.vehicleId === vehicleId)?.plate.detection.box;
  const part = (value: number, of: number) => `${(100 * value) / of}%`;
  return (
    <div class="vehicle-frame" style={{ aspectRatio: `${width} / ${height}` }}>
      {src && <img src={src} alt="The whole frame" />}
      {box && (
        <span
          class="vehicle-frame-box"
          style={{
            left: part(box.x, width),
            top: part(box.y, height),
            width: part(box.width, width),
            height: part(box.height, height),
          }}
        />
      )}
    </div>
  );
}

/** Every single reading, for who wants to know. */
function Readings({ vehicle }: { readonly vehicle: Vehicle }) {
  const kind = source.value?.kind ?? 'video';
  const { readings } = vehicle;
  if (readings.length === 0) return null;
  return (
    <details class="vehicle-readings">
      <summary>
        {readings.length === 1 ? 'Its one reading' : `All ${readings.length} readings`}
      </summary>
      <ol>
        {readings.map((one, i) => (
          <li key={`${i} ${one.timeMs}`}>
            <b>{one.reading.text || '–'}</b> {percentText(one.reading.confidence)}{' '}
            <span class="muted">
              {kind === 'camera'
                ? new Date(one.timeMs).toLocaleTimeString()
                : logTime(one.timeMs, kind).slice(3)}
              {one.isFinal ? ', read once more at the end' : ''}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
