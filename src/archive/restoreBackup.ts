/** Reading a backup: all of it into an empty database; into another the samples and labels missing there. */
import { restoreLabel, restoreSample } from '../core/dataset/restore.ts';
import type { Group, Label, LogEntry, Prediction } from '../core/dataset/types.ts';
import type { ImportAnswers, Imported, ImportPreview } from '../rpc/archive/contract.ts';
import { addRows, completeRestore, isEmpty, type Row } from '../store/dump.ts';
import { sha256Hex } from '../store/hash.ts';
import { abortImport, beginImport, finishImport } from '../store/imports.ts';
import { savedSamples } from '../store/library.ts';
import { dropOrphans } from '../store/orphans.ts';
import type { DerivedRecord } from '../store/records.ts';
import { PER_SAMPLE, rulesOf, type StoreName, sampleOf } from '../store/schema.ts';
import { type BroughtLabel, broughtLabels, incomingLabels } from './backupLabels.ts';
import { bySample, derivedBySample, revivedOf, splitsOf } from './backupRows.ts';
import { NO_COUNTS } from './importPreview.ts';
import { ArchiveError, type Job, throttled } from './job.ts';
import { damaged, type OpenBackup, revive, rowsOf } from './openBackup.ts';
import { Stager } from './stager.ts';

/** Written with their samples; the rest is put back by the last transaction. */
const STAGED: readonly StoreName[] = PER_SAMPLE.filter(
  (store) => store !== 'splits' && store !== 'trash',
);
const NAMED: readonly StoreName[] = [
  'samples',
  'blobs',
  'thumbs',
  'derived',
  'predictions',
  'labels',
  'log',
];

/** What the person said about a backup into a database that has photos. */
export type BackupAnswers = Pick<ImportAnswers, 'conflicts'>;

/** What taking this backup would do. */
export async function previewBackup(
  backup: OpenBackup,
  { conflicts }: BackupAnswers,
): Promise<ImportPreview> {
  const whole = (await isEmpty()) && !backup.partial;
  const here = await labelsHere();
  const samples = rowsOf(backup, 'samples');
  const labels = labelsOf(backup);
  const incoming = samples.filter(({ key }) => !here.has(String(key)));
  const coming = new Set(incoming.map(({ key }) => String(key)));
  const labelled = labels.filter(
    ({ sample, plates, noPlate }) => coming.has(sample) && (plates.length > 0 || noPlate),
  );
  const brought = broughtLabels(labels, here, conflicts);
  const fates = (wanted: BroughtLabel['fate']) =>
    brought.filter(({ fate }) => fate === wanted).length;
  const [added, replaced] = [fates('label'), fates('replace')];
  const platesOf = (all: readonly Label[]) =>
    all.flatMap(({ plates }) => plates.filter(({ verdict }) => verdict === 'plate'));
  return {
    ...NO_COUNTS,
    formats: ['backup'],
    isBackup: true,
    missing: backup.missing,
    whole,
    add: incoming.length,
    labels: added,
    conflicts: fates('conflict') + replaced,
    replaced,
    duplicates: samples.length - incoming.length - added - replaced,
    plates: platesOf(labelled).length,
    negatives: labelled.filter(({ noPlate }) => noPlate).length,
    unlabelled: incoming.length - labelled.length,
  };
}

const labelsOf = (backup: OpenBackup): readonly Label[] =>
  rowsOf(backup, 'labels').flatMap(({ value }) => restoreLabel(value) ?? []);

async function labelsHere(): Promise<ReadonlyMap<string, Label | null>> {
  return new Map((await savedSamples()).map(({ sample, label }) => [sample.id, label]));
}

/** Takes the backup: all or nothing. @throws ArchiveError, StoreError, the signal's reason */
export async function restoreBackup(
  backup: OpenBackup,
  { conflicts }: BackupAnswers,
  name: string,
  now: number,
  job: Job,
): Promise<Imported> {
  if (backup.missing.length > 0 && !backup.partial) {
    throw new ArchiveError(
      'damaged',
      `This backup is not complete: ${backup.missing.join(' ')} Nothing of it was taken. Use another copy, or choose to take what is whole.`,
    );
  }
  // Of a part nothing is put back as it was: it is added, and every label finds its group anew.
  const whole = (await isEmpty()) && !backup.partial;
  const brought = broughtLabels(labelsOf(backup), await labelsHere(), conflicts);
  const id = await beginImport(name, 'backup', now);
  const stager = new Stager(id);
  try {
    const { trashed, ...counts } = await stageAll(backup, stager, job);
    const rest = await otherRows(backup, whole, job);
    job.signal.throwIfAborted();
    if (!whole) {
      const groups = rowsOf(backup, 'groups').map(({ value }) => value as Group);
      const splits = splitsOf(backup);
      const labels = incomingLabels(brought, splits, now);
      await finishImport(id, trashed, { rows: rest, splits, groups }, labels);
      const duplicates = counts.duplicates - labels.length;
      return { id, takenAt: null, ...counts, labels: labels.length, duplicates };
    }
    await completeRestore(id, rest);
    return { id: null, labels: 0, takenAt: backup.takenAt, ...counts };
  } catch (error) {
    await stager.settled();
    await abortImport(id).catch(() => undefined); // else it is cleaned up at the next start
    await dropOrphans().catch(() => undefined);
    throw error;
  }
}

/**
 * The rows that are not staged with a sample. Those that nothing shows before their counterpart is
 * there (photos of a batch, bytes of a model) are written at once, a row at a time.
 */
async function otherRows(backup: OpenBackup, whole: boolean, { signal }: Job) {
  const rest = new Map<StoreName, readonly Row[]>();
  for (const [store, rows] of backup.rows) {
    if (STAGED.includes(store) || !(whole || rulesOf(store).merged)) continue;
    const early = store === 'batchPhotos' || rulesOf(store).heavy !== null;
    const revived: Row[] = [];
    for (const { key, value } of rows) {
      signal.throwIfAborted();
      const row = { key, value: await revive(value, backup) };
      if (early) await addRows(store, [row]);
      else revived.push(row);
    }
    if (!early) rest.set(store, revived);
  }
  return rest;
}

/** The sample's rows of stores that have no field of their own in `IncomingSample`. */
const MORE = STAGED.filter((store) => !NAMED.includes(store));

async function stageAll(backup: OpenBackup, stager: Stager, { signal, report }: Job) {
  const of = <T>(store: StoreName) => {
    const lists = new Map<string, T[]>();
    for (const { key, value } of rowsOf(backup, store)) {
      const list = lists.get(sampleOf(key));
      if (list) list.push(value as T);
      else lists.set(sampleOf(key), [value as T]);
    }
    return lists;
  };
  const predictions = of<Prediction>('predictions');
  const labels = of('labels');
  const log = of<LogEntry>('log');
  const blobs = of('blobs');
  const thumbs = of('thumbs');
  const derived = derivedBySample(backup);
  const splits = splitsOf(backup);
  const more = new Map(MORE.map((store) => [store, bySample(rowsOf(backup, store))]));
  const rows = rowsOf(backup, 'samples');
  const tell = throttled(report);
  let [bytes, unreadable] = [0, 0];
  const photoOf = async (key: IDBValidKey, value: unknown) => {
    const sample = restoreSample(value);
    const photo = await revive(blobs.get(String(key))?.[0], backup);
    const thumb = await revive(thumbs.get(String(key))?.[0], backup);
    if (!sample || !(photo instanceof ArrayBuffer) || !(thumb instanceof ArrayBuffer)) {
      throw damaged(`the sample ${String(key).slice(0, 12)} is incomplete`);
    }
    if ((await sha256Hex(photo)) !== sample.sha256) {
      throw damaged(`the photo ${sample.file.slice(0, 60)} was altered`);
    }
    return { sample, photo, thumb };
  };
  for (const [i, { key, value }] of rows.entries()) {
    signal.throwIfAborted();
    const found = await photoOf(key, value).catch((error: unknown) => {
      if (backup.partial && error instanceof ArchiveError) return null;
      throw error;
    });
    if (!found) {
      unreadable += 1;
      continue;
    }
    const { sample, photo, thumb } = found;
    const made: { what: string; made: DerivedRecord }[] = [];
    for (const { what, value: record } of derived.get(sample.id) ?? []) {
      made.push({ what, made: (await revive(record, backup)) as DerivedRecord });
    }
    const said = labels.get(sample.id)?.[0];
    const label = said === undefined ? null : restoreLabel(said);
    await stager.add({
      sample,
      bytes: photo,
      thumb,
      predictions: predictions.get(sample.id) ?? [],
      label,
      log: upTo(label, log.get(sample.id) ?? []),
      derived: made,
      split: splits.get(sample.id) ?? null,
      more: await revivedOf(more, sample.id, backup),
    });
    bytes += photo.byteLength;
    tell({ stage: 'write', done: i + 1, total: rows.length, bytes });
  }
  await stager.flush();
  const { trashed, added } = stager;
  return { trashed, added, duplicates: rows.length - added - unreadable, unreadable };
}

/** The history as far as the label goes: a later change would find its number taken. */
function upTo(label: Label | null, log: readonly LogEntry[]): readonly LogEntry[] {
  return log.filter(({ revision }) => revision <= (label?.revision ?? 0));
}
