import { expect, test } from 'vitest';
import { datasetGaps } from '../../../../src/core/dataset/manifest.ts';
import type { DatasetRow } from '../../../../src/core/dataset/row.ts';
import { exportCounts, onlyReadBeside } from '../../../../src/ui/dataset/exportCounts.ts';

const row = (more: Partial<DatasetRow>): DatasetRow => ({
  id: 's',
  file: 'a.jpg',
  kind: 'photo',
  source: 'photo',
  addedAt: 5,
  taken: null,
  bytes: 1,
  state: 'labelled',
  split: 'train',
  texts: [],
  confidence: null,
  models: [],
  plates: 2,
  onlyRead: 0,
  twoRows: false,
  unreadable: 0,
  textMissing: 0,
  isRead: true,
  corrected: false,
  labelledAt: null,
  ...more,
});
const all = {
  states: ['labelled', 'negative', 'partly'],
  only: null,
  from: null,
  until: null,
} as const;

test('photos and plates of a choice, by split', () => {
  const rows = [
    row({}),
    row({ state: 'negative', plates: 0 }),
    row({ split: 'val', state: 'partly', plates: 1 }),
    row({ split: 'test', kind: 'crop', plates: 1 }),
    row({ state: 'unlabelled', split: null }),
    row({ addedAt: 99 }),
  ];
  const counts = exportCounts(rows, { ...all, until: 50 });
  expect(counts.photos).toEqual({ train: 2, val: 0, test: 0 });
  expect(counts.plates).toEqual({ train: 2, val: 1, test: 1 });
  expect(counts.negatives).toBe(1);
  expect(datasetGaps(counts)).toEqual([]);
});

test('an empty val is told before anything is written', () => {
  const missing = datasetGaps(exportCounts([row({})], all));
  expect(missing.join(' ')).toContain('no labelled plate in val');
});

test('plates that were only read are in no file, and said of photos that count as complete', () => {
  const beside = row({ id: 'b', plates: 3, onlyRead: 1 });
  const rows = [row({}), beside, row({ state: 'partly', onlyRead: 2 }), row({ kind: 'crop' })];
  expect(exportCounts([beside], all).plates.train).toBe(2);
  expect(onlyReadBeside(rows, all)).toEqual({ photos: 1, plates: 1 });
  expect(onlyReadBeside(rows, { ...all, states: ['partly'] })).toEqual({ photos: 0, plates: 0 });
});
