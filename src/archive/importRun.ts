/** Previewing and taking a planned import: each photo is read twice, once to look, once to keep. */

import { checkHeader } from '../browser/decode.ts';
import type { ImportProblem, PlateAnnotation } from '../core/dataset/annotation.ts';
import { applyEdits } from '../core/dataset/edits.ts';
import type { LabelEdit, PreparedSample } from '../core/dataset/types.ts';
import { clip } from '../core/geometry.ts';
import type { Size } from '../core/types.ts';
import type { Imported, ImportPreview } from '../rpc/archive/contract.ts';
import { sha256Hex } from '../store/hash.ts';
import { abortImport, beginImport, finishImport, type IncomingSample } from '../store/imports.ts';
import { savedSamples } from '../store/library.ts';
import type { ImportPlan, PlannedPhoto } from './importPlan.ts';
import { type Job, throttled } from './job.ts';
import { prepareSample } from './prepare.ts';
import { Stager } from './stager.ts';

const MAX_PHOTO_BYTES = 256 * 1024 ** 2;
/** As many problems as a person reads; the rest are counted. */
const SHOWN_PROBLEMS = 200;

/** A plan that was looked through: photos that are wrong or here already are known. */
export interface CheckedPlan {
  readonly preview: ImportPreview;
  readonly photos: readonly PlannedPhoto[];
}

/** Reads every photo's bytes and header. @throws ZipError, the signal's reason */
export async function checkPlan(plan: ImportPlan, { signal, report }: Job): Promise<CheckedPlan> {
  const seen = new Set((await savedSamples()).map(({ sample }) => sample.id));
  const problems: ImportProblem[] = [...plan.problems];
  const photos: PlannedPhoto[] = [];
  const tell = throttled(report);
  let [duplicates, plates, negatives, unlabelled, bytes] = [0, 0, 0, 0, 0];
  for (const [i, photo] of plan.photos.entries()) {
    signal.throwIfAborted();
    const data = await photo.file.read(MAX_PHOTO_BYTES);
    bytes += data.length;
    tell({ stage: 'check', done: i + 1, total: plan.photos.length, bytes });
    const id = await sha256Hex(data);
    if (seen.has(id)) {
      duplicates += 1;
      continue;
    }
    try {
      const { size, exif } = await checkHeader(new Blob([data]));
      seen.add(id);
      photos.push(photo);
      if (!photo.annotate) {
        unlabelled += 1;
        continue;
      }
      const upright = exif.orientation >= 5 ? { width: size.height, height: size.width } : size;
      const annotated = photo.annotate(upright);
      problems.push(...annotated.problems);
      plates += annotated.value.length;
      if (annotated.value.length === 0) negatives += 1;
    } catch (error) {
      problems.push({ file: photo.file.path, line: null, message: messageOf(error) });
    }
  }
  return {
    photos,
    preview: {
      formats: plan.formats,
      isBackup: false,
      whole: false,
      add: photos.length,
      duplicates,
      plates,
      negatives,
      unlabelled,
      problems: problems.slice(0, SHOWN_PROBLEMS),
      problemCount: problems.length,
    },
  };
}

/** Takes the photos: all, or none. @throws StoreError, ZipError, the signal's reason */
export async function takePlan(
  { photos, preview }: CheckedPlan,
  name: string,
  now: number,
  { signal, report }: Job,
): Promise<Imported> {
  const id = await beginImport(name, preview.formats.join(', '), now);
  const tell = throttled(report);
  const stager = new Stager(id);
  let [unreadable, bytes] = [0, 0];
  try {
    for (const [i, photo] of photos.entries()) {
      signal.throwIfAborted();
      const data = await photo.file.read(MAX_PHOTO_BYTES);
      bytes += data.length;
      const prepared = await prepareSample(new Blob([data]), {
        file: photo.name,
        kind: photo.kind,
        source: 'import',
        addedAt: now,
        burst: null,
      }).catch((error: unknown) => error as Error);
      tell({ stage: 'write', done: i + 1, total: photos.length, bytes });
      // The header was sound, yet the picture cannot be decoded: it would be of no use here.
      if (prepared instanceof Error) {
        unreadable += 1;
        continue;
      }
      await stager.add(incomingOf(prepared, photo, now));
    }
    await stager.flush();
    signal.throwIfAborted();
    report({ stage: 'place', done: 0, total: 0, bytes });
    await finishImport(id, stager.trashed);
  } catch (error) {
    await abortImport(id).catch(() => undefined); // else it is cleaned up at the next start
    throw error;
  }
  const { added } = stager;
  const duplicates = preview.duplicates + photos.length - added - unreadable;
  return { id, added, duplicates, unreadable };
}

function incomingOf(prepared: PreparedSample, photo: PlannedPhoto, now: number): IncomingSample {
  const { sample } = prepared;
  const plates = photo.annotate?.(sample.size).value ?? null;
  const labelled =
    plates &&
    applyEdits(null, editsOf(plates, sample.size), {
      sample: sample.id,
      at: now,
      prediction: null,
    });
  return {
    ...prepared,
    predictions: [],
    label: labelled?.label ?? null,
    log: labelled ? [labelled.entry] : [],
    derived: [],
    split: photo.split,
  };
}

/** Plates as label edits; none is a negative. Boxes are cut to the photo where they reach beyond. */
function editsOf(plates: readonly PlateAnnotation[], size: Size): LabelEdit[] {
  const edits = plates.flatMap(({ box, ...said }, i): LabelEdit[] => {
    const inside = clip(box, size);
    if (inside.width <= 0 || inside.height <= 0) return [];
    const beyond = Math.abs(inside.width - box.width) + Math.abs(inside.height - box.height) > 1e-6;
    const id = `i${i + 1}`;
    const value = {
      ...said,
      id,
      box: beyond ? inside : box,
      verdict: 'plate',
      origin: null,
    } as const;
    return [{ kind: 'plate', id, value }];
  });
  return edits.length === 0 ? [{ kind: 'no-plate', value: true }] : edits;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
