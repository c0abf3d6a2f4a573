import { useEffect } from 'preact/hooks';
import type { ModelTask } from '../../core/modelCard.ts';
import { activeModels } from '../activeModels.ts';
import { Hint } from '../components/Hint.tsx';
import { showError } from '../components/toasts.tsx';
import { ComparePanel } from './ComparePanel.tsx';
import { ImportPanel } from './ImportPanel.tsx';
import { KeptComparisons } from './KeptComparisons.tsx';
import { ModelRow } from './ModelRow.tsx';
import { comparisons, earlierOf, loadModels, models, rollBack, trouble } from './modelsState.ts';
import { loadPins } from './pins.ts';
import { ReadAgain } from './ReadAgain.tsx';
import { ResultPanel } from './ResultPanel.tsx';
import './models.css';

/** The Models screen: which models read, bring one's own, compare two, take one into use or go back. */
export default function ModelsView() {
  useEffect(() => {
    void loadModels();
    void loadPins().catch(showError);
  }, []);
  const listed = models.value;
  const canGoBack = activeModels.value.before.length > 0;
  return (
    <div class="models">
      <header class="models-head">
        <h1>Models</h1>
        {canGoBack && (
          <button type="button" class="button" onClick={() => void rollBack()}>
            Go back to the models before
          </button>
        )}
      </header>
      <Hint id="models">
        One model finds plates, the other reads them. Bring your own, compare it on your photos, and
        use it if it reads better; you can always go back.
      </Hint>
      {trouble.value && (
        <p class="models-error" role="alert">
          {trouble.value} Nothing was changed. Reload the page to try again.
        </p>
      )}
      {listed === null ? (
        <p class="screen-loading">Loading the models …</p>
      ) : (
        <>
          {(['detector', 'reader'] as const).map((task) => (
            <section key={task} aria-labelledby={`models-${task}`}>
              <h2 id={`models-${task}`}>{task === 'detector' ? 'Finds plates' : 'Reads plates'}</h2>
              <NewVersion task={task} />
              <ul class="model-list">
                {listed
                  .filter((model) => model.task === task)
                  .map((model) => (
                    <ModelRow key={model.sha256 ?? 'shipped'} model={model} />
                  ))}
              </ul>
            </section>
          ))}
          <ReadAgain />
          <ImportPanel />
          <ComparePanel listed={listed} />
          <ResultPanel />
          {comparisons.value.length > 0 && <KeptComparisons />}
          <TrainPanel />
        </>
      )}
    </div>
  );
}

/** This version of the app brought a model, and the one before it is still in use. */
function NewVersion({ task }: { readonly task: ModelTask }) {
  const earlier = earlierOf(task);
  const brought = models.value?.find((model) => model.task === task && model.sha256 === null);
  if (!earlier || !brought) return null;
  return (
    <p class="models-note" data-testid="model-new">
      <b>{brought.card.id}</b> came with this version. {earlier.card.id} stays in use until you
      choose: compare both on your plates below, then use the better one.
    </p>
  );
}

function TrainPanel() {
  return (
    <section class="card" aria-labelledby="models-train">
      <h2 id="models-train">Train from your corrections</h2>
      <p>
        Export the dataset as a zip on the <a href="#/dataset">Dataset screen</a>, then run in the
        project’s folder:
      </p>
      <pre class="models-command">
        <code>python -m platewheel finetune export.zip</code>
      </pre>
      <p class="muted">
        It starts from the models that ship and writes <code>model-detector.zip</code> and{' '}
        <code>model-reader.zip</code>. Choose them above: they count once they were compared on
        plates of yours that they have not seen, so answer more after the export.
      </p>
    </section>
  );
}
