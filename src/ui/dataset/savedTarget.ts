/** Kept samples as targets of correction. */
import type { LabelEdit } from '../../core/dataset/types.ts';
import type { JobOptions } from '../../rpc/archive/client.ts';
import type { FullSample } from '../../store/library.ts';
import { savedPhoto, savedSample } from '../../store/library.ts';
import { confirmEdits, isOpen, negativeEdits, shownPlates } from '../correct/actions.ts';
import { type AnnotationTarget, newTarget } from '../correct/annotationTarget.ts';
import { beginBulk } from '../correct/correctionQueue.ts';
import { plural } from '../format/numbers.ts';
import { stillOf } from '../read/useStill.ts';
import type { ReviewEntry } from '../review/useEntry.ts';
import { runJob } from './jobState.ts';
import { readSample } from './readJob.ts';

export function toTarget({ sample, prediction, label }: FullSample): AnnotationTarget {
  return newTarget(
    {
      key: `kept-${sample.id}`,
      photo: null,
      file: sample.file,
      source: sample.source,
      burst: sample.burst,
      size: sample.size,
      prediction,
      shelf: null,
    },
    sample.id,
    label,
  );
}

/** A kept sample as a review goes through it. */
export function savedEntry(id: string): ReviewEntry {
  return {
    key: id,
    photo: async () => {
      const bytes = await savedPhoto(id);
      if (bytes === null) return null;
      const photo = new Blob([bytes]);
      return stillOf(photo).catch(() => photo);
    },
    target: async () => {
      const full = await savedSample(id);
      return full && toTarget(full);
    },
    read: () => readSample(id),
  };
}

/** Plates of a target that still wait for an answer, as positions among the shown plates. */
export function openPlates(target: AnnotationTarget): number[] {
  return shownPlates(target).flatMap((plate, n) => (isOpen(plate) ? [n] : []));
}

/** From here on a bulk action shows how far it is, and can be stopped. */
const SHOWN_FROM = 20;

/** Confirms every reading of these samples, or says that none has a plate; one undo for all. */
export async function labelMany(
  ids: readonly string[],
  what: 'confirm' | 'no-plate',
): Promise<void> {
  const bulk = beginBulk();
  let [given, skipped, bytes] = [0, 0, 0];
  const work = async ({ signal, onProgress }: Pick<JobOptions, 'signal' | 'onProgress'>) => {
    for (const [i, id] of ids.entries()) {
      if (signal.aborted) break;
      const full = await savedSample(id);
      if (!full) continue;
      const target = toTarget(full);
      const { edits, textless } = bulkEdits(target, what);
      skipped += textless;
      // One after the other, each kept before the next: "given" must be true when it is said.
      if (edits.length > 0 && (await bulk.correct(target, edits))) given += 1;
      bytes += full.sample.bytes;
      onProgress({ stage: 'write', done: i + 1, total: ids.length, bytes });
    }
    return { ok: true, value: null } as const;
  };
  if (ids.length < SHOWN_FROM) {
    await work({ signal: new AbortController().signal, onProgress: () => undefined });
  } else await runJob('Labelling', work);
  bulk.end();
  const left = skipped > 0 ? ` ${skipped} without a text were left as they are.` : '';
  bulk.tell(`${plural(given, 'photo')} labelled.${left}`);
}

/** What a bulk action changes of one sample, and how many of its plates have no text to confirm. */
function bulkEdits(target: AnnotationTarget, what: 'confirm' | 'no-plate') {
  if (what === 'no-plate') return { edits: negativeEdits(target), textless: 0 };
  const edits: LabelEdit[] = [];
  let textless = 0;
  for (const n of openPlates(target)) {
    const plate = shownPlates(target)[n];
    const own = plate && confirmEdits(target, plate, plate.text);
    if (own) edits.push(...own);
    else textless += 1;
  }
  return { edits, textless };
}
