/** The smaller stores: what is saved can be read back, what is removed goes whole, nothing else changes. */
import './fakeBrowser.ts';
import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import type { Prediction } from '../../../src/core/dataset/types.ts';
import { parseModelCard } from '../../../src/core/modelCard.ts';
import {
  SHIPPED,
  saveActiveModels,
  savedActiveModels,
  updateActiveModels,
} from '../../../src/store/activeModels.ts';
import { saveBatchLabel } from '../../../src/store/batchLabels.ts';
import { saveCorrection } from '../../../src/store/corrections.ts';
import { savedFeatures, saveFeatures } from '../../../src/store/features.ts';
import { sha256Hex } from '../../../src/store/hash.ts';
import { savedPhoto, savedSample } from '../../../src/store/library.ts';
import {
  removeModel,
  saveComparison,
  savedComparisons,
  savedModelBytes,
  savedModels,
  saveModel,
  saveModelCard,
} from '../../../src/store/models.ts';
import { closeDatabase, database } from '../../../src/store/open.ts';
import type { BatchPhotoRecord, ComparisonRecord } from '../../../src/store/records.ts';
import { closeReplica } from '../../../src/store/replica/bucket.ts';
import {
  clearBatch,
  saveBatchPhotos,
  saveBatchSource,
  savedBatches,
  savedBatchPhotos,
  savedBatchSources,
} from '../../../src/store/results.ts';
import { replacePhoto } from '../../../src/store/shrink.ts';
import { emptyTrash, trashSamples } from '../../../src/store/trash.ts';
import { removeTrials, savedTrials, saveTrials } from '../../../src/store/trials.ts';
import { loseEverything } from './fakeBrowser.ts';
import { photoOf, plateEdit } from './photo.ts';

beforeEach(async () => {
  await closeDatabase();
  await closeReplica();
  loseEverything();
});

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const CARD = parseModelCard(json(`models/${json('models/index.json').reader}.json`));
const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;

async function keep(content: string): Promise<string> {
  const prepared = photoOf(content);
  const edits = [plateEdit('p', { text: 'AA1' })];
  await saveCorrection({ prepared, sample: prepared.sample.id, prediction: null, edits, at: 1 });
  return prepared.sample.id;
}

test('a model is kept with its bytes and card, and goes with both', async () => {
  const record = { sha256: 'b', file: 'mine.onnx', importedAt: 2, card: CARD };
  await saveModel(record, bytes('onnx'));
  await saveModel({ ...record, sha256: 'a', importedAt: 1, shipped: true }, bytes('other'));
  await saveModel({ ...record, sha256: 'c', importedAt: 3, card: { task: 'none' } }, bytes('odd'));
  const names = (await savedModels()).map(({ sha256, isShipped }) => [sha256, isShipped]);
  expect(names).toEqual([
    ['a', true],
    ['b', false],
  ]); // oldest first; the card of the third cannot be read
  await saveModelCard('b', { ...CARD, version: '9' });
  await saveModelCard('gone', CARD);
  expect((await savedModels()).map(({ card }) => card.version)).toEqual([CARD.version, '9']);
  await removeModel('b');
  expect((await savedModels()).map(({ sha256 }) => sha256)).toEqual(['a']);
  expect(await savedModelBytes('b')).toBeNull();
  expect(await savedModelBytes('a')).toEqual(bytes('other'));
});

test('comparisons come newest first', async () => {
  for (const [id, at] of [
    ['x', 1],
    ['y', 3],
    ['z', 2],
  ] as const) {
    await saveComparison({ id, at } as ComparisonRecord);
  }
  expect((await savedComparisons()).map(({ id }) => id)).toEqual(['y', 'z', 'x']);
});

test('what is in use is what ships where nothing sound was kept', async () => {
  expect(await savedActiveModels()).toEqual(SHIPPED);
  await (await database()).put('settings', { detector: 7, before: 'x' }, 'active-models');
  expect(await savedActiveModels()).toEqual(SHIPPED);
  const active = { detector: 'a', reader: null, before: [{ detector: null, reader: 'b' }] };
  await saveActiveModels(active);
  expect(await savedActiveModels()).toEqual(active);
});

test('of two changes to what is in use at once neither is lost', async () => {
  const shipped = { reader: { id: 'r', sha256: 'rr' } };
  await Promise.all([
    updateActiveModels((now) => ({ ...now, reader: 'own' })),
    updateActiveModels((now) => ({ ...now, shipped })),
  ]);
  expect(await savedActiveModels()).toMatchObject({ reader: 'own', shipped });
});

test('trials and features are kept for photos that are here, and go with them', async () => {
  const [here, other] = [await keep('here'), await keep('other')];
  const trial = (sample: string, id: string) => ({ sample, id, at: 1, plates: [] }) as never;
  const feature = (sample: string, reader: string) => ({
    ...{ sample, reader, plate: 'p', shape: [1, 1, 2] },
    values: Float32Array.of(1, 2),
  });
  await saveTrials([trial(here, 'm'), trial(here, 'n'), trial(other, 'm'), trial('gone', 'm')]);
  await saveFeatures([feature(here, 'r'), feature(here, 's'), feature('gone', 'r')]);
  const seenBy = async (id: string) => [
    ...((await savedTrials(id)) as Map<string, Prediction>).keys(),
  ];
  expect((await seenBy('m')).sort()).toEqual([here, other].sort());
  expect([...(await savedFeatures(here, 'r')).values()]).toEqual([feature(here, 'r')]);
  expect((await savedFeatures('gone', 'r')).size).toBe(0);
  await removeTrials('m');
  expect(await seenBy('m')).toEqual([]);
  expect(await seenBy('n')).toEqual([here]);
  await trashSamples([here], 1);
  await emptyTrash(2);
  expect(await seenBy('n')).toEqual([]);
  expect((await savedFeatures(here, 's')).size).toBe(0);
});

test('a batch is kept in its order, is answered beside its result, and is forgotten alone', async () => {
  const photo = (batch: string, index: number) =>
    ({ batch, index, file: `${index}.jpg`, outcome: null }) as BatchPhotoRecord;
  await saveBatchPhotos({ id: 'a', startedAt: 1 }, [photo('a', 10), photo('a', 2)]);
  await saveBatchPhotos({ id: 'b', startedAt: 2 }, [photo('b', 0)]);
  await saveBatchSource('a', 2, new Blob(['x'], { type: 'image/jpeg' }));
  expect((await savedBatches()).map(({ id }) => id)).toEqual(['b', 'a']);
  await saveBatchLabel('a', 2, [plateEdit('p', { text: 'AB1' })], 5);
  const kept = await savedBatchPhotos('a');
  expect(kept.map(({ index, label }) => [index, label?.plates[0]?.text])).toEqual([
    [2, 'AB1'],
    [10, undefined],
  ]);
  await expect(saveBatchLabel('a', 3, [], 5)).rejects.toThrow(/not kept any more/);
  await clearBatch('a');
  expect(await savedBatchPhotos('a')).toEqual([]);
  expect((await savedBatchSources('a')).size).toBe(0);
  expect(await savedBatchPhotos('b')).toHaveLength(1);
});

test('a smaller photo takes the place of the bytes it was made from, and of no others', async () => {
  const id = await keep('large');
  const smaller = { bytes: bytes('small'), type: 'image/webp' };
  expect(await replacePhoto(id, 'other', smaller)).toBe(false);
  expect(await savedPhoto(id)).toEqual(bytes('large'));
  expect(await replacePhoto(id, id, smaller)).toBe(true);
  expect(await savedPhoto(id)).toEqual(bytes('small'));
  const { sample, label } = (await savedSample(id)) ?? {};
  const sha256 = await sha256Hex(bytes('small'));
  expect(sample).toMatchObject({ id, sha256, bytes: 5, type: 'image/webp' });
  expect(label?.plates.map(({ text }) => text)).toEqual(['AA1']);
});
