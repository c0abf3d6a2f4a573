import { expect, test } from 'vitest';
import {
  type DatasetRow,
  filterRows,
  isWaiting,
  NO_FILTER,
  sortRows,
  statistics,
  toRow,
} from '../../../../src/core/dataset/row.ts';
import type { Label, Prediction, Sample } from '../../../../src/core/dataset/types.ts';

const row = (id: string, more: Partial<DatasetRow> = {}): DatasetRow => ({
  id,
  file: `${id}.jpg`,
  kind: 'photo',
  source: 'photo',
  addedAt: 0,
  taken: null,
  bytes: 10,
  state: 'labelled',
  split: 'train',
  texts: ['AB12'],
  confidence: 0.9,
  models: ['d', 'r'],
  plates: 1,
  onlyRead: 0,
  twoRows: false,
  unreadable: 0,
  textMissing: 0,
  isRead: true,
  corrected: false,
  labelledAt: 1,
  ...more,
});
const rows = [
  row('a', { confidence: 0.5, addedAt: 3, state: 'unlabelled', split: null, texts: ['ZZ'] }),
  row('b', { corrected: true, onlyRead: 2, twoRows: true, addedAt: 2, unreadable: 1 }),
  row('c', {
    confidence: null,
    models: [],
    source: 'import',
    state: 'negative',
    texts: [],
    plates: 0,
    addedAt: 1,
    split: 'test',
  }),
];
const day = (ms: number) => `2024-01-0${ms}`;
const ids = (filter: Partial<typeof NO_FILTER>) =>
  filterRows(rows, { ...NO_FILTER, ...filter }, day).map(({ id }) => id);

test.each([
  [{}, ['a', 'b', 'c']],
  [{ state: 'corrected' }, ['b']],
  [{ state: 'negative' }, ['c']],
  [{ source: 'import' }, ['c']],
  [{ split: 'test' }, ['c']],
  [{ model: 'd' }, ['a', 'b']],
  [{ rows: 'two' }, ['b']],
  [{ confidence: [0, 0.6] }, ['a']],
  [{ days: ['2024-01-02', '2024-01-02'] }, ['b']],
  [{ query: ' ab1' }, ['b']],
  [{ query: 'C.JPG' }, ['c']],
] as [Partial<typeof NO_FILTER>, string[]][])('filter %j', (filter, expected) => {
  expect(ids(filter)).toEqual(expected);
});

test('orders; rows without a reading come last by sureness and text', () => {
  const sorted = (order: Parameters<typeof sortRows>[1]) =>
    sortRows(rows, order).map(({ id }) => id);
  expect(sorted('newest')).toEqual(['a', 'b', 'c']);
  expect(sorted('oldest')).toEqual(['c', 'b', 'a']);
  expect(sorted('least-sure')).toEqual(['a', 'b', 'c']);
  expect(sorted('text')).toEqual(['b', 'a', 'c']);
});

test('statistics', () => {
  expect(statistics(rows)).toEqual({
    samples: 3,
    bytes: 30,
    states: { unlabelled: 1, partly: 0, labelled: 1, negative: 1 },
    splits: { train: 1, val: 0, test: 1 },
    plates: 2,
    corrected: 1,
    unreadable: 1,
    onlyRead: 2,
    textMissing: 0,
    twoRows: 1,
  });
  const missing = rows.map((row, n) => ({ ...row, textMissing: n }));
  expect(statistics(missing).textMissing).toBe(0 + 1 + 2);
  // A label that was taken back keeps its set for later; until then it is in none.
  const takenBack = rows.map((row) => ({ ...row, state: 'unlabelled' as const }));
  expect(statistics(takenBack).splits).toEqual({ train: 0, val: 0, test: 0 });
});

test('a plate that was imported and then read is one plate, and not corrected by being read', () => {
  const box = { x: 10, y: 10, width: 40, height: 10 };
  const sample = { id: 's', file: 's.jpg', kind: 'photo', source: 'import', bytes: 1 } as Sample;
  const imported = (text: string | null, more: Partial<Label> = {}) =>
    ({
      sample: 's',
      plates: [
        { id: 'i', box, verdict: 'plate', text, unreadable: null, rows: null, origin: null },
      ],
      noPlate: false,
      prediction: null,
      ...more,
    }) as unknown as Label;
  const read = {
    id: 'p',
    sample: 's',
    detector: { id: 'd' },
    reader: { id: 'r' },
    plates: [
      {
        detection: { box: { ...box, x: 11 }, confidence: 0.9, classIndex: 0 },
        reading: { text: 'AB12', confidence: 0.8, rows: 1 },
      },
    ],
  } as unknown as Prediction;
  const textless = toRow(sample, read, imported(null), 'train');
  expect(textless).toMatchObject({ plates: 1, texts: ['AB12'], textMissing: 1, corrected: false });
  expect(textless.onlyRead).toBe(0);
  expect(toRow(sample, read, null, 'train')).toMatchObject({ plates: 1, onlyRead: 1 });
  const answered = (text: string) =>
    toRow(sample, read, imported(text, { prediction: 'p' }), 'train');
  expect(answered('AB12')).toMatchObject({ plates: 1, texts: ['AB12'], corrected: false });
  expect(answered('XY12')).toMatchObject({ plates: 1, texts: ['XY12'], corrected: true });
  // Its label is not on what was read, and was changed by a person since.
  const changed = (text: string) => toRow(sample, read, imported(text, { revision: 2 }), 'train');
  expect(changed('AB12')).toMatchObject({ corrected: false });
  expect(changed('XY12')).toMatchObject({ corrected: true });
});

test('plates that were only read are found, also beside labels that count as complete', () => {
  const plain = { state: 'labelled', texts: [], onlyRead: 0 } as unknown as DatasetRow;
  const beside = { ...plain, id: 'b', onlyRead: 1 };
  expect(filterRows([plain, beside], { ...NO_FILTER, state: 'only-read' }, () => '')).toEqual([
    beside,
  ]);
  expect(isWaiting(beside)).toBe(false);
});

test('a reading whose box is wider than the imported one is of the same plate, unless another fits better', () => {
  const sample = { id: 's', file: 's.jpg', kind: 'photo', source: 'import', bytes: 1 } as Sample;
  const inner = { x: 20, y: 15, width: 60, height: 20 };
  const label = {
    sample: 's',
    plates: [
      {
        id: 'i',
        box: inner,
        verdict: 'plate',
        text: null,
        unreadable: null,
        rows: null,
        origin: null,
      },
    ],
    noPlate: false,
    prediction: null,
  } as unknown as Label;
  const plate = (box: typeof inner) => ({
    detection: { box, confidence: 0.9, classIndex: 0 },
    reading: { text: 'AB12', confidence: 0.8, rows: 1 },
  });
  const seen = (...plates: ReturnType<typeof plate>[]) =>
    ({
      id: 'p',
      sample: 's',
      detector: { id: 'd' },
      reader: { id: 'r' },
      plates,
    }) as unknown as Prediction;
  const wide = { x: 10, y: 5, width: 80, height: 34 }; // IoU .44
  const huge = { x: 0, y: 0, width: 200, height: 100 };
  expect(toRow(sample, seen(plate(wide)), label, null)).toMatchObject({ plates: 1, onlyRead: 0 });
  expect(toRow(sample, seen(plate(huge)), label, null)).toMatchObject({ plates: 2, onlyRead: 1 });
  const both = toRow(sample, seen(plate(wide), plate(inner)), label, null);
  expect(both).toMatchObject({ plates: 2, onlyRead: 1 });
});

test('how sure a photo is says nothing of what is no plate, or cannot be read', () => {
  const sample = { id: 's', file: 's.jpg', kind: 'photo', source: 'photo', bytes: 1 } as Sample;
  const at = (x: number) => ({ x, y: 10, width: 40, height: 10 });
  const seen = (x: number, confidence: number) => ({
    detection: { box: at(x), confidence: 0.9, classIndex: 0 },
    reading: { text: 'AB12', confidence, rows: 1 },
  });
  const prediction = {
    id: 'p',
    sample: 's',
    detector: { id: 'd' },
    reader: { id: 'r' },
    plates: [seen(10, 0.8), seen(100, 0.1), seen(200, 0.2)],
  } as unknown as Prediction;
  const said = (plate: number, more: object) => ({
    ...{ id: `l${plate}`, box: prediction.plates[plate]?.detection.box, text: null, rows: null },
    ...{ verdict: 'plate', unreadable: null, origin: { prediction: 'p', plate }, ...more },
  });
  const label = (...plates: object[]) =>
    ({ sample: 's', plates, noPlate: false, prediction: 'p' }) as unknown as Label;
  const sure = (...plates: object[]) =>
    toRow(sample, prediction, label(...plates), null).confidence;
  expect(sure()).toBe(0.1);
  expect(sure(said(1, { verdict: 'not-plate' }))).toBe(0.2);
  expect(sure(said(1, { verdict: 'not-plate' }), said(2, { unreadable: 'blurred' }))).toBe(0.8);
});
