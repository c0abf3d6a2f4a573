import { useEffect } from 'preact/hooks';
import { activeModels } from '../activeModels.ts';
import { showError } from '../components/toasts.tsx';
import { ComparePanel } from './ComparePanel.tsx';
import { ImportPanel } from './ImportPanel.tsx';
import { KeptComparisons } from './KeptComparisons.tsx';
import { ModelRow } from './ModelRow.tsx';
import { comparisons, loadModels, models, rollBack, trouble } from './modelsState.ts';
import { loadPins } from './pins.ts';
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
              <ul class="model-list">
                {listed
                  .filter((model) => model.task === task)
                  .map((model) => (
                    <ModelRow key={model.sha256 ?? 'shipped'} model={model} />
                  ))}
              </ul>
            </section>
          ))}
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
        It starts from the models that ship and writes a model and its card. Choose both above: they
        count once they were compared on your own plates.
      </p>
    </section>
  );
}
