import { ProgressBar } from '../components/ProgressBar.tsx';
import { bytesText } from '../format/numbers.ts';
import { job } from './jobState.ts';
import './jobNotice.css';

/** The running job with its progress, above whatever is open. */
export function JobNotice() {
  const running = job.value;
  if (!running) return null;
  const { title, progress, cancel } = running;
  const known = progress !== null && progress.total > 0;
  return (
    <dialog
      class="job-notice"
      aria-label={title}
      data-testid="job"
      ref={(element) => {
        if (element && !element.open) element.showModal();
      }}
      onCancel={(event) => {
        event.preventDefault();
        cancel();
      }}
    >
      <p>
        <b>{title}</b>
        {known && ` · ${progress.done} of ${progress.total} · ${bytesText(progress.bytes)}`}
      </p>
      <ProgressBar label={title} value={known ? progress.done / progress.total : null} />
      <button type="button" class="button" onClick={cancel}>
        Stop
      </button>
    </dialog>
  );
}
