/** The photos of the Read screen as targets of correction, and what was said of them as results. */
import { effect } from '@preact/signals';
import { predictionId } from '../../core/dataset/predictionId.ts';
import type { Label, Prediction } from '../../core/dataset/types.ts';
import type { ReadOutcome } from '../../core/photoResult.ts';
import { onDataChange } from '../../store/changes.ts';
import { savedLabels } from '../../store/library.ts';
import { type AnnotationTarget, newTarget } from '../correct/annotationTarget.ts';
import { watch } from '../correct/saveQueue.ts';
import { type PhotoItem, targetKey } from './items.ts';
import { keepLabel } from './keptBatch.ts';
import { batch } from './readState.ts';
import { saidIn } from './said.ts';

interface Known {
  readonly target: AnnotationTarget;
  readonly photo: File | null;
}

const targets = new WeakMap<ReadOutcome, Known>();

/** The target of a photo that was read; one outcome has one, until its photo comes back to hand. */
export function targetOf(item: PhotoItem, outcome: ReadOutcome): AnnotationTarget {
  const known = targets.get(outcome);
  if (known && known.photo === item.source) return known.target;
  const { detector, reader, plates, size, embedding = null } = outcome;
  const prediction: Prediction = {
    sample: '',
    id: predictionId(detector, reader, plates),
    at: Date.now(),
    plates,
    detector,
    reader,
    embedding,
  };
  const { index } = item;
  let beside = item.sample === null ? item.label : null;
  const target = newTarget(
    {
      ...targetKey(item),
      photo: item.source,
      file: item.file,
      source: 'photo',
      burst: null,
      size,
      prediction,
      shelf: {
        save: async (edits, at) => {
          const kept = await keepLabel(index, edits, at);
          beside = kept.label;
          return kept;
        },
        saved: () => beside,
      },
    },
    item.sample,
    item.label,
  );
  targets.set(outcome, { target, photo: item.source });
  watch(target);
  keepEqual(target, index, outcome);
  return target;
}

/** What is said of a target is what its result says, whichever heard of it first. */
function keepEqual(target: AnnotationTarget, index: number, outcome: ReadOutcome): void {
  const revisionOf = (label: Label | null | undefined) => label?.revision ?? 0;
  // First: the result may have been told something since it was shown.
  effect(() => {
    const item = batch.items.value[index];
    if (item?.outcome !== outcome || target.saving.peek().state === 'keeping') return;
    const [shown, known] = [revisionOf(item.label), revisionOf(target.label.peek())];
    // Changed while its list was cleared; that has come back.
    if (shown < known)
      batch.say(index, { label: target.label.peek(), sample: target.sample.peek() });
    if (shown <= known) return;
    target.sample.value = item.sample;
    target.label.value = item.label;
    target.saving.value = { state: 'kept' };
  });
  // List, table and files are made of the results.
  let isFirst = true;
  effect(() => {
    const said = { label: target.label.value, sample: target.sample.value };
    if (!isFirst && batch.items.peek()[index]?.outcome === outcome) batch.say(index, said);
    isFirst = false;
  });
}

/** Samples that were deleted, by the photo they were of: an undo may bring them back. */
const deleted = new Map<number, string>();

// What other screens and tabs say of photos that nobody looked at here yet.
onDataChange(async ({ samples }) => {
  const heard = batch.items.peek().flatMap(({ index, outcome, label, ...item }) => {
    const sample = item.sample ?? (label === null ? (deleted.get(index) ?? null) : null);
    if (sample === null || (samples !== 'all' && !samples.includes(sample))) return [];
    if (outcome?.kind === 'read' && targets.has(outcome)) return []; // the queue tells it
    return [{ index, sample }];
  });
  if (heard.length === 0) return;
  const labels = await savedLabels(heard.map(({ sample }) => sample)).catch(() => null);
  if (!labels) return;
  for (const { index, sample } of heard) {
    const said = saidIn(labels, sample);
    if (said.sample === null) deleted.set(index, sample);
    batch.say(index, said);
  }
});
