import { useState } from 'preact/hooks';
import type { ModelTask } from '../../core/modelCard.ts';
import { ProgressBar } from '../components/ProgressBar.tsx';
import { timeLeftText } from '../format/numbers.ts';
import type { Side } from './comparePhotos.ts';
import { cancelComparison, compareState, pauseComparison, runComparison } from './compareRun.ts';
import { activeOf, type ListedModel } from './modelsState.ts';
import { TESSERACT } from './tesseractModel.ts';

/** Choosing a candidate and a reference, and running both over the labelled photos. */
export function ComparePanel(props: { readonly listed: readonly ListedModel[] }) {
  const listed = [...props.listed, TESSERACT];
  const candidates = listed.filter(({ sha256, task }) => sha256 !== activeOf(task));
  const [chosen, setChosen] = useState('');
  const [against, setAgainst] = useState('');
  const [withUnlabelled, setWithUnlabelled] = useState(false);
  const candidate =
    candidates.find((model) => keyOf(model) === chosen) ??
    candidates.filter((model) => model !== TESSERACT).at(-1) ??
    candidates[0];
  const now = compareState.value;
  const references = listed.filter(
    (model) => model.task === candidate?.task && keyOf(model) !== (candidate && keyOf(candidate)),
  );
  const active = (task: ModelTask) =>
    listed.find((model) => model.task === task && model.sha256 === activeOf(task));
  const reference =
    references.find((model) => keyOf(model) === against) ?? (candidate && active(candidate.task));
  const run = () => {
    const [detector, reader] = [active('detector'), active('reader')];
    if (!candidate || !reference || !detector || !reader) return;
    const side: Side = { detector, reader, [reference.task]: reference };
    void runComparison(side, candidate, withUnlabelled);
  };
  return (
    <section class="card" aria-labelledby="models-compare">
      <h2 id="models-compare">Compare on your own plates</h2>
      {!candidate ? (
        <p>
          There is nothing to compare yet: only the models that come with the app are here. Bring
          one of your own above, then both read your labelled photos and are told apart.
        </p>
      ) : (
        <>
          <p>
            Both read every photo you have labelled, in turns. Nothing else changes: no result, no
            label, no other screen.
          </p>
          <div class="models-choice">
            <label>
              New{' '}
              <select
                class="select"
                value={keyOf(candidate)}
                onChange={(event) => setChosen(event.currentTarget.value)}
              >
                {candidates.map((model) => (
                  <option key={keyOf(model)} value={keyOf(model)}>
                    {model.card.id}
                  </option>
                ))}
              </select>
            </label>
            <label>
              against{' '}
              <select
                class="select"
                value={reference ? keyOf(reference) : ''}
                onChange={(event) => setAgainst(event.currentTarget.value)}
              >
                {references.map((model) => (
                  <option key={keyOf(model)} value={keyOf(model)}>
                    {model.card.id}
                    {model.sha256 === activeOf(model.task) ? ' (in use)' : ''}
                  </option>
                ))}
              </select>
            </label>
            <button
              type="button"
              class="button button-primary"
              data-testid="compare-run"
              disabled={now.state === 'running'}
              onClick={run}
            >
              Compare
            </button>
          </div>
          <label class="menu-check">
            <input
              type="checkbox"
              checked={withUnlabelled}
              onChange={(event) => setWithUnlabelled(event.currentTarget.checked)}
            />{' '}
            Also photos without an answer: shows where the two read differently, counts for nothing
          </label>
        </>
      )}
      {now.state === 'running' && (
        <div class="models-progress">
          <ProgressBar
            label="Comparing"
            value={now.total > 0 ? now.done / now.total : null}
            paused={now.paused}
          />
          <p role="status">
            {now.total > 0 ? `${now.done} of ${now.total} pictures` : 'Starting both models …'}
            {now.paused ? ' · paused' : ''}
            {now.leftMs !== null && ` · ${timeLeftText(now.leftMs)}`}
          </p>
          <button type="button" class="button" onClick={() => pauseComparison(!now.paused)}>
            {now.paused ? 'Go on' : 'Pause'}
          </button>
          <button type="button" class="button button-quiet" onClick={cancelComparison}>
            Cancel
          </button>
        </div>
      )}
      {now.state === 'stopped' && (
        <p role="status">
          Stopped after {now.done} of {now.total} pictures. What was read is kept: Compare goes on
          from there.
        </p>
      )}
      {now.state === 'failed' && (
        <p class="models-error" role="alert">
          The comparison stopped: {now.message} Nothing was changed.
        </p>
      )}
    </section>
  );
}

const keyOf = ({ sha256, task }: ListedModel) => sha256 ?? `shipped ${task}`;
