import { useState } from 'preact/hooks';
import { Later, type Load } from '../components/Later.tsx';
import { bytesText } from '../format/numbers.ts';
import { ClassChoice } from './ClassChoice.tsx';
import { confirmActivate } from './confirmActivate.ts';
import { gpuUnfit, gpuWords } from './gpuFit.ts';
import { lastComparison } from './lastComparison.ts';
import { activeOf, comparisons, type ListedModel, remove } from './modelsState.ts';

/** Draws charts: loaded when a card is opened. */
const DETAILS: Load<{ readonly model: ListedModel }> = () => import('./CardDetails.tsx');

type State = 'active' | 'compared' | 'unverified' | 'shipped' | 'earlier';

const WORDS: Readonly<Record<State, string>> = {
  active: 'in use',
  compared: 'compared',
  unverified: 'unverified: not compared yet',
  shipped: 'comes with the app',
  earlier: 'came with an earlier version',
};

/** A model: what it is, whether it is in use, its card, and what can be done with it. */
export function ModelRow({ model }: { readonly model: ListedModel }) {
  const [open, setOpen] = useState(false);
  const { card, sha256, task, file } = model;
  const unfit = gpuWords(gpuUnfit(card.sha256));
  const isCompared = lastComparison(model, comparisons.value) !== null;
  const state: State =
    activeOf(task) === sha256
      ? 'active'
      : sha256 === null
        ? 'shipped'
        : model.isEarlier
          ? 'earlier'
          : isCompared
            ? 'compared'
            : 'unverified';
  return (
    <li class="card model-row" data-testid="model-row" data-model={card.id} data-state={state}>
      <div class="model-head">
        <h3>{card.id}</h3>
        <span class="model-state" data-state={state}>
          {WORDS[state]}
        </span>
        <span class="muted">
          {bytesText(card.bytes)}
          {file && file !== `${card.id}.onnx` ? ` · ${file}` : ''}
          {card.licence ? ` · ${card.licence}` : ''}
        </span>
      </div>
      <div class="model-actions">
        {state !== 'active' && (
          <button
            type="button"
            class="button"
            data-testid="model-activate"
            aria-label={`Use it: ${card.id}`}
            onClick={() => confirmActivate(model)}
          >
            Use it
          </button>
        )}
        {sha256 !== null && state !== 'active' && (
          <button
            type="button"
            class="button button-quiet"
            aria-label={`Remove ${card.id}`}
            onClick={() => void remove(model)}
          >
            Remove
          </button>
        )}
      </div>
      {unfit && <p class="muted">{unfit}</p>}
      <ClassChoice model={model} />
      <details class="how" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Card</summary>
        {open && (
          <Later
            load={DETAILS}
            with={{ model }}
            failed="The card could not be loaded. Check the connection, then reload the page."
          />
        )}
      </details>
    </li>
  );
}
