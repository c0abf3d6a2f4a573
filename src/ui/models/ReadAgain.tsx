import { useEffect } from 'preact/hooks';
import { openDataset, rows } from '../dataset/datasetState.ts';
import { readSamples } from '../dataset/readJob.ts';
import { engine, startEngine } from '../engine.ts';
import { plural } from '../format/numbers.ts';
import { batch, openKeptBatch } from '../read/readState.ts';

/** Photos that other models read than those in use: each list can be read again, what was said of them stays. */
export function ReadAgain() {
  useEffect(() => {
    void openDataset();
    void openKeptBatch();
    void startEngine();
  }, []);
  if (engine.value.state !== 'ready') return null;
  const { detector, reader } = engine.value.info;
  const inBatch = batch.items.value.flatMap(({ index, outcome, source }) =>
    outcome?.kind === 'read' &&
    source &&
    (outcome.detector.sha256 !== detector.sha256 || outcome.reader.sha256 !== reader.sha256)
      ? [index]
      : [],
  );
  const kept = rows.value.filter(
    ({ kind, isRead, state, models }) =>
      kind === 'photo' &&
      isRead &&
      state === 'unlabelled' &&
      models.join() !== [detector.id, reader.id].join(),
  );
  if (inBatch.length === 0 && kept.length === 0) return null;
  return (
    <section class="card" aria-labelledby="models-again" data-testid="models-again">
      <h2 id="models-again">Read by other models</h2>
      <p>
        These photos were read before {detector.id} and {reader.id} were in use. What you said of
        plates stays as it is.
      </p>
      <div class="models-choice">
        {inBatch.length > 0 && (
          <button
            type="button"
            class="button"
            onClick={() => {
              batch.readAgain(inBatch);
              location.hash = '#/read';
            }}
          >
            Read {plural(inBatch.length, 'photo')} of the Read screen again
          </button>
        )}
        {kept.length > 0 && (
          <button
            type="button"
            class="button"
            onClick={() => {
              readSamples(kept.map(({ id }) => id));
              location.hash = '#/dataset';
            }}
          >
            Read {plural(kept.length, 'kept photo')} without a label again
          </button>
        )}
      </div>
    </section>
  );
}
