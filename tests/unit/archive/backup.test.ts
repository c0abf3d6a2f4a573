import '../store/fakeBrowser.ts';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { exportBackup } from '../../../src/archive/backup.ts';
import { answerImport, openImport, takeImport } from '../../../src/archive/importFiles.ts';
import type { Job } from '../../../src/archive/job.ts';
import { saveCorrection } from '../../../src/store/corrections.ts';
import { undoImport } from '../../../src/store/imports.ts';
import { savedSamples } from '../../../src/store/library.ts';
import { closeDatabase, database } from '../../../src/store/open.ts';
import { closeReplica, replicaDatabase } from '../../../src/store/replica/bucket.ts';
import { type Connection, rulesOf, STORE_NAMES } from '../../../src/store/schema.ts';
import { dump, fill } from '../store/dumpTools.ts';
import { loseEverything, loseFirstDatabase } from '../store/fakeBrowser.ts';
import { photoOf, plateEdit } from '../store/photo.ts';
import { anyRows, type Rows } from '../store/rows.ts';

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

/** A backup without one of its files, or with a file's lines cut. */
async function damagedBackup(damage: (files: Record<string, Uint8Array>) => void): Promise<File> {
  const whole = new Uint8Array(await (await backup()).arrayBuffer());
  const files = unzipSync(whole);
  damage(files);
  return new File([new Uint8Array(zipSync(files, { level: 0 }))], 'backup.zip');
}

test.each<[string, (files: Record<string, Uint8Array>) => void]>([
  ['labels', (files) => delete files['stores/labels.jsonl']],
  ['history', (files) => delete files['stores/log.jsonl']],
  ['splits', (files) => delete files['stores/splits.jsonl']],
  ['groups', (files) => delete files['stores/groups.jsonl']],
  [
    'samples',
    (files) => {
      files['stores/samples.jsonl'] = new Uint8Array();
    },
  ],
  [
    'photos/',
    (files) => delete files[Object.keys(files).find((f) => f.startsWith('photos/')) ?? ''],
  ],
  [
    'models/',
    (files) => delete files[Object.keys(files).find((f) => f.startsWith('models/')) ?? ''],
  ],
  ['manifest.json', (files) => delete files['manifest.json']],
])(
  'a backup without %s is named as incomplete, and taken only in part if wished',
  async (what, damage) => {
    const [rows] = fc.sample(anyRows, { numRuns: 1, seed: 7 });
    await fresh();
    await fill(rows as Rows);
    const file = await damagedBackup(damage);
    await fresh();
    const files = [{ file, path: file.name }];
    const open = await openImport(files, job);
    expect(open.preview.missing.join(' ')).toContain(what);
    await expect(takeImport(open, 1, job)).rejects.toThrow(/not complete/);
    for (const list of Object.values(await dump(await database()))) expect(list).toEqual([]);
    const partly = await answerImport(open, {
      classes: {},
      frame: null,
      conflicts: 'keep',
      replace: [],
      partial: true,
    });
    await takeImport(partly, 1, job).catch((error: unknown) => {
      // Bytes of a model cannot be made up: then nothing is taken.
      expect(what).toBe('models/');
      expect(String(error)).toMatch(/missing/);
    });
    // Whatever is here now can be corrected.
    for (const { sample } of await savedSamples()) {
      const edits = [{ kind: 'no-plate', value: false }] as const;
      await saveCorrection({ prepared: null, sample: sample.id, prediction: null, edits, at: 2 });
    }
  },
);

const STRICT = { train: 0, val: 1, test: 2 };
const texts = fc.array(
  fc.record({
    photo: fc.integer({ min: 0, max: 7 }),
    text: fc.constantFrom('AA1', 'BB2', 'CC3', 'DD4'),
  }),
  {
    minLength: 1,
    maxLength: 8,
  },
);

/** Labels photos, a plate each. */
async function say(all: readonly { readonly photo: number; readonly text: string }[]) {
  for (const { photo, text } of all) {
    // All look alike: near-duplicates go into one group.
    const { sample, ...rest } = photoOf(`photo ${photo}`);
    const prepared = { ...rest, sample: { ...sample, dhash: '0'.repeat(16) } };
    const edits = [plateEdit(text, { text, rows: 1 })];
    const { id } = sample;
    await saveCorrection({ prepared, sample: id, prediction: null, edits, at: 1 });
  }
}

async function splitsNow(): Promise<ReadonlyMap<string, keyof typeof STRICT | null>> {
  return new Map((await savedSamples()).map(({ sample, split }) => [sample.id, split]));
}

test('however backups are merged, no photo is in a softer split than in the backup or before', async () => {
  await fc.assert(
    fc.asyncProperty(texts, texts, async (there, here) => {
      await fresh();
      await say(there);
      const theirs = await splitsNow();
      const file = await backup();
      await fresh();
      await say(here);
      const before = await splitsNow();
      await restore(file);
      const after = await splitsNow();
      for (const [sample, split] of after) {
        for (const earlier of [theirs.get(sample), before.get(sample)]) {
          if (!earlier) continue;
          expect(split).not.toBeNull();
          expect(STRICT[split as 'train']).toBeGreaterThanOrEqual(STRICT[earlier]);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test.each(['keep', 'replace'] as const)(
  'labels of another machine come where there are none, and where there are others: %s',
  async (conflicts) => {
    const textsNow = async () =>
      Object.fromEntries(
        (await savedSamples()).map(({ sample, label }) => [
          sample.file,
          label?.plates.map(({ text }) => text) ?? [],
        ]),
      );
    await fresh();
    await say([
      { photo: 0, text: 'AA1' },
      { photo: 1, text: 'BB2' },
      { photo: 2, text: 'CC3' },
      { photo: 3, text: 'DD4' },
    ]);
    const theirs = await textsNow();
    const [asked = '', open = '', same = '', missing = ''] = Object.keys(theirs).sort();
    const file = await backup();
    await fresh();
    await say([
      { photo: 0, text: 'MINE' },
      { photo: 1, text: 'GONE' },
      { photo: 2, text: 'CC3' },
    ]);
    const [, opened] = (await savedSamples()).sort((a, b) =>
      a.sample.file < b.sample.file ? -1 : 1,
    );
    const sample = opened?.sample.id as string;
    await saveCorrection({
      ...{ prepared: null, sample, prediction: null, at: 2 },
      edits: [plateEdit('GONE', null)],
    });
    const before = await textsNow();
    expect(before).toEqual({ [asked]: ['MINE'], [open]: [], [same]: ['CC3'] });

    const found = await openImport([{ file, path: file.name }], job);
    expect(found.preview).toMatchObject({ add: 1, labels: 1, conflicts: 1, duplicates: 2 });
    const answered = await answerImport(found, {
      ...{ classes: {}, frame: null, replace: [], partial: false },
      conflicts,
    });
    expect(answered.preview.replaced).toBe(conflicts === 'replace' ? 1 : 0);
    const { id, added, labels } = await takeImport(answered, 3, job);
    expect([added, labels]).toEqual([1, conflicts === 'replace' ? 2 : 1]);
    expect(await textsNow()).toEqual({
      ...theirs,
      [asked]: conflicts === 'replace' ? theirs[asked] : ['MINE'],
    });
    await undoImport(id as string);
    expect(await textsNow()).toEqual(before);
    expect(missing in before).toBe(false);
  },
);
