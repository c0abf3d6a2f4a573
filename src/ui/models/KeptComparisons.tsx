import { removeComparison, saveComparison } from '../../store/models.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { ageText } from '../format/numbers.ts';
import { shown } from './compareRun.ts';
import { comparisons, type KeptComparison, loadModels } from './modelsState.ts';
import { VERDICTS } from './verdictWords.ts';

/** Comparisons made earlier: to be opened again, or forgotten. */
export function KeptComparisons() {
  return (
    <section class="card" aria-labelledby="models-kept">
      <h2 id="models-kept">Earlier comparisons</h2>
      <ul class="kept-list">
        {comparisons.value.map((kept) => {
          const name = `${kept.candidate[kept.task]} against ${kept.reference[kept.task]}`;
          return (
            <li key={kept.id}>
              <button type="button" class="link-button" onClick={() => open(kept)}>
                {name}
              </button>
              <span class="muted">
                {VERDICTS[kept.comparison.gate.verdict]} · {ageText(Date.now() - kept.at)}
              </span>
              <button
                type="button"
                class="button button-quiet"
                aria-label={`Forget ${name}`}
                onClick={() => void forget(kept).catch(showError)}
              >
                Forget
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function open(kept: KeptComparison): void {
  shown.value = kept;
  document.getElementById('models-result')?.scrollIntoView({ block: 'start' });
}

async function forget(kept: KeptComparison): Promise<void> {
  await removeComparison(kept.id);
  if (shown.peek()?.id === kept.id) shown.value = null;
  await loadModels();
  const undo = async () => {
    await saveComparison({ id: kept.id, at: kept.at, result: kept });
    await loadModels();
  };
  showToast({
    text: 'The comparison was forgotten.',
    action: { label: 'Undo', run: () => void undo().catch(showError) },
  });
}
