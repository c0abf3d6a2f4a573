/** The analysis over a database: resumed, brought up to date, and of photos whose bytes are gone. */
import '../store/fakeBrowser.ts';
import { beforeEach, expect, test, vi } from 'vitest';
import { Analysis } from '../../../src/analysis/analysis.ts';
import { createDesk } from '../../../src/analysis/desk.ts';
import type { LabelEdit } from '../../../src/core/dataset/types.ts';
import type { SeenPhoto } from '../../../src/rpc/analysis/contract.ts';
import { analysedSample, ignore, savedIgnored, unignore } from '../../../src/store/analysis.ts';
import { database } from '../../../src/store/open.ts';
import { BOX, label, plate, reading, sample, seenPlate } from '../core/quality/samples.ts';

const MODELS = 'detector-reader';

async function put(id: string, text: string): Promise<void> {
  const db = await database();
  await db.put('samples', { ...sample(id), bands: [] });
  await db.put('labels', label(id, [plate({ text })]));
}

const saw = (text: string, embedding: number[]): SeenPhoto => ({
  plates: [seenPlate(BOX, reading(text))],
  embedding,
});

beforeEach(async () => {
  const db = await database();
  for (const name of ['samples', 'labels', 'analysis', 'ignored', 'settings'] as const)
    await db.clear(name);
});

test('what was seen is kept by pair of models, and taken up again by a new worker', async () => {
  await put('a', 'AB12CD');
  await put('b', 'AB12CO');
  const first = createDesk(new Analysis());
  await first.refresh(MODELS, 'all');
  await first.takeSeen('a', saw('AB12CD', [1, 2]));
  const again = createDesk(new Analysis());
  expect(await again.refresh(MODELS, 'all')).toMatchObject({ samples: 2, seen: 1 });
  expect(await again.refresh('others', 'all')).toMatchObject({ samples: 2, seen: 0 });
});

test('before the engine stands, the figures are of the models that looked last', async () => {
  await put('a', 'AB12CD');
  const first = createDesk(new Analysis());
  await first.refresh(MODELS, 'all');
  await first.takeSeen('a', saw('AB12CD', [1, 2]));
  expect(await createDesk(new Analysis()).refresh(null, 'all')).toMatchObject({ seen: 1 });
});

test('a reading of all that fails is done again by the next refresh', async () => {
  await put('a', 'AB12CD');
  const desk = createDesk(new Analysis());
  await desk.refresh(MODELS, 'all');
  const db = await database();
  const broken = vi.spyOn(db, 'getAll').mockRejectedValueOnce(new Error('no room'));
  await expect(desk.refresh('others', [])).rejects.toThrow('no room');
  broken.mockRestore();
  expect(await desk.refresh('others', [])).toMatchObject({ samples: 1 });
});

test('an edit changes the figures of its own sample alone', async () => {
  await put('a', 'AB12CD');
  await put('b', 'AB12CO');
  const desk = createDesk(new Analysis());
  await desk.refresh(MODELS, 'all');
  for (const id of ['a', 'b']) await desk.takeSeen(id, saw('AB12CD', [1, 2]));
  expect((await desk.overview('2026-01-01', 1)).summary.findings).toMatchObject([
    { sample: 'b', kind: 'text' },
  ]);
  await (await database()).put('labels', label('b', [plate()], { revision: 2 }));
  await desk.refresh(MODELS, ['b']);
  const now = await desk.overview('2026-01-02', 2);
  expect(now.summary.findings).toEqual([]);
  expect(now.trend.map(({ day, counts }) => [day, counts.suspicious])).toEqual([
    ['2026-01-01', 1],
    ['2026-01-02', 0],
  ]);
});

test('photos whose bytes are gone are counted, and left alone', async () => {
  await put('a', 'AB12CD');
  const desk = createDesk(new Analysis());
  await desk.refresh(MODELS, 'all');
  expect(await desk.measure()).toMatchObject({ samples: 1, measured: 0, failed: 1 });
  expect(await desk.nextUnseen()).toBeNull();
});

test('embeddings that are not numbers, or of another length, are left out of the map', async () => {
  const vectors = [
    [0, 1],
    [1, 0],
    [1, 1],
    [0, 0.5],
    [Number.NaN, 1],
    [1, 2, 3],
  ];
  for (const [n] of vectors.entries()) await put(`s${n}`, `AB${n}`);
  const desk = createDesk(new Analysis());
  await desk.refresh(MODELS, 'all');
  for (const [n, vector] of vectors.entries()) await desk.takeSeen(`s${n}`, saw(`AB${n}`, vector));
  const map = await desk.layOut(() => undefined);
  expect(map.points.map(({ sample: id }) => id)).toEqual(['s0', 's1', 's2', 's3']);
  expect(map.left).toBe(2);
  expect(map.points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
});

test('a map asked for while all is read anew is of all photos', async () => {
  const desk = createDesk(new Analysis());
  for (const n of [0, 1, 2, 3]) await put(`s${n}`, `AB${n}`);
  await desk.refresh(MODELS, 'all');
  for (const n of [0, 1, 2, 3]) await desk.takeSeen(`s${n}`, saw(`AB${n}`, [n, 1 - n]));
  const reading = desk.refresh(MODELS, 'all');
  expect((await desk.layOut(() => undefined)).points).toHaveLength(4);
  await reading;
});

test('decisions stick until they are taken back', async () => {
  await ignore('distinct', ['a b', 'a c'], 1);
  expect(await savedIgnored('distinct')).toEqual(['a b', 'a c']);
  expect(await savedIgnored('finding')).toEqual([]);
  await unignore('distinct', ['a b']);
  expect(await savedIgnored('distinct')).toEqual(['a c']);
});

test('a text is a person’s own where it was given here, not by the import, nor by moving its box', async () => {
  const db = await database();
  const text = (id: string, text: string | null, x = 0): LabelEdit => ({
    ...{ kind: 'plate', id },
    value: plate({ id, text, box: { ...BOX, x } }),
  });
  const ids = ['came', 'moved', 'given', 'changed'];
  const edits = [
    [text('came', 'A1'), text('moved', 'B2'), text('given', null), text('changed', 'D4')],
    [text('moved', 'B2', 9), text('given', 'C3'), text('changed', 'D5')],
  ] as const;
  const typed = async (source: 'photo' | 'import') => {
    const said = { ...label('a', []), revision: 2 };
    await db.put('samples', { ...sample('a'), source, bands: [] });
    await db.put('labels', said);
    const before = ids.map((id): LabelEdit => ({ kind: 'plate', id, value: null }));
    await db.put('log', { sample: 'a', revision: 1, at: 1, edits: edits[0], undo: before });
    await db.put('log', { sample: 'a', revision: 2, at: 2, edits: edits[1], undo: edits[0] });
    return [...((await analysedSample('a'))?.typed ?? [])].sort();
  };
  expect(await typed('import')).toEqual(['changed', 'given']);
  expect(await typed('photo')).toEqual(['came', 'changed', 'given', 'moved']);
});
