/** Taking an import that was looked through and decided: all of it, or nothing. */
import { ahead } from '../core/ahead.ts';
import { applyEdits } from '../core/dataset/edits.ts';
import { uprightOf } from '../core/dataset/import/frame.ts';
import { editsOf, predictionOf } from '../core/dataset/import/incoming.ts';
import type { Outcome } from '../core/dataset/import/outcome.ts';
import type { Settled } from '../core/dataset/import/settle.ts';
import type { PreparedSample, Split } from '../core/dataset/types.ts';
import type { Size } from '../core/types.ts';
import type { Imported } from '../rpc/archive/contract.ts';
import type { IncomingLabel } from '../store/importLabels.ts';
import { abortImport, beginImport, finishImport, type IncomingSample } from '../store/imports.ts';
import { MAX_PHOTO_BYTES } from './importCheck.ts';
import { type Decided, type DecidedPhoto, labelsFor } from './importDecide.ts';
import { type Job, throttled } from './job.ts';
import { prepareSample } from './prepare.ts';
import { Stager } from './stager.ts';

/** Photos read and decoded while those before them are written: by their bytes and their pixels. */
const AHEAD = {
  most: 8,
  weight: ({ photo, facts: { stored } }: DecidedPhoto) =>
    photo.file.bytes + 4 * stored.width * stored.height,
  limit: 160 * 1024 ** 2,
} as const;

/** @param format what the files were @throws StoreError, ZipError, the signal's reason */
export async function takePlan(
  { photos, counts, settled }: Decided,
  name: string,
  format: string,
  now: number,
  { signal, report }: Job,
): Promise<Imported> {
  const id = await beginImport(name, format, now);
  const tell = throttled(report);
  const stager = new Stager(id);
  const wanted = photos.filter(({ fate }) => fate === 'add');
  const labels = [...labelsFor(photos, now)];
  let [unreadable, bytes] = [0, 0];
  try {
    let done = 0;
    for await (const { decided, length, prepared } of ahead(wanted, AHEAD, (one) =>
      prepare(one, now),
    )) {
      signal.throwIfAborted();
      const { photo } = decided;
      bytes += length;
      done += 1;
      tell({ stage: 'write', done, total: wanted.length, bytes });
      // The header was sound, yet the picture cannot be decoded: it would be of no use here.
      if (prepared instanceof Error) {
        unreadable += 1;
        continue;
      }
      const outcome = outcomeFor(prepared.sample.size, decided, settled);
      await stager.add(incomingOf(prepared, outcome, photo.split, now));
    }
    await stager.flush();
    labels.push(...labelsOfTrashed(wanted, stager.trashed, now));
    signal.throwIfAborted();
    report({ stage: 'place', done: 0, total: 0, bytes });
    await finishImport(id, stager.trashed, undefined, labels);
  } catch (error) {
    await stager.settled();
    await abortImport(id).catch(() => undefined); // else it is cleaned up at the next start
    throw error;
  }
  const { added } = stager;
  const brought = photos.filter(({ fate }) => fate === 'label' || fate === 'replace').length;
  const duplicates = counts.duplicates + wanted.length - added - unreadable;
  return { id, added, labels: brought, duplicates, unreadable, takenAt: null };
}

/** Reads a photo and makes it ready to be kept; an error of its picture comes as a value. */
async function prepare(decided: DecidedPhoto, now: number) {
  const { photo } = decided;
  const data = await photo.file.read(MAX_PHOTO_BYTES);
  const prepared = await prepareSample(data, {
    file: photo.name,
    kind: photo.kind,
    source: 'import',
    addedAt: now,
    burst: null,
  }).catch((error: unknown) => error as Error);
  return { decided, length: data.length, prepared };
}

/** What comes back from the trash without a label gets the one of the import. */
function labelsOfTrashed(
  photos: readonly DecidedPhoto[],
  trashed: readonly string[],
  at: number,
): IncomingLabel[] {
  const ids = new Set(trashed);
  return photos
    .filter(({ id }) => ids.has(id))
    .map(({ id, outcome, photo }) => ({
      sample: id,
      edits: editsOf(outcome, null),
      at,
      over: 0,
      split: photo.split,
    }))
    .filter(({ edits }) => edits.length > 0);
}

/** Some formats keep their true size in places that only a decoder reads. */
function outcomeFor(size: Size, { outcome, facts, said }: DecidedPhoto, settled: Settled): Outcome {
  const { width, height } = uprightOf(facts);
  if (size.width === width && size.height === height) return outcome;
  return settled.again(said, { stored: size, orientation: 1 });
}

function incomingOf(
  prepared: PreparedSample,
  outcome: Outcome,
  split: Split | null,
  now: number,
): IncomingSample {
  const { sample } = prepared;
  const edits = editsOf(outcome, null);
  const labelled =
    edits.length > 0
      ? applyEdits(null, edits, { sample: sample.id, at: now, prediction: null })
      : null;
  const prediction = predictionOf(sample.id, outcome, now);
  return {
    ...prepared,
    predictions: prediction ? [prediction] : [],
    label: labelled?.label ?? null,
    log: labelled ? [labelled.entry] : [],
    derived: [],
    split,
  };
}
