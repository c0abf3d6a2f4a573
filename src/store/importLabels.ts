/** Labels that an import brings for samples that are here already. */
import { applyEdits, applyUndo, stillHolds } from '../core/dataset/edits.ts';
import type { LabelEdit, Split } from '../core/dataset/types.ts';
import type { ImportRow } from './records.ts';
import type { Write } from './schema.ts';

export interface IncomingLabel {
  readonly sample: string;
  readonly edits: readonly LabelEdit[];
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Revision of the label it was chosen over; 0 where there was none. */
  readonly over: number;
  readonly split: Split | null;
}

type Stores = ('labels' | 'log' | 'importRows' | 'samples' | 'trash')[];

/** Puts one label, unless the person changed or deleted the sample since it was chosen. */
export async function putIncomingLabel(
  tx: Write<Stores>,
  importId: string,
  { sample, edits, at, over, split }: IncomingLabel,
): Promise<void> {
  const before = (await tx.objectStore('labels').get(sample)) ?? null;
  const here = await tx.objectStore('samples').getKey(sample);
  const gone = (await tx.objectStore('trash').getKey(sample)) !== undefined;
  if (!here || gone || (before?.revision ?? 0) !== over) return;
  const { label, entry } = applyEdits(before, edits, { sample, at, prediction: null });
  await tx.objectStore('labels').put(label);
  await tx.objectStore('log').add(entry);
  // It may have lain in the trash, and goes back there when the import is undone.
  const known = await tx.objectStore('importRows').get([importId, sample]);
  const { revision } = label;
  const row: ImportRow = { ...known, import: importId, sample, revision, split, labelled: true };
  await tx.objectStore('importRows').put(row);
}

/** Takes an import's label back, as a new revision: the sample was here before. */
export async function takeLabelBack(
  tx: Write<('labels' | 'log')[]>,
  { sample, revision }: ImportRow,
  at: number,
): Promise<void> {
  const label = (await tx.objectStore('labels').get(sample)) ?? null;
  const done = await tx.objectStore('log').get([sample, revision]);
  if (!done || !stillHolds(label, done.edits)) return;
  const taken = applyUndo(label, done, at);
  await tx.objectStore('labels').put(taken.label);
  await tx.objectStore('log').add(taken.entry);
}
