/** Looking at every photo of a planned import once: its header, and whether it is here already. */
import type { PhotoFacts } from '../core/dataset/import/frame.ts';
import { Notes } from '../core/dataset/import/notes.ts';
import type { LookedAt } from '../core/dataset/import/settle.ts';
import { sha256Hex } from '../store/hash.ts';
import { type FullSample, savedSamples } from '../store/library.ts';
import { factsOf } from './importFacts.ts';
import type { ImportPlan, PlannedPhoto } from './importPlan.ts';
import { type Job, throttled } from './job.ts';

export const MAX_PHOTO_BYTES = 256 * 1024 ** 2;

/** A photo of an import, each picture once, whatever number of files it came in. */
export interface CheckedPhoto extends LookedAt {
  readonly photo: PlannedPhoto;
  /** Hash of its bytes: the id it has or would have. */
  readonly id: string;
  /** The same picture as it is kept here; null where it is new. */
  readonly here: FullSample | null;
}

export interface CheckedPhotos {
  readonly photos: readonly CheckedPhoto[];
  /** Files that are the same picture as another one of this import. */
  readonly twice: number;
  readonly notes: Notes;
}

/** Reads every photo's bytes and header. @throws ZipError, the signal's reason */
export async function checkPhotos(
  plan: ImportPlan,
  { signal, report }: Job,
): Promise<CheckedPhotos> {
  const kept = new Map((await savedSamples()).map((full) => [full.sample.id, full]));
  const found = new Map<string, CheckedPhoto>();
  const notes = new Notes().with(plan.notes);
  const tell = throttled(report);
  let [twice, bytes] = [0, 0];
  for (const [i, photo] of plan.photos.entries()) {
    signal.throwIfAborted();
    const data = await photo.file.read(MAX_PHOTO_BYTES);
    bytes += data.length;
    tell({ stage: 'check', done: i + 1, total: plan.photos.length, bytes });
    const id = await sha256Hex(data);
    const same = found.get(id);
    if (same) {
      // One of the two may have the label, or the stricter split.
      found.set(id, joined(same, photo));
      twice += 1;
      continue;
    }
    let facts: PhotoFacts;
    try {
      facts = await factsOf(data);
    } catch (error) {
      notes.add(photo.file.path, error instanceof Error ? error.message : String(error));
      continue;
    }
    found.set(id, { photo, id, facts, said: photo.said, here: kept.get(id) ?? null });
  }
  return { photos: [...found.values()], twice, notes };
}

function joined(first: CheckedPhoto, photo: PlannedPhoto): CheckedPhoto {
  const said = [...first.said, ...photo.said];
  const split = first.photo.split ?? photo.split;
  const stricter = [first.photo.split, photo.split].includes('test') ? 'test' : split;
  const kind = first.said.length === 0 && photo.said.length > 0 ? photo.kind : first.photo.kind;
  return { ...first, said, photo: { ...first.photo, said, split: stricter, kind } };
}
