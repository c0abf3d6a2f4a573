/** `platewheel read`: from folders to a file of results, or to one part of it. */

import { mkdtemp, rm, unlink } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  Journal,
  type Part,
  type PartHead,
  type PlacedLine,
  readPart,
  sameSettings,
} from './journal.ts';
import { loadModels } from './models.ts';
import type { ReadCall } from './options.ts';
import { type PhotoFile, photoFiles } from './photoFiles.ts';
import { Progress } from './progress.ts';
import { readFiles } from './readFiles.ts';
import { inShard, type Shard } from './shard.ts';
import { UsageError } from './usage.ts';
import { resultText, writeResults } from './writeResults.ts';

export interface Surroundings {
  readonly appVersion: string;
  /** Folder of the shipped models. */
  readonly models: string;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** Name of a shard's part of the results in `out`. */
export const partName = (out: string, { index, count }: Shard): string =>
  `${out}.part-${String(index).padStart(5, '0')}-of-${String(count).padStart(5, '0')}.ndjson`;

/** @returns the exit code. @throws UsageError */
export async function read(call: ReadCall, around: Surroundings): Promise<number> {
  const { out, shard } = call;
  const models = await loadModels(around.models, call.models);
  const head: PartHead = {
    type: 'platewheel-part',
    version: 1,
    settings: {
      detector: models.detector.card.sha256,
      reader: models.reader.card.sha256,
      inputSize: call.inputSize,
      threshold: call.threshold,
    },
    shard,
  };
  const tell = call.quiet ? null : around.stderr;
  const finished = out && shard ? partName(out, shard) : null;
  if (finished && (await isFinished(finished, head))) {
    tell?.(`${finished} is there already.\n`);
    return 0;
  }
  const all = await photoFiles(call.inputs);
  const files = shard ? all.filter(({ path }) => inShard(path, shard)) : all;
  const target = out ?? join(await mkdtemp(join(tmpdir(), 'platewheel-')), 'results');
  const partial = `${finished ?? target}.partial`;
  const before = await earlier(partial, head, call.resume);
  const lines: PlacedLine[] = keptLines(before, files);
  const known = new Set(lines.map(({ file }) => file));
  const open = files.filter(({ path }) => !known.has(path));
  const journal = await Journal.open(partial, head, before);
  const progress = new Progress(files.length, lines.length, tell);
  const atOnce = call.threads ?? availableParallelism();
  const { inputSize, threshold, crops } = call;
  const { signal } = around;
  await readFiles(
    open,
    { models, inputSize, threshold, crops, atOnce, signal },
    async (file, o) => {
      const line = { file: file.path, bytes: file.bytes, modified: file.modified, outcome: o };
      lines.push(await journal.add(line));
      progress.photo(o.kind === 'read');
    },
  );
  progress.end();
  const isDone = lines.length === files.length;
  if (finished && isDone) await journal.complete(finished);
  else await journal.close();
  if (!finished) await writeOut(call, lines, around);
  if (out === null) await rm(dirname(partial), { recursive: true });
  else if (!finished && isDone) await unlink(partial);
  if (!isDone) {
    tell?.(
      `Stopped after ${lines.length} of ${files.length} photos.${out ? ' Go on with --resume.' : ''}\n`,
    );
    return 130;
  }
  return lines.some(({ isFailed }) => isFailed) ? 1 : 0;
}

async function isFinished(path: string, head: PartHead): Promise<boolean> {
  const part = await readPart(path);
  if (!part?.isComplete) return false;
  if (sameSettings(part.head.settings, head.settings)) return true;
  throw new UsageError(
    `${path} was read with other models or settings. Delete it or choose another --out.`,
  );
}

/** What an earlier run left, when this one shall go on with it. */
async function earlier(path: string, head: PartHead, resume: boolean): Promise<Part | null> {
  const part = await readPart(path).catch((error: unknown) => {
    if (resume) return null; // killed before its first line was whole
    throw error;
  });
  if (!part) return null;
  if (!resume) {
    throw new UsageError(
      `${path} is left from a run that was stopped. Add --resume, or delete it.`,
    );
  }
  if (!sameSettings(part.head.settings, head.settings)) {
    throw new UsageError(
      `${path} was begun with other models or settings. Delete it to start anew.`,
    );
  }
  return part;
}

/** Lines of photos that are still there, unchanged. @throws UsageError where some have changed */
function keptLines(before: Part | null, files: readonly PhotoFile[]): PlacedLine[] {
  const now = new Map(files.map((file) => [file.path, file]));
  return (before?.lines ?? []).map((line) => {
    const file = now.get(line.file);
    if (file?.bytes === line.bytes && file.modified === line.modified) return line;
    throw new UsageError(`${line.file} was changed or removed since the run that is to go on.`);
  });
}

async function writeOut(
  { out, format, includePlace }: ReadCall,
  lines: readonly PlacedLine[],
  { appVersion, stdout }: Surroundings,
): Promise<void> {
  const options = { format, includePlace, appVersion };
  if (out !== null) await writeResults(out, lines, options);
  else for await (const text of resultText(lines, options)) stdout(text);
}

/** The models beside a checkout or a bundle. */
export const modelsBeside = (folder: string): string => join(folder, 'models');
