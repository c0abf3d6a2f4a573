import { ProgressBar } from '../components/ProgressBar.tsx';
import { plural } from '../format/numbers.ts';
import { rows } from './datasetState.ts';
import { cancelReading, pauseReading, readJob, readSamples, resumeReading } from './readJob.ts';
import './readNotice.css';

/** Photos that were imported and never read: an offer, or how far the reading is. */
export function ReadNotice() {
  const job = readJob.value;
  const unread = rows.value.filter(({ isRead, kind }) => !isRead && kind === 'photo');
  if (job) {
    return (
      <section
        class="read-notice"
        aria-label="Reading kept photos"
        data-testid="read-job"
        data-state={job.state}
      >
        <p>
          {job.state === 'paused' ? 'Paused' : 'Reading'}: {job.done} of{' '}
          {plural(job.total, 'photo')}
          {job.failed > 0 && ` · ${job.failed} could not be read`}
        </p>
        <ProgressBar
          label="Photos read"
          value={job.total === 0 ? null : job.done / job.total}
          paused={job.state === 'paused'}
        />
        {job.state === 'paused' ? (
          <button type="button" class="button" onClick={resumeReading}>
            Resume
          </button>
        ) : (
          <button type="button" class="button" onClick={pauseReading}>
            Pause
          </button>
        )}
        <button type="button" class="button" onClick={cancelReading}>
          Cancel
        </button>
      </section>
    );
  }
  if (unread.length === 0) return null;
  return (
    <section class="read-notice" aria-label="Photos not read yet">
      <p>
        {plural(unread.length, 'photo')} {unread.length === 1 ? 'was' : 'were'} not read yet: the
        reader can fill in what it sees, for you to check.
      </p>
      <button
        type="button"
        class="button button-primary"
        data-testid="read-now"
        onClick={() => readSamples(unread.map(({ id }) => id))}
      >
        Read them now
      </button>
    </section>
  );
}
