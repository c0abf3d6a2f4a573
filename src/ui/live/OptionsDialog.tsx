import { useState } from 'preact/hooks';
import type { KeepLog } from '../../core/live/keptLog.ts';
import { RETENTION_MINUTES, SAME_EVENT_MINUTES } from '../../live/options.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Choice, Field } from '../settings/Field.tsx';
import { KEEP_LOG_TEXT } from './KeepLogQuestion.tsx';
import { chooseKeepLog } from './keptLog.ts';
import { changeLiveOptions, liveOptions } from './liveOptions.ts';
import { Switch } from './Switch.tsx';
import { WatchPanel } from './WatchPanel.tsx';

/** Options of the Live screen; they hold at once. */
export function OptionsDialog({ onClose }: { readonly onClose: () => void }) {
  const options = liveOptions.value;
  const [advanced, setAdvanced] = useState(false);
  return (
    <Dialog title="Live options" onClose={onClose}>
      <div class="live-options">
        <Choice
          label="Size frames are searched at"
          hint="Long side of the picture in which plates are looked for. Automatic goes up and down with what the device can do."
          value={String(options.inputSize)}
          options={['0', '320', '416', '640'].map((value) => ({
            value,
            label: value === '0' ? 'Automatic' : value,
          }))}
          onChange={(value) =>
            changeLiveOptions({ inputSize: Number(value) as typeof options.inputSize })
          }
        />
        <Field
          id="same-event"
          label="Same vehicle again"
          hint="A plate that comes back within this time stays one row."
        >
          <select
            id="same-event"
            class="select"
            aria-describedby="same-event-hint"
            value={String(options.sameEventMinutes)}
            onChange={(event) =>
              changeLiveOptions({ sameEventMinutes: Number(event.currentTarget.value) })
            }
          >
            {SAME_EVENT_MINUTES.map((minutes) => (
              <option key={minutes} value={String(minutes)}>
                {minutes === 0 ? 'Always a new row' : minutesText(minutes)}
              </option>
            ))}
          </select>
        </Field>
        <Field
          id="retention"
          label="Forget vehicles after"
          hint="From a camera only: rows of vehicles out of sight for longer are removed."
        >
          <select
            id="retention"
            class="select"
            aria-describedby="retention-hint"
            value={String(options.retentionMinutes)}
            onChange={(event) =>
              changeLiveOptions({ retentionMinutes: Number(event.currentTarget.value) })
            }
          >
            {RETENTION_MINUTES.map((minutes) => (
              <option key={minutes} value={String(minutes)}>
                {minutes === 0 ? 'Never' : minutesText(minutes)}
              </option>
            ))}
          </select>
        </Field>
        <Field
          id="keep-log"
          label="Keep the log"
          hint="On this device only, so that it is still there after a reload. Each row goes when its time is over. Off: the log is gone when you close this tab."
        >
          <select
            id="keep-log"
            class="select"
            aria-describedby="keep-log-hint"
            value={options.keepLog === 'ask' ? 'off' : options.keepLog}
            onChange={(event) => chooseKeepLog(event.currentTarget.value as KeepLog)}
          >
            {(['off', '24h', '7d', 'until-cleared'] as const).map((keep) => (
              <option key={keep} value={keep}>
                {KEEP_LOG_TEXT[keep]}
              </option>
            ))}
          </select>
        </Field>
        <Switch
          id="capture-doubtful"
          label="Keep doubtful plates in the dataset"
          hint="When a vehicle leaves and its text is doubtful, its best frame is stored on this device, to be corrected later."
          checked={options.captureDoubtful}
          onChange={(captureDoubtful) => changeLiveOptions({ captureDoubtful })}
        />
        <WatchPanel />
        <details open={advanced} onToggle={(event) => setAdvanced(event.currentTarget.open)}>
          <summary>For measuring</summary>
          <Switch
            id="read-all"
            label="Read every frame’s plate"
            hint="Goes on after a text has settled. Slower; the JSON log then has a reading of nearly every frame."
            checked={options.readAll}
            onChange={(readAll) => changeLiveOptions({ readAll })}
          />
          <Switch
            id="every-frame"
            label="Detect on every frame"
            hint="In real time too, however busy the device gets; frames it cannot take are passed over."
            checked={options.everyFrame}
            onChange={(everyFrame) => changeLiveOptions({ everyFrame })}
          />
        </details>
      </div>
    </Dialog>
  );
}

function minutesText(minutes: number): string {
  if (minutes >= 60) return minutes === 60 ? '1 hour' : `${minutes / 60} hours`;
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
