import { useState } from 'preact/hooks';
import { logTime, type VehicleAnswer } from '../../core/live/log.ts';
import {
  firstSeenMs,
  lastSeenMs,
  type Vehicle,
  type VehicleStatus,
  vehicleStatus,
} from '../../core/live/vehicle.ts';
import { percentText } from '../format/numbers.ts';
import { answers, hasDraft } from './answers.ts';
import { CropPicture } from './CropPicture.tsx';
import { KeepLogQuestion } from './KeepLogQuestion.tsx';
import { crops, marks, selected, source, status, vehicles } from './liveState.ts';
import { VehicleDialog } from './VehicleDialog.tsx';

/** Rows shown; the log has them all. */
const SHOWN = 200;

const STATUS_TEXT: Readonly<Record<VehicleStatus, string>> = {
  ok: 'Sure',
  doubtful: 'Doubtful',
  unread: 'Not read',
};

const CHECKED_TEXT = {
  confirmed: 'Confirmed',
  corrected: 'Corrected',
  rejected: 'Not a plate',
} as const;

const MARK_TEXT = { match: 'Watched for', 'near-match': 'Near match', allowed: 'Allowed' } as const;

/** Every vehicle of the session, newest first. */
export function VehicleList() {
  const all = [...vehicles.value].reverse();
  const { state } = status.value;
  const [open, setOpen] = useState<number | null>(null);
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
            ? 'Start a camera or open a video. Each vehicle appears here once, with its plate, its best picture and how many of its readings agree.'
            : state === 'done'
              ? 'No plate was found in this picture. Plates should be at least 20 pixels high: come closer, zoom in, or choose a larger picture.'
              : 'Waiting for the first plate …'}
        </p>
      ) : (
        <ol class="live-rows" data-testid="live-rows">
          {all.slice(0, SHOWN).map((vehicle) => (
            <Row key={vehicle.id} vehicle={vehicle} onOpen={() => setOpen(vehicle.id)} />
          ))}
        </ol>
      )}
      {all.length > SHOWN && (
        <p class="live-empty muted">and {all.length - SHOWN} more in the log</p>
      )}
      {open !== null && <VehicleDialog id={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

function Row(props: { readonly vehicle: Vehicle; readonly onOpen: () => void }) {
  const { vehicle } = props;
  const { consensus } = vehicle;
  const answer = answers.value.get(vehicle.id);
  const text = answer?.text ?? consensus.text;
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
      data-plate={text}
      data-checked={answer?.checked ?? ''}
      onMouseEnter={() => {
        selected.value = vehicle.id;
      }}
      onMouseLeave={() => {
        selected.value = null;
      }}
    >
      {crop ? <CropPicture crop={crop} /> : <span class="live-crop live-crop-none" />}
      <div class="live-row-text">
        <p class="live-plate">
          <button
            type="button"
            class="live-open"
            data-testid="live-open"
            aria-label={`Open ${text || 'the unread vehicle'}`}
            onClick={props.onOpen}
          >
            {text || '– – –'}
          </button>
        </p>
        <p class="live-row-facts">
          {answer ? (
            <span>{answeredText(answer, consensus.text)}</span>
          ) : (
            <>
              {consensus.text !== '' && <b>{percentText(consensus.confidence)}</b>}
              <span>{agreementText(vehicle)}</span>
            </>
          )}
        </p>
        <p class="live-row-facts muted">
          <time>{timeText(firstSeenMs(vehicle), kind)}</time>
          <span>{durationOf(vehicle)}</span>
          <span>{vehicle.frames === 1 ? '1 frame' : `${vehicle.frames} frames`}</span>
        </p>
        <p class="live-row-badges">
          <span class="live-badge" data-status={answer ? 'ok' : how}>
            {answer ? CHECKED_TEXT[answer.checked] : stateText(vehicle, how)}
          </span>
          {hasDraft(vehicle.id) && (
            <span class="live-badge" data-status="doubtful">
              Not saved yet
            </span>
          )}
          {vehicle.isPresent && <span class="live-badge live-badge-present">In view</span>}
          {mark !== '' && <span class="live-badge live-badge-watch">{MARK_TEXT[mark]}</span>}
        </p>
      </div>
    </li>
  );
}

/** Until its row stands, a vehicle says what is going on. */
function stateText(vehicle: Vehicle, how: VehicleStatus): string {
  if (how === 'unread') return STATUS_TEXT.unread;
  if (vehicle.isPresent && !vehicle.hasConverged) return 'Reading …';
  if (!vehicle.isPresent && !vehicle.isFinal) return 'Reading once more …';
  return STATUS_TEXT[how];
}

function answeredText({ checked }: VehicleAnswer, read: string): string {
  if (checked === 'corrected' && read !== '') return `was read as ${read}`;
  return checked === 'confirmed'
    ? 'checked by you'
    : read === ''
      ? 'entered by you'
      : `read as ${read}`;
}

/** As the vehicle's window lists them, also those too unsure to vote. */
function agreementText({ readings, consensus }: Vehicle): string {
  const all = readings.length;
  if (all === 0) return 'no reading yet';
  const same = readings.filter(({ reading }) => reading.text === consensus.text).length;
  return all === 1 ? '1 reading' : `${same} of ${all} readings`;
}

function timeText(timeMs: number, kind: 'camera' | 'video'): string {
  if (kind === 'camera') return new Date(timeMs).toLocaleTimeString();
  return logTime(timeMs, kind).replace(/^00:/, '').slice(0, -4);
}

function durationOf(vehicle: Vehicle): string {
  const seconds = (lastSeenMs(vehicle) - firstSeenMs(vehicle)) / 1000;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}
