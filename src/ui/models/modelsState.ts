/** The Models screen's state: which models there are, which are in use, and what was compared. */
import { signal } from '@preact/signals';
import type { Comparison } from '../../core/gate/compare.ts';
import type { UnlabelledOutcome } from '../../core/gate/unlabelled.ts';
import type { ModelCard, ModelTask } from '../../core/modelCard.ts';
import { type ActiveModels, updateActiveModels } from '../../store/activeModels.ts';
import {
  type OwnModel,
  removeModel,
  savedComparisons,
  savedModelBytes,
  savedModels,
  saveModel,
} from '../../store/models.ts';
import { activeModels, loadActiveModels } from '../activeModels.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { startEngine } from '../engine.ts';
import { shippedCard } from './shippedCards.ts';

/** A model as the screen lists it. `sha256` is null for the one that ships. */
export interface ListedModel {
  readonly sha256: string | null;
  readonly task: ModelTask;
  readonly card: ModelCard;
  /** The whole card as it lies in its file, to be drawn. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly file: string | null;
  /** It came with an earlier version of the app. */
  readonly isEarlier?: boolean;
}

/** A comparison that was kept. */
export interface KeptComparison {
  readonly id: string;
  readonly at: number;
  readonly reference: { readonly detector: string; readonly reader: string };
  readonly candidate: { readonly detector: string; readonly reader: string };
  /** Hash of the candidate, null for what ships. */
  readonly model: string | null;
  readonly task: ModelTask;
  /** Classes of the candidate that counted as plates; none where everything that it found did. */
  readonly classes?: readonly number[];
  /** Size of the two that differ. */
  readonly bytes?: { readonly reference: number; readonly candidate: number };
  /** Photos that one of them could not read. */
  readonly unread?: number;
  /** Labelled photos that one of them learnt from: they are no evidence. */
  readonly learnt?: number;
  /** Photos without an answer, where they were asked for. */
  readonly unlabelled?: UnlabelledOutcome;
  readonly comparison: Comparison;
  /** What it cost, milliseconds: reading photos, and of that inside both models' runs. */
  readonly took?: { readonly ms: number; readonly runMs: number };
  /** A person used the model against the verdict. */
  readonly overruled?: number;
}

export const models = signal<readonly ListedModel[] | null>(null);
export const comparisons = signal<readonly KeptComparison[]>([]);
export const trouble = signal<string | null>(null);

export async function loadModels(): Promise<void> {
  try {
    await loadActiveModels();
    const [detector, reader, own, kept] = await Promise.all([
      shippedCard('detector'),
      shippedCard('reader'),
      savedModels(),
      savedComparisons(),
    ]);
    const shipped = [detector, reader].flatMap((raw): ListedModel[] =>
      raw ? [{ sha256: null, task: raw.card.task, card: raw.card, raw: raw.raw, file: null }] : [],
    );
    const isCopy = ({ sha256 }: OwnModel) => shipped.some(({ card }) => card.sha256 === sha256);
    models.value = [...shipped, ...own.filter((model) => !isCopy(model)).map(toListed)];
    comparisons.value = kept.flatMap(({ result }) => (isKept(result) ? [result] : []));
    trouble.value = null;
  } catch (error) {
    trouble.value = error instanceof Error ? error.message : String(error);
    models.value ??= [];
  }
}

const isKept = (result: unknown): result is KeptComparison =>
  typeof result === 'object' && result !== null && 'comparison' in result;

const toListed = ({ sha256, card, file, isShipped }: OwnModel): ListedModel => ({
  sha256,
  card,
  file,
  isEarlier: isShipped,
  task: card.task,
  raw: card as unknown as Readonly<Record<string, unknown>>,
});

/** The hash in use for a task, null for what ships. */
export const activeOf = (task: ModelTask) => activeModels.value[task];

/** The model of an earlier version that is in use although this one brings another; undefined for none. */
export const earlierOf = (task: ModelTask) =>
  models.value?.find(
    (model) => model.isEarlier && model.task === task && model.sha256 === activeOf(task),
  );

/** Takes a model into use, at once and everywhere. */
export async function activate(model: ListedModel): Promise<void> {
  const now = activeModels.peek();
  const { detector, reader, before } = now;
  if (now[model.task] === model.sha256) return;
  const next = {
    [model.task]: model.sha256,
    before: [{ detector, reader }, ...before].slice(0, 20),
  };
  await change(next, `${model.card.id} is in use now.`);
}

/** Goes back to what was in use before. */
export async function rollBack(): Promise<void> {
  const [last, ...before] = activeModels.peek().before;
  if (last) await change({ ...last, before }, 'The models from before are in use again.');
}

async function change(next: Partial<ActiveModels>, text: string): Promise<void> {
  try {
    activeModels.value = await updateActiveModels((now) => ({ ...now, ...next }));
    void startEngine();
    showToast({ text });
  } catch (error) {
    showError(error);
  }
}

/** Removes an own model; Undo brings it back. */
export async function remove(model: ListedModel): Promise<void> {
  const { sha256 } = model;
  if (sha256 === null) return;
  try {
    const bytes = await savedModelBytes(sha256);
    await removeModel(sha256);
    await loadModels();
    const undo = async () => {
      if (!bytes) return;
      const { card, file, isEarlier } = model;
      const record = { sha256, file: file ?? '', importedAt: Date.now(), card };
      await saveModel({ ...record, ...(isEarlier && { shipped: true }) }, bytes);
      await loadModels();
    };
    showToast({
      text: `${model.card.id} was removed.`,
      action: { label: 'Undo', run: () => void undo().catch(showError) },
    });
  } catch (error) {
    showError(error);
  }
}
