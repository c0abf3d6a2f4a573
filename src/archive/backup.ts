/**
 * The backup: every store of the database in one zip. `backup.json` says what it is,
 * `stores/<name>.jsonl` holds a row a line, and all binary values lie in files of their own.
 */

import { ahead } from '../core/ahead.ts';
import type { Exported, ExportTarget } from '../rpc/archive/contract.ts';
import { type BinaryParts, withoutBinary } from '../store/binaryParts.ts';
import { heavyValue, rowsWithout, snapshot } from '../store/dump.ts';
import { withImportLock } from '../store/importLock.ts';
import { DATABASE_VERSION } from '../store/migrations.ts';
import { rulesOf, type StoreName, sampleOf } from '../store/schema.ts';
import { type Job, throttled } from './job.ts';
import { openSink } from './sink.ts';
import { type OutFile, textFile, writeZip } from './zipWriter.ts';

export const BACKUP_TYPE = 'platewheel-backup';
export const BACKUP_VERSION = 1;

/** Of values read while those before them are written. */
const AHEAD_BYTES = 16 * 1024 ** 2;
/** More than a thumbnail takes. */
const THUMB_BYTES = 64 * 1024;

/** Writes the backup. @throws ArchiveError, StoreError, the signal's reason */
export function exportBackup(
  target: ExportTarget,
  appVersion: string,
  job: Job,
): Promise<Exported> {
  // Meanwhile no import begins or is taken back, and nothing is removed for good.
  return withImportLock(() => writeBackup(target, appVersion, job), {
    mode: 'shared',
    signal: job.signal,
  });
}

async function writeBackup(target: ExportTarget, appVersion: string, job: Job): Promise<Exported> {
  const takenAt = Date.now();
  const { rows, heavyKeys } = await snapshot();
  const total = [...heavyKeys.values()].reduce((sum, keys) => sum + keys.length, 0);
  const report = throttled(job.report);
  const sink = await openSink(target);
  async function* files(): AsyncGenerator<OutFile> {
    // Photos first: of those that are gone by now, nothing else must be said.
    const gone = new Set<string>();
    let done = 0;
    let bytes = 0;
    const limits = { most: 16, limit: AHEAD_BYTES };
    const sizes = new Map(
      rows.get('samples')?.map(({ key, value }) => [key, (value as { bytes: number }).bytes]),
    );
    for (const [store, keys] of heavyKeys) {
      const lines: string[] = [];
      // What may be large and does not say so is read alone.
      const weight = (key: IDBValidKey) =>
        (store === 'thumbs' ? THUMB_BYTES : store === 'blobs' && sizes.get(key)) || AHEAD_BYTES;
      const read = async (key: IDBValidKey) => ({ key, value: await heavyValue(store, key) });
      for await (const { key, value } of ahead(keys, { ...limits, weight }, read)) {
        done += 1;
        if (value === undefined) {
          const { perSample, copied } = rulesOf(store);
          if (perSample && copied) gone.add(sampleOf(key));
          continue;
        }
        const binaries: BinaryParts = { files: [], count: 0 };
        const path = heavyPath(store, key);
        lines.push(await line(key, value, path, binaries));
        for (const file of binaries.files) bytes += file.bytes.length;
        yield* binaries.files;
        report({ stage: 'write', done, total, bytes });
      }
      yield textFile(`stores/${store}.jsonl`, lines.join(''));
    }
    const left = rowsWithout(rows, gone);
    for (const [name, list] of left) {
      const binaries: BinaryParts = { files: [], count: 0 };
      const lines: string[] = [];
      for (const { key, value } of list) {
        lines.push(await line(key, value, name, binaries));
        yield* binaries.files.splice(0);
      }
      yield textFile(`stores/${name}.jsonl`, lines.join(''));
    }
    const counts = Object.fromEntries([...left].map(([name, list]) => [name, list.length]));
    const about = {
      type: BACKUP_TYPE,
      version: BACKUP_VERSION,
      database: DATABASE_VERSION,
      source: `Platewheel ${appVersion}`,
      takenAt,
      counts,
    };
    yield textFile('backup.json', `${JSON.stringify(about, null, 1)}\n`);
  }
  const written = await writeZip(
    files(),
    (list) =>
      textFile('manifest.json', `${JSON.stringify({ type: BACKUP_TYPE, files: list }, null, 1)}\n`),
    sink,
    job,
  );
  return { file: await sink.close(), ...written, takenAt };
}

/** A row as a line, its binary parts as files added to `into`. */
async function line(
  key: IDBValidKey,
  value: unknown,
  path: string,
  into: BinaryParts,
): Promise<string> {
  return `${JSON.stringify({ key, value: await withoutBinary(value, path, into) })}\n`;
}

/** Photos lie under their own name, for people who look inside. */
function heavyPath(store: StoreName, key: IDBValidKey): string {
  return `${rulesOf(store).heavy}/${(Array.isArray(key) ? key : [key]).join('_').replace(/[^\w.-]/g, '_')}`;
}
