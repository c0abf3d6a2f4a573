/** Taking an import: all of it, or nothing; and what it says it did is what is here. */
import '../store/fakeBrowser.ts';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { beforeEach, expect, test, vi } from 'vitest';
import { exportBackup } from '../../../src/archive/backup.ts';
import { openImport, takeImport } from '../../../src/archive/importFiles.ts';
import type { Job } from '../../../src/archive/job.ts';
import { saveCorrection } from '../../../src/store/corrections.ts';
import { provideDisk } from '../../../src/store/disk/disk.ts';
import { savedImports, undoImport } from '../../../src/store/imports.ts';
import { savedSamples } from '../../../src/store/library.ts';
import { closeDatabase, database } from '../../../src/store/open.ts';
import { saveUnlabelled } from '../../../src/store/predictions.ts';
import { closeReplica } from '../../../src/store/replica/bucket.ts';
import { trashSamples } from '../../../src/store/trash.ts';
import { dump } from '../store/dumpTools.ts';
import { loseEverything } from '../store/fakeBrowser.ts';
import { photoOf, plateEdit } from '../store/photo.ts';

/** A GIF's header says 100 × 50; only a browser decodes the rest. A content of `broken…` cannot be. */
const gif = (content: string) => `GIF89a\x64\x00\x32\x00\x00\x00\x00${content}`;
vi.mock('../../../src/archive/prepare.ts', () => ({
  THUMB_PX: 320,
  prepareSample: async (photo: Uint8Array, facts: object) => {
    const content = new TextDecoder().decode(photo);
    if (content.includes('broken')) throw new Error('cannot be decoded');
    const prepared = photoOf(content);
    return { ...prepared, sample: { ...prepared.sample, ...facts } };
  },
}));

/** How long a write is asked to wait for its room. */
let waitMs = 0;
provideDisk(async () => ({
  hasRoom: async (bytes) => {
    if (bytes > BATCH_BYTES && waitMs > 0) await new Promise((done) => setTimeout(done, waitMs));
    return true;
  },
  hold: async () => undefined,
  giveBack: async () => undefined,
  append: async () => true,
  clear: async () => undefined,
}));

beforeEach(async () => {
  waitMs = 0;
  await closeDatabase();
  await closeReplica();
  loseEverything();
});

/** Less than is asked for a batch of photos, more than for other writes. */
const BATCH_BYTES = 4 * 1024 ** 2;

const job: Job = { signal: new AbortController().signal, report: () => undefined };
const LABEL = '0 0.5 0.5 0.2 0.2\n';

/** A YOLO set of these photos, a plate on each. */
function setOf(contents: readonly string[]) {
  return contents.flatMap((content, i) => [
    { path: `images/${i}.gif`, file: new File([gif(content)], `${i}.gif`) },
    { path: `labels/${i}.txt`, file: new File([LABEL], `${i}.txt`) },
  ]);
}

async function take(contents: readonly string[]) {
  const done = await takeImport(await openImport(setOf(contents), job), 5, job);
  return { ...done, id: done.id as string };
}

const idOf = (content: string) => photoOf(gif(content)).sample.id;

/** Everything but what the first use of a database writes. */
async function content() {
  const { settings: _, ...rest } = await dump(await database());
  return rest;
}

test('photos come with their labels, one that cannot be decoded is counted, undo takes all back', async () => {
  const before = await content();
  const done = await take(['a', 'b', 'broken']);
  expect(done).toMatchObject({ added: 2, unreadable: 1, duplicates: 0 });
  const samples = await savedSamples();
  expect(samples.map(({ label }) => label?.plates.map(({ box }) => box))).toEqual(
    [1, 2].map(() => [expect.objectContaining({ x: 40, y: 20, width: 20, height: 10 })]),
  );
  expect(samples.every(({ split }) => split !== null)).toBe(true);
  expect(await undoImport(done.id)).toMatchObject({ removed: 2 });
  const { groups: _, splits: __, ...after } = await content();
  expect(after).toMatchObject({ samples: [], labels: [], log: [], blobs: [], importRows: [] });
  expect(after.models).toEqual(before.models);
});

test('wherever it is cancelled, nothing of it is left', async () => {
  const empty = await content();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 3 }), async (at) => {
      const abort = new AbortController();
      const files = setOf(['a', 'b', 'c', 'd']);
      const open = await openImport(files, job);
      const photo = files[2 * at]?.file as File;
      const read = photo.arrayBuffer.bind(photo);
      vi.spyOn(photo, 'arrayBuffer').mockImplementation(() => {
        abort.abort();
        return read();
      });
      await expect(takeImport(open, 5, { ...job, signal: abort.signal })).rejects.toThrow();
      expect(await content()).toEqual(empty);
      expect(await savedImports()).toEqual([]);
    }),
    { numRuns: 5 },
  );
});

test('cancelled while a batch is being written, nothing of that batch is left either', async () => {
  const files = setOf(Array.from({ length: 230 }, (_, n) => `many ${n}`));
  await take(['one']); // what the first use writes
  const before = await content();
  const open = await openImport(files, job);
  const abort = new AbortController();
  const last = files.at(-2)?.file as File;
  const read = last.arrayBuffer.bind(last);
  vi.spyOn(last, 'arrayBuffer').mockImplementation(() => {
    abort.abort();
    waitMs = 0;
    return read();
  });
  waitMs = 300; // the batch is begun, but its transaction is not
  await expect(takeImport(open, 5, { ...job, signal: abort.signal })).rejects.toThrow();
  await new Promise((done) => setTimeout(done, 500)); // what comes late, would be there by now
  expect(await content()).toEqual(before);
});

test('a restore cancelled while a batch is being written leaves nothing of it either', async () => {
  await take(Array.from({ length: 230 }, (_, n) => `many ${n}`));
  const { file } = await exportBackup({ kind: 'private' }, 'test', job);
  await closeDatabase();
  await closeReplica();
  loseEverything();
  const before = await content();
  const zip = new File([file as Blob], 'backup.zip');
  const open = await openImport([{ file: zip, path: zip.name }], job);
  const abort = new AbortController();
  let asked = 0;
  const look = abort.signal.throwIfAborted.bind(abort.signal);
  vi.spyOn(abort.signal, 'throwIfAborted').mockImplementation(() => {
    asked += 1; // once a photo
    if (asked === 225) {
      abort.abort();
      waitMs = 0;
    }
    look();
  });
  waitMs = 300; // the batch is begun, but its transaction is not
  await expect(takeImport(open, 5, { ...job, signal: abort.signal })).rejects.toThrow();
  expect(asked).toBeGreaterThanOrEqual(225);
  await new Promise((done) => setTimeout(done, 500)); // what comes late, would be there by now
  expect(await content()).toEqual(before);
});

test('a file that can no longer be read ends it with nothing taken', async () => {
  const files = setOf(['a', 'b', 'c']);
  const open = await openImport(files, job);
  const empty = await content();
  const last = files.at(-2)?.file as File;
  vi.spyOn(last, 'arrayBuffer').mockRejectedValue(new DOMException('gone', 'NotReadableError'));
  await expect(takeImport(open, 5, job)).rejects.toThrow('gone');
  expect(await content()).toEqual(empty);
});

test('what is here stays as it is; what lay in the trash comes back with the label', async () => {
  const [here, deleted] = [photoOf(gif('here')), photoOf(gif('deleted'))];
  const { id } = here.sample;
  const edits = [plateEdit('p1', { text: 'AA1' })];
  await saveCorrection({ prepared: here, sample: id, prediction: null, edits, at: 1 });
  const model = { id: 'd', sha256: 'aa', backend: 'wasm' } as const;
  const seen = { id: 'aa+aa', at: 1, plates: [], detector: model, reader: model, embedding: null };
  await saveUnlabelled(deleted, { ...seen, sample: deleted.sample.id });
  await trashSamples([idOf('deleted')], 2);
  const done = await take(['here', 'deleted', 'new']);
  expect(done.added).toBe(2);
  const labels = new Map((await savedSamples()).map(({ sample, label }) => [sample.id, label]));
  expect(labels.get(idOf('here'))?.plates[0]?.text).toBe('AA1');
  expect(labels.get(idOf('deleted'))?.plates).toHaveLength(1);
  expect(labels.get(idOf('new'))?.plates).toHaveLength(1);
});

test('a file that calls itself a zip and is none says so', async () => {
  const file = new File(['no zip at all'], 'set.zip');
  await expect(openImport([{ path: 'set.zip', file }], job)).rejects.toThrow(
    'it is no zip, or its end is missing',
  );
});

test.each([0, 1])(
  'the same photo twice is one, with the label that copy %i has',
  async (labelled) => {
    const files = [0, 1].map((i) => ({
      path: `images/${i}.gif`,
      file: new File([gif('same')], `${i}.gif`),
    }));
    files.push({ path: `labels/${labelled}.txt`, file: new File([LABEL], `${labelled}.txt`) });
    const open = await openImport(files, job);
    expect(open.preview).toMatchObject({ add: 1, plates: 1, negatives: 0, unlabelled: 0 });
    expect(await takeImport(open, 5, job)).toMatchObject({ added: 1, duplicates: 1 });
    expect((await savedSamples()).map(({ label }) => label?.plates.length)).toEqual([1]);
  },
);

test('labels in a file beside a zip find their photos inside it', async () => {
  const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
  const zip = zipSync({ 'photos/a.gif': bytes(gif('a')), 'photos/b.gif': bytes(gif('b')) });
  const coco = {
    images: [{ id: 1, file_name: 'a.gif', width: 100, height: 50 }],
    categories: [{ id: 1, name: 'license_plate' }],
    annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [40, 20, 20, 10] }],
  };
  const files = [
    { path: 'photos.zip', file: new File([new Uint8Array(zip)], 'photos.zip') },
    { path: 'labels.json', file: new File([JSON.stringify(coco)], 'labels.json') },
  ];
  const open = await openImport(files, job);
  expect(open.preview).toMatchObject({ add: 2, plates: 1, negatives: 0, unlabelled: 1 });
  await takeImport(open, 5, job);
  const plates = new Map((await savedSamples()).map(({ sample, label }) => [sample.id, label]));
  expect(plates.get(idOf('a'))?.plates[0]?.box).toMatchObject({ x: 40, y: 20, width: 20 });
  expect(plates.get(idOf('b'))).toBeFalsy();
});
