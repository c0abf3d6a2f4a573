import { describe, expect, it } from 'vitest';
import type { Plate } from '../../../src/core/types.ts';
import {
  count,
  filterItems,
  type PhotoItem,
  shownAlternatives,
  toResults,
  verdict,
} from '../../../src/ui/read/items.ts';

const plate = (text: string, confidence: number): Plate => ({
  detection: { box: { x: 0, y: 0, width: 1, height: 1 }, confidence: 0.9, classIndex: 0 },
  reading: { text, confidence, characters: [], rows: 1, alternatives: [] },
});

let index = 0;
function item(file: string, plates: readonly Plate[] | null, rest: Partial<PhotoItem> = {}) {
  const model = { id: 'm', sha256: '', backend: 'wasm' as const };
  const made: PhotoItem = {
    index: index++,
    file,
    bytes: 1,
    lastModified: 1,
    source: null,
    state: plates === null ? 'waiting' : 'finished',
    outcome:
      plates === null
        ? null
        : {
            kind: 'read',
            size: { width: 1, height: 1 },
            plates,
            detector: model,
            reader: model,
            times: { decodeMs: 0, detectMs: 0, readMs: 0, totalMs: 0 },
            taken: { time: null, place: null },
          },
    thumbnail: null,
    crops: [],
    ...rest,
  };
  return made;
}

const failed = item('broken.jpg', [], {
  outcome: { kind: 'failed', code: 'empty', message: 'It has no bytes.' },
});
const all = [
  item('sure.jpg', [plate('AB12', 0.95)]),
  item('doubt.jpg', [plate('CD34', 0.95), plate('EF56', 0.4)]),
  item('bare.jpg', []),
  failed,
  item('open.jpg', null),
  item('gone.jpg', null, { state: 'stopped' }),
];

describe('photo items', () => {
  it('judges each photo in a word', () => {
    expect(all.map(verdict)).toEqual(['read', 'doubtful', 'none', 'failed', 'pending', 'stopped']);
  });

  it('counts', () => {
    expect(count(all)).toEqual({
      total: 6,
      finished: 4,
      failed: 1,
      plates: 3,
      open: 1,
      stopped: 1,
    });
  });

  it.each([
    ['all', '', 6],
    ['doubtful', '', 1],
    ['failed', '', 2],
    ['all', 'ef5', 1],
    ['all', 'BROKEN', 1],
    ['read', 'cd34', 0],
  ] as const)('filters %s with %j to %i photos', (filter, query, n) => {
    expect(filterItems(all, filter, query)).toHaveLength(n);
  });

  it('writes finished and stopped photos, not those still open', () => {
    const results = toResults(all);
    expect(results.map((result) => result.file)).toEqual([
      'sure.jpg',
      'doubt.jpg',
      'bare.jpg',
      'broken.jpg',
      'gone.jpg',
    ]);
    expect(results.at(-1)?.outcome).toMatchObject({ kind: 'failed', code: 'interrupted' });
  });

  it('offers the likeliest other texts, surest first, and none that would say 0 %', () => {
    const alternatives = [
      { text: 'A', confidence: 0.24 },
      { text: 'B', confidence: 0.16 },
      { text: 'C', confidence: 0.23 },
      { text: 'D', confidence: 0.9 },
    ];
    const reading = { text: 'X', confidence: 0.5, characters: [], rows: null, alternatives };
    expect(shownAlternatives(reading).map(({ text }) => text)).toEqual(['A', 'C', 'B']);
    const unlikely = alternatives.map(({ text }) => ({ text, confidence: 0.004 }));
    expect(shownAlternatives({ ...reading, alternatives: unlikely })).toEqual([]);
    expect(shownAlternatives(null)).toEqual([]);
  });
});
