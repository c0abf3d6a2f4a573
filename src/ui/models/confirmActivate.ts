/** Taking a model into use; against the gate's verdict only after a second word. */
import { saveComparison, saveModelCard } from '../../store/models.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { lastComparison } from './lastComparison.ts';
import {
  activate,
  comparisons,
  earlierOf,
  type KeptComparison,
  type ListedModel,
  loadModels,
} from './modelsState.ts';

/** The newest comparison of a model as it is now decides what is asked. */
export function confirmActivate(model: ListedModel): void {
  const { sha256, task } = model;
  const last = lastComparison(model, comparisons.peek());
  const verdict = last?.comparison.gate.verdict;
  // Back to what ships is no question, unless that is what is new.
  if ((sha256 === null && !earlierOf(task)) || verdict === 'accept') {
    void take(model, last, false).catch(showError);
    return;
  }
  showToast({
    text: `${whyNot(model, verdict)} You can use it all the same, and go back at any time.`,
    action: {
      label: 'Use it all the same',
      run: () => void overrule(model, last?.id ?? null).catch(showError),
    },
  });
}

function whyNot({ sha256 }: ListedModel, verdict: 'refuse' | 'undecided' | undefined): string {
  if (verdict === 'refuse') return 'The comparison refused it: it reads your plates worse.';
  if (verdict) return 'The comparison could not tell it apart from what you have.';
  if (comparisons.peek().some((kept) => kept.model === sha256 && kept.classes)) {
    return 'Other classes count as plates since it was compared.';
  }
  return 'It was not compared with what you have yet.';
}

/** Recorded with the comparison and in the card, so that it can be seen later why this model reads. */
async function overrule(model: ListedModel, comparison: string | null): Promise<void> {
  const kept = comparisons.peek().find(({ id }) => id === comparison);
  if (kept) {
    const result = { ...kept, overruled: Date.now() };
    await saveComparison({ id: kept.id, at: kept.at, result });
  }
  await take(model, kept ?? null, true);
}

/** Takes a model into use, and writes the gate's word into its card. */
async function take(
  model: ListedModel,
  kept: KeptComparison | null,
  overruled: boolean,
): Promise<void> {
  if (model.sha256 !== null) {
    const { verdict, n, mended, broken, better } = kept?.comparison.gate ?? {};
    const gate = {
      at: new Date().toISOString(),
      overruled,
      verdict: verdict ?? 'not compared',
      ...(kept && { against: kept.reference[kept.task], n, mended, broken, evidence: better }),
    };
    await saveModelCard(model.sha256, { ...model.card, gate });
  }
  await activate(model);
  await loadModels();
}
