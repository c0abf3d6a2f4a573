/** Reading what is kept: the same rows, whether a screen reads them in parts or one by one. */
import './fakeBrowser.ts';
import { beforeEach, expect, test, vi } from 'vitest';
import type { DatasetRow } from '../../../src/core/dataset/row.ts';
import { saveCorrection } from '../../../src/store/corrections.ts';
import { savedLabels, savedRow, savedRows } from '../../../src/store/library.ts';
import { closeDatabase, database } from '../../../src/store/open.ts';
import { saveUnlabelled } from '../../../src/store/predictions.ts';
import { closeReplica } from '../../../src/store/replica/bucket.ts';
import { trashSamples } from '../../../src/store/trash.ts';
import { loseEverything } from './fakeBrowser.ts';
import { photoOf, plateEdit } from './photo.ts';

beforeEach(async () => {
  await closeDatabase();
  await closeReplica();
  loseEverything();
});

test('rows read in parts are those read one by one, with the split of their group', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 620; n++) {
    const prepared = photoOf(`photo ${n}`);
    const { id } = prepared.sample;
    const edits = [plateEdit('p1', { text: `AA${n}` })];
    await saveCorrection({ prepared, sample: id, prediction: null, edits, at: n + 1 });
    ids.push(id);
  }
  ids.sort();
  await trashSamples([ids[0] ?? '', ids[300] ?? ''], 1);
  const told: number[] = [];
  const rows = await savedRows((some) => told.push(some.length));
  const alone = await Promise.all(ids.map((id) => savedRow(id)));
  expect(rows).toEqual(alone.filter((row): row is DatasetRow => row !== null));
  expect(rows).toHaveLength(618);
  expect(new Set(rows.map(({ split }) => split))).toEqual(new Set(['train', 'val', 'test']));
  expect(told[0]).toBe(99); // a screen of photos first, without the one in the trash
});

test('labels of many are those of each: none of what is gone, null where nothing was said', async () => {
  const [said, unsaid, trashed] = ['a', 'b', 'c'].map((content) => photoOf(content));
  const keep = (prepared: ReturnType<typeof photoOf>, text: string) =>
    saveCorrection({
      prepared,
      sample: prepared.sample.id,
      prediction: null,
      edits: [plateEdit('p1', { text })],
      at: 1,
    });
  if (!said || !unsaid || !trashed) throw new Error('no photos');
  await keep(said, 'AA1');
  await keep(trashed, 'CC3');
  const model = { id: 'd', sha256: 'aa', backend: 'wasm' } as const;
  const by = { id: 'aa+aa', at: 1, plates: [], detector: model, reader: model, embedding: null };
  await saveUnlabelled(unsaid, { sample: unsaid.sample.id, ...by });
  await trashSamples([trashed.sample.id], 2);
  const ids = [said, unsaid, trashed].map(({ sample }) => sample.id);
  const labels = await savedLabels([...ids, 'f'.repeat(64)]);
  expect([...labels.keys()].sort()).toEqual(ids.slice(0, 2).sort());
  expect(labels.get(ids[0] ?? '')?.plates.map(({ text }) => text)).toEqual(['AA1']);
  expect(labels.get(ids[1] ?? '')).toBeNull();
});

test('the first photos do not wait for the groups of all', async () => {
  const db = await database();
  const tx = db.transaction('groups', 'readwrite');
  for (let n = 0; n < 3000; n++) tx.store.put({ id: `other ${n}`, split: 'train', keys: [] });
  await tx.done;
  const prepared = photoOf('photo');
  const edits = [plateEdit('p1', { text: 'AA1' })];
  await saveCorrection({ prepared, sample: prepared.sample.id, prediction: null, edits, at: 1 });
  const read = vi.spyOn(IDBObjectStore.prototype, 'getAll');
  await savedRows(() => undefined);
  const stores = read.mock.contexts.map((store) => (store as IDBObjectStore).name);
  read.mockRestore();
  expect(stores).toContain('samples');
  expect(stores).not.toContain('groups');
});
