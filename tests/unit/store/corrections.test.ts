/** Keeping, taking back, deleting: what is said to be kept can be read back, and nothing is half kept. */
import './fakeBrowser.ts';
import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import type { LabelEdit, Prediction } from '../../../src/core/dataset/types.ts';
import { onDataChange } from '../../../src/store/changes.ts';
import { saveCorrection, undoCorrection } from '../../../src/store/corrections.ts';
import { savedLog, savedPhoto, savedSample, savedSamples } from '../../../src/store/library.ts';
import { closeDatabase, database } from '../../../src/store/open.ts';
import { savePrediction, saveUnlabelled } from '../../../src/store/predictions.ts';
import { closeReplica } from '../../../src/store/replica/bucket.ts';
import { STORE_NAMES, STORES } from '../../../src/store/schema.ts';
import { emptyTrash, restoreTrashed, trashSamples } from '../../../src/store/trash.ts';
import { dump } from './dumpTools.ts';
import { loseEverything } from './fakeBrowser.ts';
import { photoOf, plateEdit } from './photo.ts';

beforeEach(async () => {
  await closeDatabase();
  await closeReplica();
  loseEverything();
});

const model = { id: 'd', sha256: 'aa', backend: 'wasm' } as const;
const predictionOf = (sample: string): Prediction => ({
  sample,
  id: 'aa+aa',
  at: 1,
  plates: [],
  detector: model,
  reader: model,
  embedding: null,
});

async function keep(content: string, edits: readonly LabelEdit[], at = 1) {
  const prepared = photoOf(content);
  return saveCorrection({ prepared, sample: prepared.sample.id, prediction: null, edits, at });
}

test('a first correction keeps photo, label, history and split; a second adds to them', async () => {
  const { label } = await keep('a', [plateEdit('p1', { text: 'AA1' })]);
  await keep('a', [plateEdit('p2', { text: 'BB2' })], 2);
  const kept = await savedSample(label.sample);
  expect(kept?.label?.plates.map(({ text }) => text)).toEqual(['AA1', 'BB2']);
  expect(kept?.split).not.toBeNull();
  expect((await savedLog(label.sample)).map(({ revision }) => revision)).toEqual([1, 2]);
  expect(new TextDecoder().decode((await savedPhoto(label.sample)) ?? undefined)).toBe('a');
});

test('every sample whose set changes with an answer is told of with it', async () => {
  const photos = Array.from({ length: 80 }, (_, n) => `photo ${n}`); // all in one set: once in 10^7
  for (const [n, photo] of photos.entries())
    await keep(photo, [plateEdit('p', { text: `AA${1000 + n}` })]);
  const told = new Set<string>();
  const stop = onDataChange(({ samples }) => {
    for (const id of samples) told.add(id);
  });
  const splits = async () =>
    new Map((await savedSamples()).map(({ sample, split }) => [sample.id, split]));
  const first = await splits();
  // Those of the mildest set first: the group then hardens around others, not around the one answered.
  const mildest = (photo: string) =>
    ['train', 'val', 'test'].indexOf(first.get(photoOf(photo).sample.id) ?? '');
  let moves = 0;
  for (const photo of photos.toSorted((a, b) => mildest(a) - mildest(b))) {
    const before = await splits();
    told.clear();
    const kept = await keep(photo, [plateEdit('p', { text: 'ONE1' })], 2);
    const after = await splits();
    const moved = [...before].filter(([id, split]) => after.get(id) !== split);
    moves += moved.length;
    for (const [id] of moved) expect(told).toContain(id);
    const others = moved.map(([id]) => id).filter((id) => id !== kept.label.sample);
    expect(kept.moved).toEqual(expect.arrayContaining(others)); // all that moved, and no fewer
  }
  stop();
  expect(moves).toBeGreaterThan(0);
});

test('whatever is said and taken back in turn, undo gives the label as it was before', async () => {
  const edit = fc.record({
    id: fc.constantFrom('p1', 'p2', 'p3'),
    text: fc.option(fc.constantFrom('AA1', 'BB2'), { nil: undefined }),
  });
  let photo = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
      const content = `photo ${++photo}`;
      const { id } = photoOf(content).sample;
      await keep(content, [plateEdit('p0', {})]);
      const before: unknown[] = [];
      for (const { id: plate, text } of edits) {
        before.push((await savedSample(id))?.label?.plates);
        await keep(content, [plateEdit(plate, text === undefined ? null : { text })], 2);
      }
      for (let revision = edits.length + 1; revision > 1; revision--) {
        await undoCorrection(id, revision, 3);
        expect((await savedSample(id))?.label?.plates).toEqual(before.pop());
      }
    }),
    { numRuns: 25 },
  );
});

test('what was changed again since is not taken back', async () => {
  const { label } = await keep('a', [plateEdit('p1', { text: 'AA1' })]);
  await keep('a', [plateEdit('p1', { text: 'BB2' })], 2);
  await expect(undoCorrection(label.sample, 1, 3)).rejects.toMatchObject({ code: 'conflict' });
  expect((await savedSample(label.sample))?.label?.plates[0]?.text).toBe('BB2');
});

test('a correction of a photo that is not kept and did not come with it keeps nothing', async () => {
  const edits = [plateEdit('p1', {})];
  const call = saveCorrection({ prepared: null, sample: 'ff', prediction: null, edits, at: 1 });
  await expect(call).rejects.toThrow(/not kept/);
  const all = await dump(await database());
  for (const name of STORE_NAMES) if (STORES[name].copied) expect(all[name], name).toEqual([]);
});

test('a disk that gives other bytes back is told, not called kept', async () => {
  const digest = vi.spyOn(crypto.subtle, 'digest').mockResolvedValue(new ArrayBuffer(32));
  try {
    const call = keep('a', [plateEdit('p1', {})]);
    await expect(call).rejects.toMatchObject({ code: 'unconfirmed' });
  } finally {
    digest.mockRestore();
  }
});

test('a prediction comes beside a kept sample, and not where it is gone', async () => {
  const { label } = await keep('a', [plateEdit('p1', {})]);
  expect(await savePrediction(predictionOf(label.sample))).toBe(true);
  expect((await savedSample(label.sample))?.prediction?.id).toBe('aa+aa');
  expect(await savePrediction(predictionOf('ff'))).toBe(false);
  expect((await dump(await database())).predictions).toHaveLength(1);
});

test('a photo kept unlabelled comes out of the trash, its label as it was', async () => {
  const { label } = await keep('a', [plateEdit('p1', { text: 'AA1' })]);
  await trashSamples([label.sample], 5);
  await saveUnlabelled(photoOf('a'), predictionOf('elsewhere'));
  const kept = await savedSample(label.sample);
  expect(kept?.label).toEqual(label);
  expect(kept?.prediction?.sample).toBe(label.sample);
});

test('deleted is hidden at once, back by undo, and gone from every store only after its time', async () => {
  const [a, b] = [await keep('a', [plateEdit('p1', {})]), await keep('b', [plateEdit('p1', {})])];
  const ids = [a.label.sample, b.label.sample];
  await trashSamples(ids, 100);
  expect(await savedSamples()).toEqual([]);
  await restoreTrashed([b.label.sample]);
  expect((await savedSamples()).map(({ sample }) => sample.id)).toEqual([b.label.sample]);
  expect(await emptyTrash(100)).toBe(0); // not older than that
  expect(await emptyTrash(101)).toBe(1);
  const { splits: _, groups: __, ...rest } = await dump(await database()); // its split sticks
  expect(JSON.stringify(rest)).not.toContain(a.label.sample);
  expect(await savedSample(b.label.sample)).not.toBeNull();
});
