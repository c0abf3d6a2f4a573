import { ProgressBar } from '../components/ProgressBar.tsx';
import { layer } from '../engine.ts';
import { batch } from '../read/readState.ts';
import { setLearns } from './learner.ts';
import { doing, state, trouble, view } from './learnState.ts';
import { statusLine } from './words.ts';
import './learn.css';

/** Where learning stands in one line, with its switch. */
export default function LearnStatus() {
  const now = state.value;
  // After a reload they are there before it is known what was learnt from them.
  const isAnswered = batch.counts.value.checked > 0;
  return (
    <div
      class="learn-status"
      data-testid="layer-status"
      data-state={now}
      data-answers={view.value?.answers ?? 0}
    >
      <label class="learn-switch">
        <input
          type="checkbox"
          class="switch"
          role="switch"
          data-testid="layer-switch"
          checked={now !== 'off'}
          aria-checked={now !== 'off'}
          onChange={(event) => setLearns(event.currentTarget.checked)}
        />
        Learn from me
      </label>
      <p role="status">
        {trouble.value ?? statusLine(now, view.value, layer.value !== null || isAnswered)}
      </p>
      {doing.value && (
        <div class="learn-doing">
          <p class="muted">{doing.value.text} …</p>
          <ProgressBar label={doing.value.text} value={doing.value.share} />
        </div>
      )}
    </div>
  );
}
