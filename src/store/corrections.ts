/**
 * Keeping a correction: one transaction on disk, then a second one that reads it back. Only after
 * that is anything called kept.
 */
import { applyEdits, applyUndo, stillHolds } from '../core/dataset/edits.ts';
import type {
  Label,
  LabelEdit,
  LogEntry,
  Prediction,
  PreparedSample,
} from '../core/dataset/types.ts';
import { announceDataChange } from './changes.ts';
import { askedSplit, Placement, placesSample } from './groups.ts';
import { sha256Hex } from './hash.ts';
import { ensureIdentity } from './identity.ts';
import { indexedNearDuplicates } from './nearDuplicates.ts';
import { database } from './open.ts';
import { toRecord } from './records.ts';
import { DATASET_STORES } from './schema.ts';
import { StoreError } from './storeError.ts';
import { transact } from './transact.ts';

export interface Correction {
  /** The photo; null when the sample is known to be kept. */
  readonly prepared: PreparedSample | null;
  readonly sample: string;
  /** What the models said, to be kept beside the label; null where no model was asked. */
  readonly prediction: Prediction | null;
  readonly edits: readonly LabelEdit[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What was kept, as it was read back. */
export interface Kept {
  readonly label: Label;
  readonly entry: LogEntry;
}

/** The same, with the other samples that went to a stricter split: they turned out to belong with it. */
export interface KeptCorrection extends Kept {
  readonly moved: readonly string[];
}

/**
 * Keeps a correction. Resolves only after it was read back.
 * @throws StoreError with nothing written, or `unconfirmed`; LabelEditError for edits without sense
 */
export async function saveCorrection(correction: Correction): Promise<KeptCorrection> {
  const { splitSeed } = await ensureIdentity();
  const { prepared, sample: id, prediction, edits, at } = correction;
  const context = { sample: id, at, prediction: prediction?.id ?? null };
  let isNew = false;
  let moved: readonly string[] = [];
  const kept = await transact(
    DATASET_STORES,
    async (tx) => {
      const found = await tx.objectStore('samples').get(id);
      const sample = found ?? prepared?.sample;
      if (!sample) throw new Error(`sample ${id} is not kept, and no photo came with it`);
      isNew = !found;
      if (!found && prepared) {
        await tx.objectStore('samples').put(toRecord(prepared.sample));
        await tx.objectStore('blobs').put(prepared.bytes, id);
        await tx.objectStore('thumbs').put(prepared.thumb, id);
      }
      // A photo that lies in the trash or in an unfinished import is the person's from now on.
      await tx.objectStore('trash').delete(id);
      for (const row of await tx.objectStore('importRows').index('sample').getAll(id)) {
        const { state } = (await tx.objectStore('imports').get(row.import)) ?? {};
        if (state === 'staging') await tx.objectStore('importRows').delete([row.import, id]);
      }
      if (prediction && !(await tx.objectStore('predictions').getKey([id, prediction.id]))) {
        await tx.objectStore('predictions').put(prediction);
      }
      const before = (await tx.objectStore('labels').get(id)) ?? null;
      const { label, entry } = applyEdits(before, edits, context);
      await tx.objectStore('labels').put(label);
      await tx.objectStore('log').add(entry);
      if (placesSample(label)) {
        const placement = new Placement(tx as never, indexedNearDuplicates(tx as never), splitSeed);
        const asked = await askedSplit(tx as never, id);
        await placement.place(sample, label, { asked, isNew: before === null });
        await placement.end();
        moved = await placement.moved();
      }
      return { label, entry };
    },
    { bytes: prepared?.bytes.byteLength ?? 0 },
  );
  await ensureReadBack(kept, isNew, prediction?.id ?? null);
  announceDataChange([...new Set([id, ...moved])]);
  return { ...kept, moved: moved.filter((other) => other !== id) };
}

/**
 * Takes revision `revision` of a sample's label back, as a new revision; taking that one back is
 * redo. @throws StoreError `conflict` when what it changed was changed again since
 */
export async function undoCorrection(sample: string, revision: number, at: number): Promise<Kept> {
  const kept = await transact(['labels', 'log'], async (tx) => {
    const label = (await tx.objectStore('labels').get(sample)) ?? null;
    const done = await tx.objectStore('log').get([sample, revision]);
    if (!done || !stillHolds(label, done.edits)) throw new StoreError('conflict');
    const { label: next, entry } = applyUndo(label, done, at);
    await tx.objectStore('labels').put(next);
    await tx.objectStore('log').add(entry);
    return { label: next, entry };
  });
  await ensureReadBack(kept, false, null);
  announceDataChange([sample]);
  return kept;
}

/** Reads everything back in a new transaction; a new photo's bytes are hashed again. */
async function ensureReadBack(
  { label, entry }: Kept,
  withPhoto: boolean,
  prediction: string | null,
): Promise<void> {
  const db = await database();
  const tx = db.transaction(['samples', 'blobs', 'labels', 'log', 'predictions', 'splits']);
  const predicted = prediction && [label.sample, prediction];
  const [predictionKey, placed, sample, bytes, readLabel, readEntry] = await Promise.all([
    predicted ? tx.objectStore('predictions').getKey(predicted as [string, string]) : true,
    placesSample(label) ? tx.objectStore('splits').getKey(label.sample) : true,
    tx.objectStore('samples').get(label.sample),
    withPhoto ? tx.objectStore('blobs').get(label.sample) : undefined,
    tx.objectStore('labels').get(label.sample),
    tx.objectStore('log').get([entry.sample, entry.revision]),
  ]);
  await tx.done;
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  // Another tab may have gone on already; then the log still holds this revision.
  const labelHolds = same(readLabel, label) || (readLabel?.revision ?? 0) > label.revision;
  const isWhole = sample && predictionKey !== undefined && placed !== undefined;
  if (!isWhole || !labelHolds || !same(readEntry, entry)) throw new StoreError('unconfirmed');
  if (withPhoto && (!bytes || (await sha256Hex(bytes)) !== sample.sha256)) {
    throw new StoreError('unconfirmed');
  }
}
