/** Reading a backup: all of it into an empty database, or the samples that are missing into another. */
import { restoreLabel, restoreSample } from '../core/dataset/restore.ts';
import type { LogEntry, Prediction, Split, SplitRow } from '../core/dataset/types.ts';
import type { Imported, ImportPreview } from '../rpc/archive/contract.ts';
import { addRows, completeRestore, isEmpty, type Row } from '../store/dump.ts';
import { sha256Hex } from '../store/hash.ts';
import { abortImport, beginImport, finishImport } from '../store/imports.ts';
import { savedSamples } from '../store/library.ts';
import { DATABASE_VERSION } from '../store/migrations.ts';
import { dropOrphans } from '../store/orphans.ts';
import type { DerivedRecord } from '../store/records.ts';
import { isStoreName, PER_SAMPLE, rulesOf, type StoreName, sampleOf } from '../store/schema.ts';
import { BACKUP_TYPE, BACKUP_VERSION } from './backup.ts';
import { withBinary } from './binaryParts.ts';
import { NO_COUNTS } from './importPreview.ts';
import { ArchiveError, type Job, throttled } from './job.ts';
import { Stager } from './stager.ts';
import type { InFile } from './zipReader.ts';

const MAX_JSON_BYTES = 1024 ** 3;
const MAX_BINARY_BYTES = 1024 ** 3;
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

/** A backup that was opened and understood, but not yet taken. */
export interface OpenBackup {
  readonly rows: ReadonlyMap<StoreName, readonly Row[]>;
  readonly files: ReadonlyMap<string, InFile>;
}

/** The backup in these files, or null when they are none. @throws ArchiveError, ZipError */
export async function openBackup(files: readonly InFile[]): Promise<OpenBackup | null> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const head = byPath.get('backup.json');
  if (!head) return null;
  const about = parseJson(await text(head), 'backup.json') as Record<string, unknown>;
  if (about.type !== BACKUP_TYPE) return null;
  if (Number(about.version) > BACKUP_VERSION || Number(about.database) > DATABASE_VERSION) {
    throw new ArchiveError(
      'unsupported',
      'This backup was written by a newer version of Platewheel. Reload the page to get that version, then try again.',
    );
  }
  const rows = new Map<StoreName, readonly Row[]>();
  for (const file of files) {
    const name = /^stores\/(\w+)\.jsonl$/.exec(file.path)?.[1] ?? '';
    if (!isStoreName(name)) continue;
    const lines = (await text(file)).split('\n').filter((line) => line !== '');
    rows.set(
      name,
      lines.map((line, i) => rowOf(name, line, `${file.path}, line ${i + 1}`)),
    );
  }
  return { rows, files: byPath };
}

function rowOf(store: StoreName, line: string, where: string): Row {
  const row = parseJson(line, where) as Partial<Row> | null;
  const { check, perSample, heavy } = rulesOf(store);
  if (row?.key === undefined || !check(row.value)) throw damaged(`${where} is no row`);
  const owner = (row.value as { sample?: unknown } | null)?.sample;
  // Else it would be put where another sample's label lies.
  if (perSample && !heavy && owner !== undefined && owner !== sampleOf(row.key)) {
    throw damaged(`${where} belongs to another sample`);
  }
  return row as Row;
}

/** What taking this backup would do. */
export async function previewBackup(backup: OpenBackup): Promise<ImportPreview> {
  const whole = await isEmpty();
  const here = new Set((await savedSamples()).map(({ sample }) => sample.id));
  const samples = rowsOf(backup, 'samples');
  const labels = rowsOf(backup, 'labels').flatMap(({ value }) => restoreLabel(value) ?? []);
  const incoming = samples.filter(({ key }) => !here.has(String(key)));
  const coming = new Set(incoming.map(({ key }) => String(key)));
  const labelled = labels.filter(
    ({ sample, plates, noPlate }) => coming.has(sample) && (plates.length > 0 || noPlate),
  );
  const platesOf = (all: typeof labels) =>
    all.flatMap(({ plates }) => plates.filter(({ verdict }) => verdict === 'plate'));
  return {
    ...NO_COUNTS,
    formats: ['backup'],
    isBackup: true,
    whole,
    add: incoming.length,
    duplicates: samples.length - incoming.length,
    plates: platesOf(labelled).length,
    negatives: labelled.filter(({ noPlate }) => noPlate).length,
    unlabelled: incoming.length - labelled.length,
  };
}

/** Takes the backup: all or nothing. @throws ArchiveError, StoreError, the signal's reason */
export async function restoreBackup(
  backup: OpenBackup,
  name: string,
  now: number,
  job: Job,
): Promise<Imported> {
  const whole = await isEmpty();
  const id = await beginImport(name, 'backup', now);
  try {
    const { trashed, ...counts } = await stageAll(backup, id, job);
    const rest = await otherRows(backup, whole, job);
    job.signal.throwIfAborted();
    if (!whole) {
      await finishImport(id, trashed, rest);
      return { id, labels: 0, ...counts };
    }
    await completeRestore(id, rest);
    return { id: null, labels: 0, ...counts };
  } catch (error) {
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

async function stageAll(backup: OpenBackup, id: string, { signal, report }: Job) {
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
  const stager = new Stager(id);
  let bytes = 0;
  for (const [i, { key, value }] of rows.entries()) {
    signal.throwIfAborted();
    const sample = restoreSample(value);
    const photo = await revive(blobs.get(String(key))?.[0], backup);
    const thumb = await revive(thumbs.get(String(key))?.[0], backup);
    if (!sample || !(photo instanceof ArrayBuffer) || !(thumb instanceof ArrayBuffer)) {
      throw damaged(`the sample ${String(key).slice(0, 12)} is incomplete`);
    }
    if ((await sha256Hex(photo)) !== sample.sha256) {
      throw damaged(`the photo ${sample.file.slice(0, 60)} was altered`);
    }
    const made: { what: string; made: DerivedRecord }[] = [];
    for (const { what, value: record } of derived.get(sample.id) ?? []) {
      made.push({ what, made: (await revive(record, backup)) as DerivedRecord });
    }
    const label = labels.get(sample.id)?.[0];
    await stager.add({
      sample,
      bytes: photo,
      thumb,
      predictions: predictions.get(sample.id) ?? [],
      label: label === undefined ? null : restoreLabel(label),
      log: log.get(sample.id) ?? [],
      derived: made,
      split: splits.get(sample.id) ?? null,
      more: await revivedOf(more, sample.id, backup),
    });
    bytes += photo.byteLength;
    tell({ stage: 'write', done: i + 1, total: rows.length, bytes });
  }
  await stager.flush();
  const { trashed, added } = stager;
  return { trashed, added, duplicates: rows.length - added, unreadable: 0 };
}

function bySample(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  const lists = new Map<string, Row[]>();
  for (const row of rows) {
    const list = lists.get(sampleOf(row.key));
    if (list) list.push(row);
    else lists.set(sampleOf(row.key), [row]);
  }
  return lists;
}

async function revivedOf(
  stores: ReadonlyMap<StoreName, ReadonlyMap<string, readonly Row[]>>,
  sample: string,
  backup: OpenBackup,
) {
  const revived = new Map<StoreName, readonly Row[]>();
  for (const [store, lists] of stores) {
    const rows: Row[] = [];
    for (const { key, value } of lists.get(sample) ?? []) {
      rows.push({ key, value: await revive(value, backup) });
    }
    if (rows.length > 0) revived.set(store, rows);
  }
  return revived;
}

function derivedBySample(backup: OpenBackup) {
  const lists = new Map<string, { what: string; value: unknown }[]>();
  for (const { key, value } of rowsOf(backup, 'derived')) {
    const [sample, what] = key as [string, string];
    const list = lists.get(sample);
    if (list) list.push({ what, value });
    else lists.set(sample, [{ what, value }]);
  }
  return lists;
}

function splitsOf(backup: OpenBackup): ReadonlyMap<string, Split> {
  const groups = new Map(
    rowsOf(backup, 'groups').map(({ value }) => {
      const group = value as { id: string; split: Split };
      return [group.id, group.split];
    }),
  );
  return new Map(
    rowsOf(backup, 'splits').flatMap(({ value }) => {
      const { sample, group } = value as SplitRow;
      const split = groups.get(group);
      return split ? [[sample, split] as const] : [];
    }),
  );
}

const rowsOf = (backup: OpenBackup, store: StoreName) => backup.rows.get(store) ?? [];

/** A row's value with its binary parts. */
function revive(value: unknown, { files }: OpenBackup): Promise<unknown> {
  return withBinary(value, async (path) => {
    const file = files.get(path);
    if (!file) throw damaged(`the file ${path} is missing`);
    return file.read(MAX_BINARY_BYTES);
  });
}

async function text(file: InFile): Promise<string> {
  return new TextDecoder().decode(await file.read(MAX_JSON_BYTES));
}

function parseJson(json: string, where: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw damaged(`${where} is no JSON`);
  }
}

const damaged = (what: string) =>
  new ArchiveError(
    'damaged',
    `This backup is damaged: ${what}. Nothing of it was taken. Use another copy.`,
  );
