import { describe, expect, it } from 'vitest';
import { predictionId } from '../../../src/core/dataset/predictionId.ts';
import type { Label } from '../../../src/core/dataset/types.ts';
import type { Plate } from '../../../src/core/types.ts';
import { count, localIso, type PhotoItem, toResults, verdict } from '../../../src/ui/read/items.ts';
import { listRows, nextDoubtful, rowVerdict } from '../../../src/ui/read/rows.ts';

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
    label: null,
    sample: null,
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
      ...{ total: 6, finished: 4, failed: 1, open: 1, stopped: 1 },
      ...{ plates: 3, doubtful: 1, checked: 0, checkedPlates: 0, rejected: 0, changed: 0 },
    });
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

  it('writes a file’s time with its offset', () => {
    expect(localIso(new Date(1_700_000_000_000))).toMatch(
      /^2023-11-1[45]T\d\d:13:20[+-]\d\d:\d\d$/,
    );
    expect(Date.parse(localIso(new Date(1_700_000_000_000)))).toBe(1_700_000_000_000);
  });
});

/** The photo with an answer to one of its plates. */
function answered(photo: PhotoItem, n: number, text: string | null): PhotoItem {
  if (photo.outcome?.kind !== 'read') throw new Error('not read');
  const { detector, reader, plates } = photo.outcome;
  const prediction = predictionId(detector, reader, plates);
  const label: Label = {
    ...{ sample: '', revision: 1, at: 1, noPlate: false, prediction },
    plates: [
      {
        ...{ id: 'a', text, raw: null, unreadable: null, region: null, rows: null },
        verdict: text === null ? 'not-plate' : 'plate',
        box: plates[n]?.detection.box ?? { x: 0, y: 0, width: 1, height: 1 },
        origin: { prediction, plate: n },
      },
    ],
  };
  return { ...photo, label };
}

describe('rows', () => {
  const two = item('two.jpg', [plate('CD34', 0.95), plate('EF56', 0.4)]);
  const texts = (rows: ReturnType<typeof listRows>) => rows.map((row) => row.plate?.text ?? null);
  const list = (...args: Parameters<typeof listRows>) => texts(listRows(...args));

  it('are one a plate, each with its own state', () => {
    const rows = listRows([two], 'all', '', 'input');
    expect(rows.map(rowVerdict)).toEqual(['read', 'doubtful']);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
  });

  it('follow what a person says', () => {
    expect(listRows([answered(two, 1, 'EF58')], 'all', '', 'input').map(rowVerdict)).toEqual([
      ...['read', 'corrected'],
    ]);
    expect(list([answered(two, 1, 'EF58')], 'doubtful', '', 'input')).toEqual([]);
    expect(list([answered(two, 1, 'EF58')], 'checked', '', 'input')).toEqual(['EF58']);
    expect(count([answered(two, 1, 'EF58')])).toMatchObject({
      doubtful: 0,
      checked: 1,
      changed: 1,
    });
    // A box that a person added, its text still missing, is no changed text yet.
    const drawn = answered(two, 1, 'EF58');
    const [own] = drawn.label?.plates ?? [];
    const boxOnly = {
      ...drawn.label,
      plates: [{ ...own, box: { x: 900, y: 900, width: 30, height: 9 }, origin: null, text: null }],
    } as Label;
    expect(count([{ ...two, label: boxOnly }])).toMatchObject({ doubtful: 2, changed: 0 });
    const rejected = answered(two, 1, null);
    expect(count([rejected])).toMatchObject({ plates: 1, checked: 1, rejected: 1, changed: 0 });
    expect(verdict(rejected)).toBe('read');
  });

  it.each([
    ['all', '', 7],
    ['doubtful', '', 1],
    ['failed', '', 2],
    ['all', 'ef5', 1],
    ['all', 'e f-56', 1],
    ['all', 'EFS6', 1],
    ['all', 'BROKEN', 1],
    ['read', 'cd34', 1],
    ['read', 'ef56', 0],
  ] as const)('filter %s with %j: %i rows', (filter, query, n) => {
    expect(listRows(all, filter, query, 'input')).toHaveLength(n);
  });

  it('tell a near hit from one as typed, and find a corrected plate by both its texts', () => {
    expect(listRows([two], 'all', 'efs6', 'input').map((row) => row.isNear)).toEqual([true]);
    expect(listRows([two], 'all', 'ef56', 'input').map((row) => row.isNear)).toEqual([false]);
    const corrected = [answered(two, 1, 'XX99')];
    expect(list(corrected, 'all', 'ef56', 'input')).toEqual(['XX99']);
    expect(list(corrected, 'all', 'xx9', 'input')).toEqual(['XX99']);
  });

  it('are sorted by plate, by name, by doubt, by time; rows without come last', () => {
    const photos = [
      item('b.jpg', [plate('ZZ1', 0.3)], { lastModified: 30 }),
      item('a.jpg', [plate('MM1', 0.99), plate('AA1', 0.2)], { lastModified: 20 }),
      item('c.jpg', [], { lastModified: 10 }),
    ];
    expect(list(photos, 'all', '', 'input')).toEqual(['ZZ1', 'MM1', 'AA1', null]);
    expect(list(photos, 'all', '', 'plate')).toEqual(['AA1', 'MM1', 'ZZ1', null]);
    expect(list(photos, 'all', '', 'file')).toEqual(['MM1', 'AA1', 'ZZ1', null]);
    expect(list(photos, 'all', '', 'doubt')).toEqual(['AA1', 'ZZ1', 'MM1', null]);
    expect(list(photos, 'all', '', 'taken')).toEqual([null, 'MM1', 'AA1', 'ZZ1']);
    // Backwards too, and those without stay last.
    expect(list(photos, 'all', '', 'plate', true)).toEqual(['ZZ1', 'MM1', 'AA1', null]);
    expect(list(photos, 'all', '', 'doubt', true)).toEqual(['MM1', 'ZZ1', 'AA1', null]);
    // Those that nobody doubts as well; answered ones are not open any more.
    const sure = [item('d.jpg', [plate('S1', 0.97), plate('S2', 0.83)]), answered(two, 1, 'XX99')];
    expect(list(sure, 'all', '', 'doubt')).toEqual(['S2', 'CD34', 'S1', 'XX99']);
  });

  it('name the next plate in doubt, around the end, never the one just answered', () => {
    const rows = listRows([two, item('x.jpg', [plate('GH1', 0.1)])], 'all', '', 'input');
    expect(nextDoubtful(rows, 0)?.plate?.text).toBe('EF56');
    expect(nextDoubtful(rows, 1)?.plate?.text).toBe('GH1');
    expect(nextDoubtful(rows, 2)?.plate?.text).toBe('EF56');
    expect(nextDoubtful(rows.slice(0, 2), 1)).toBeNull();
  });
});
