import type { KeepLog } from '../../core/live/keptLog.ts';
import { chooseKeepLog } from './keptLog.ts';
import { liveOptions } from './liveOptions.ts';

type Choice = Exclude<KeepLog, 'ask'>;

export const KEEP_LOG_TEXT: Readonly<Record<Choice, string>> = {
  off: 'Off',
  '24h': '24 hours',
  '7d': '7 days',
  'until-cleared': 'Until the next session',
};

const ANSWERS: readonly Choice[] = ['off', '24h', '7d', 'until-cleared'];

/** Asked once, when there is a first vehicle to keep. */
export function KeepLogQuestion() {
  if (liveOptions.value.keepLog !== 'ask') return null;
  return (
    <section class="live-keep" aria-labelledby="live-keep-title" data-testid="keep-log">
      <p id="live-keep-title">
        <b>Keep this log after a reload?</b>{' '}
        <span class="muted">
          On this device only, and until another picture is opened. You can change it under Options.
        </span>
      </p>
      <div class="live-keep-answers">
        {ANSWERS.map((keep) => (
          <button
            key={keep}
            type="button"
            class="button"
            data-testid={`keep-log-${keep}`}
            onClick={() => chooseKeepLog(keep)}
          >
            {keep === 'off' ? 'Do not keep it' : KEEP_LOG_TEXT[keep]}
          </button>
        ))}
      </div>
    </section>
  );
}
