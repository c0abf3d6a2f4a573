import '../store/fakeBrowser.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportBackup } from '../../../src/archive/backup.ts';
import { openImport, takeImport } from '../../../src/archive/importFiles.ts';
import type { Job } from '../../../src/archive/job.ts';
import { closeDatabase, database } from '../../../src/store/open.ts';
import { closeReplica, replicaDatabase } from '../../../src/store/replica/bucket.ts';
import { type Connection, rulesOf, STORE_NAMES } from '../../../src/store/schema.ts';
import { dump, fill } from '../store/dumpTools.ts';
import { loseEverything, loseFirstDatabase } from '../store/fakeBrowser.ts';
import { anyRows } from '../store/rows.ts';

const job: Job = { signal: new AbortController().signal, report: () => undefined };

async function fresh(): Promise<void> {
  await closeDatabase();
  await closeReplica();
  loseEverything();
}

async function backup(): Promise<File> {
  const { file } = await exportBackup({ kind: 'private' }, 'test', job);
  return new File([file as Blob], 'backup.zip');
}

async function restore(file: File): Promise<void> {
  await takeImport(await openImport([{ file, path: file.name }], job), 1, job);
}

test('a backup of a row in every store restores into an empty browser as it was', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, async (rows) => {
      await fresh();
      await fill(rows);
      const before = await dump(await database());
      for (const name of STORE_NAMES) expect(before[name], name).toHaveLength(1);
      const file = await backup();
      await fresh();
      await restore(file);
      expect(await dump(await database())).toEqual(before);
    }),
    { numRuns: 25 },
  );
});

test('what a person gave comes back from the replica when the browser loses its database', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, async (rows) => {
      await fresh();
      await fill(rows);
      const before = await dump(await database());
      expect(Object.keys(await dump((await replicaDatabase()) as Connection))).toHaveLength(
        STORE_NAMES.length,
      );
      await closeDatabase();
      loseFirstDatabase();
      const after = await dump(await database());
      for (const name of STORE_NAMES) {
        expect(after[name], name).toEqual(rulesOf(name).copied ? before[name] : []);
      }
    }),
    { numRuns: 10 },
  );
});
