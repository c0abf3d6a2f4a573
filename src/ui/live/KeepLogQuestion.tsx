import type { KeepLog } from '../../core/live/keptLog.ts';
import { chooseKeepLog } from './keptLog.ts';
import { liveOptions } from './liveOptions.ts';

type Choice = Exclude<KeepLog, 'ask'>;

export const KEEP_LOG_TEXT: Readonly<Record<Choice, string>> = {
  off: 'Off',
  '24h': '24 hours',
  '7d': '7 days',
  'until-cleared': 'Until the next one',
};

const ANSWERS: readonly { readonly keep: Choice; readonly text: string }[] = [
  { keep: 'off', text: 'Do not keep it' },
  { keep: '24h', text: '24 hours' },
  { keep: '7d', text: '7 days' },
  { keep: 'until-cleared', text: 'Until the next one' },
];

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
        {ANSWERS.map(({ keep, text }) => (
          <button
            key={keep}
            type="button"
            class="button"
            data-testid={`keep-log-${keep}`}
            onClick={() => chooseKeepLog(keep)}
          >
            {text}
          </button>
        ))}
      </div>
    </section>
  );
}
