import { lazy, Suspense } from 'preact/compat';
import { useState } from 'preact/hooks';
import { bytesText } from '../format/numbers.ts';
import { confirmActivate } from './confirmActivate.ts';
import { activeOf, comparisons, type ListedModel, remove } from './modelsState.ts';

/** Draws charts: loaded when a card is opened. */
const CardDetails = lazy(() => import('./CardDetails.tsx'));

type State = 'active' | 'compared' | 'unverified' | 'shipped';

const WORDS: Readonly<Record<State, string>> = {
  active: 'in use',
  compared: 'compared',
  unverified: 'unverified: not compared yet',
  shipped: 'comes with the app',
};

/** A model: what it is, whether it is in use, its card, and what can be done with it. */
export function ModelRow({ model }: { readonly model: ListedModel }) {
  const [open, setOpen] = useState(false);
  const { card, sha256, task, file } = model;
  const isCompared = comparisons.value.some((kept) => kept.model === sha256 && kept.task === task);
  const state: State =
    activeOf(task) === sha256
      ? 'active'
      : sha256 === null
        ? 'shipped'
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
      <details class="how" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Card</summary>
        {open && (
          <Suspense fallback={<p class="muted">Loading …</p>}>
            <CardDetails model={model} />
          </Suspense>
        )}
      </details>
    </li>
  );
}
