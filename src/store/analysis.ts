/** What analyses found out about samples, and what the person does not want to see again. */
import type { LabelEdit, LogEntry, Sample } from '../core/dataset/types.ts';
import type { KnownSample } from '../core/quality/facts.ts';
import { groupBy, savedLog, savedParts, savedSample } from './library.ts';
import { database } from './open.ts';
import type { AnalysisRecord } from './records.ts';
import { transact } from './transact.ts';

/** A sample with what is known of it, and its analyses by model. */
export interface AnalysedSample extends KnownSample {
  readonly analyses: ReadonlyMap<string, AnalysisRecord>;
}

/** Plates whose text was given after the import that brought them, if one did. @param log of the sample */
function typedIn({ source }: Sample, log: readonly LogEntry[]): ReadonlySet<string> {
  const typed = new Set<string>();
  const imported = source === 'import' ? 1 : 0;
  for (const { revision, edits, undo } of log) {
    if (revision <= imported) continue;
    const before = textsIn(undo);
    for (const [id, text] of textsIn(edits)) if (text && text !== before.get(id)) typed.add(id);
  }
  return typed;
}

const textsIn = (edits: readonly LabelEdit[]) =>
  new Map(edits.flatMap((edit) => (edit.kind === 'plate' ? [[edit.id, edit.value?.text]] : [])));

/** All visible samples in order of id, in parts. */
export async function* analysedSamples(): AsyncGenerator<AnalysedSample[]> {
  const db = await database();
  for await (const part of savedParts()) {
    const [first, last] = [part[0]?.sample.id, part[part.length - 1]?.sample.id];
    if (first === undefined || last === undefined) continue; // all of them are hidden
    const analyses = await db.getAll('analysis', IDBKeyRange.bound([first], [last, []]));
    const analysesOf = groupBy(analyses, ({ sample }) => sample);
    const log = await db.getAll('log', IDBKeyRange.bound([first, 0], [last, []]));
    const logOf = groupBy(log, ({ sample }) => sample);
    yield part.map((full) => ({
      ...full,
      typed: typedIn(full.sample, logOf.get(full.sample.id) ?? []),
      analyses: byModel(analysesOf.get(full.sample.id) ?? []),
    }));
  }
}

/** Records read at once: a few megabytes. */
const PART = 500;

/** What one model found out about each sample, in parts and in order of id: also of hidden ones. */
export async function* analysesBy(model: string): AsyncGenerator<AnalysisRecord[]> {
  const db = await database();
  for (let from: IDBKeyRange | null = null; ; ) {
    const part: AnalysisRecord[] = await db.getAll('analysis', from, PART);
    const last = part[part.length - 1];
    if (!last) return;
    yield part.filter((record) => record.model === model);
    from = IDBKeyRange.lowerBound([last.sample, last.model], true);
  }
}

/** One of them, or null. */
export async function analysedSample(id: string): Promise<AnalysedSample | null> {
  const full = await savedSample(id);
  if (!full) return null;
  const db = await database();
  return {
    ...full,
    typed: typedIn(full.sample, await savedLog(id)),
    analyses: byModel(await db.getAll('analysis', IDBKeyRange.bound([id], [id, []]))),
  };
}

const byModel = (records: readonly AnalysisRecord[]) =>
  new Map(records.map((record) => [record.model, record]));

/** Keeps what was found out, over what the same model found out before. */
export async function saveAnalyses(records: readonly AnalysisRecord[]): Promise<void> {
  const db = await database();
  const tx = db.transaction('analysis', 'readwrite');
  await Promise.all([...records.map((record) => tx.store.put(record)), tx.done]);
}

/** Subjects of one kind of finding that the person does not want to see again. */
export async function savedIgnored(kind: string): Promise<string[]> {
  const rows = await (await database()).getAll('ignored', IDBKeyRange.bound([kind], [kind, []]));
  return rows.map(({ subject }) => subject);
}

/** Ignores findings for good; they are in the replica and in backups like a correction. */
export async function ignore(kind: string, subjects: readonly string[], at: number): Promise<void> {
  await transact(['ignored'], async (tx) => {
    for (const subject of subjects) await tx.objectStore('ignored').put({ kind, subject, at });
  });
}

/** Takes that back. */
export async function unignore(kind: string, subjects: readonly string[]): Promise<void> {
  await transact(['ignored'], async (tx) => {
    for (const subject of subjects) await tx.objectStore('ignored').delete([kind, subject]);
  });
}

/** What the Quality screen remembers of earlier runs, under its own name among the settings. */
export async function savedMemory(name: string): Promise<unknown> {
  return (await database()).get('settings', `quality ${name}`);
}

export async function saveMemory(name: string, value: unknown): Promise<void> {
  await (await database()).put('settings', value, `quality ${name}`);
}
