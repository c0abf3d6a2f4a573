import { useEffect, useRef } from 'preact/hooks';
import { logTime } from '../../core/live/log.ts';
import {
  firstSeenMs,
  lastSeenMs,
  type Vehicle,
  type VehicleStatus,
  vehicleStatus,
} from '../../core/live/vehicle.ts';
import type { RgbaImage } from '../../core/types.ts';
import { percentText } from '../format/numbers.ts';
import { KeepLogQuestion } from './KeepLogQuestion.tsx';
import { crops, marks, selected, source, status, vehicles } from './liveState.ts';

/** Rows shown; the log has them all. */
const SHOWN = 200;

const STATUS_TEXT: Readonly<Record<VehicleStatus, string>> = {
  ok: 'Sure',
  doubtful: 'Doubtful',
  unread: 'Not read',
};

/** Every vehicle of the session, newest first. */
export function VehicleList() {
  const all = [...vehicles.value].reverse();
  const { state } = status.value;
  return (
    <section class="live-list" aria-labelledby="live-list-title">
      <header class="live-list-head">
        <h2 id="live-list-title">Vehicles</h2>
        <span class="muted">{all.length}</span>
      </header>
      {all.length > 0 && <KeepLogQuestion />}
      {all.length === 0 ? (
        <p class="live-empty muted">
          {state === 'idle' || state === 'error'
            ? 'Start a camera or open a video. Each vehicle appears here once, with its plate, best crop and votes.'
            : state === 'done'
              ? 'No plate was found in this picture. Plates should be at least 20 pixels high: come closer, zoom in, or choose a larger picture.'
              : 'Waiting for the first plate …'}
        </p>
      ) : (
        <ol class="live-rows" data-testid="live-rows">
          {all.slice(0, SHOWN).map((vehicle) => (
            <Row key={vehicle.id} vehicle={vehicle} />
          ))}
        </ol>
      )}
      {all.length > SHOWN && (
        <p class="live-empty muted">and {all.length - SHOWN} more in the log</p>
      )}
    </section>
  );
}

function Row({ vehicle }: { readonly vehicle: Vehicle }) {
  const { consensus } = vehicle;
  const kind = source.value?.kind ?? 'video';
  const mark = marks.value.get(vehicle.id) ?? '';
  const crop = crops.value.get(vehicle.id);
  const how = vehicleStatus(vehicle);
  return (
    <li
      class="live-row"
      data-status={how}
      data-present={vehicle.isPresent}
      data-watch={mark}
      data-plate={consensus.text}
      onMouseEnter={() => {
        selected.value = vehicle.id;
      }}
      onMouseLeave={() => {
        selected.value = null;
      }}
    >
      {crop ? <CropPicture crop={crop} /> : <span class="live-crop live-crop-none" />}
      <div class="live-row-text">
        <p class="live-plate">{consensus.text || '– – –'}</p>
        <p class="live-row-facts">
          {consensus.text !== '' && <b>{percentText(consensus.confidence)}</b>}
          <span>{votesText(consensus.votes, consensus.dissent)}</span>
        </p>
        <p class="live-row-facts muted">
          <time>{timeText(firstSeenMs(vehicle), kind)}</time>
          <span>{durationOf(vehicle)}</span>
          <span>{vehicle.frames === 1 ? '1 frame' : `${vehicle.frames} frames`}</span>
        </p>
        <p class="live-row-badges">
          <span class="live-badge" data-status={how}>
            {how !== 'unread' && vehicle.isPresent && !vehicle.hasConverged
              ? 'Reading …'
              : STATUS_TEXT[how]}
          </span>
          {vehicle.isPresent && <span class="live-badge live-badge-present">In view</span>}
          {mark !== '' && (
            <span class="live-badge live-badge-watch">
              {mark === 'match' ? 'Watch list' : 'Near match'}
            </span>
          )}
        </p>
      </div>
    </li>
  );
}

function CropPicture({ crop }: { readonly crop: RgbaImage }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const data = new ImageData(crop.width, crop.height);
    data.data.set(crop.data);
    context?.putImageData(data, 0, 0);
  }, [crop]);
  return (
    <canvas
      ref={canvas}
      class="live-crop"
      width={crop.width}
      height={crop.height}
      role="img"
      aria-label="Best crop"
    />
  );
}

function votesText(votes: number, dissent: number): string {
  if (votes + dissent === 0) return 'no reading yet';
  const said = votes === 1 ? '1 vote' : `${votes} votes`;
  return dissent === 0 ? said : `${said}, ${dissent} against`;
}

function timeText(timeMs: number, kind: 'camera' | 'video'): string {
  if (kind === 'camera') return new Date(timeMs).toLocaleTimeString();
  return logTime(timeMs, kind).replace(/^00:/, '').slice(0, -4);
}

function durationOf(vehicle: Vehicle): string {
  const seconds = (lastSeenMs(vehicle) - firstSeenMs(vehicle)) / 1000;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}
