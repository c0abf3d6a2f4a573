/** What the Dataset screen shows of kept samples: filters and statistics. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './base.ts';
import { lookThrough, openDataset, sha256, withExif, zipOf } from './flywheelTools.ts';

/** A photo of few bytes: these tests are about many, or about what is said of them. */
const SMALL = readFileSync('public/samples/thumbs/germany.jpg');

interface MadePlate {
  /** What was read, how surely, and in how many rows. */
  readonly read?: readonly [text: string, confidence: number, rows: 1 | 2];
  /** What a person says of it; nothing where it has no answer. */
  readonly said?: {
    readonly text?: string;
    readonly unreadable?: string;
    readonly rows?: 1 | 2;
  };
}

interface Made {
  readonly source: 'photo' | 'live' | 'import';
  /** Of January 2026. */
  readonly day: number;
  readonly split?: 'train' | 'val' | 'test';
  /** Detector and reader, where it was read. */
  readonly models?: readonly [string, string];
  readonly plates: readonly MadePlate[] | 'none' | 'unlabelled';
}

/** Samples of every kind, by file. */
const MADE: Readonly<Record<string, Made>> = {
  'a.jpg': {
    ...{ source: 'import', day: 1, split: 'train' },
    plates: [{ said: { text: 'AA11', rows: 1 } }],
  },
  'b.jpg': { source: 'import', day: 2, split: 'train', plates: 'none' },
  'c.jpg': { source: 'import', day: 3, plates: 'unlabelled' },
  'd.jpg': {
    ...{ source: 'photo', day: 4, split: 'val', models: ['det-old', 'read-old'] },
    plates: [{ read: ['DD44', 0.9, 1], said: { text: 'DD44' } }],
  },
  'e.jpg': {
    ...{ source: 'photo', day: 5, split: 'test', models: ['det-new', 'read-new'] },
    plates: [{ read: ['EE55', 0.5, 1], said: { text: 'EE56', rows: 2 } }],
  },
  'f.jpg': {
    ...{ source: 'live', day: 6, split: 'train', models: ['det-new', 'read-old'] },
    plates: [{ read: ['FF66', 0.7, 1], said: { text: 'FF66' } }, { read: ['FF67', 0.3, 1] }],
  },
  'g.jpg': {
    ...{ source: 'live', day: 7, models: ['det-new', 'read-new'] },
    plates: [{ read: ['GG77', 0.2, 2] }],
  },
  'h.jpg': {
    ...{ source: 'import', day: 8, split: 'test' },
    plates: [{ said: { unreadable: 'dark' } }, { said: { text: 'EE50' } }],
  },
};

const photoOf = (file: string) => withExif(SMALL, 1, file);

/** A backup that holds these samples. */
function backupOf(made: Readonly<Record<string, Made>>): Buffer {
  const stores: Record<string, string[]> = {};
  const files: Record<string, Uint8Array | string> = {};
  const put = (store: string, key: unknown, value: unknown) => {
    stores[store] = [...(stores[store] ?? []), `${JSON.stringify({ key, value })}\n`];
  };
  for (const [file, { source, day, split, models, plates }] of Object.entries(made)) {
    const bytes = photoOf(file);
    const id = sha256(bytes);
    const at = Date.UTC(2026, 0, day, 12);
    files[`photos/${id}`] = bytes;
    const binary = { $file: `photos/${id}`, as: 'bytes', type: '' };
    put('samples', id, {
      ...{ id, file, source, kind: 'photo', addedAt: at, size: { width: 320, height: 240 } },
      ...{ bytes: bytes.length, sha256: id, type: 'image/jpeg', orientation: 1 },
    });
    put('blobs', id, binary);
    put('thumbs', id, binary);
    const all = typeof plates === 'string' ? [] : plates;
    const boxOf = (i: number) => ({ x: 10 + 60 * i, y: 20, width: 50, height: 15 });
    const prediction = models ? `seen ${file}` : null;
    if (models && prediction) {
      const [detector, reader] = models.map((name) => ({ id: name, sha256: '', backend: 'wasm' }));
      const seen = all.flatMap(({ read }, i) => {
        if (!read) return [];
        const [text, confidence, rows] = read;
        const characters = Array.from(text, (char) => ({ char, confidence, alternatives: [] }));
        return {
          detection: { box: boxOf(i), confidence: 0.95, classIndex: 0 },
          reading: { text, confidence, rows, characters, alternatives: [] },
        };
      });
      const known = { sample: id, id: prediction, at, embedding: null };
      put('predictions', [id, prediction], { ...known, plates: seen, detector, reader });
    }
    const labels = all.flatMap(({ read, said }, i) => {
      if (!said) return [];
      const { text = null, unreadable = null, rows = null } = said;
      return {
        ...{ id: `p${i}`, box: boxOf(i), verdict: 'plate', region: null },
        ...{ text, raw: text, unreadable, rows },
        origin: read ? { prediction, plate: i } : null,
      };
    });
    if (labels.length > 0 || plates === 'none') {
      const noPlate = plates === 'none';
      put('labels', id, { sample: id, revision: 1, at, plates: labels, noPlate, prediction });
    }
    if (split) {
      put('groups', file, { id: file, split, keys: [file] });
      put('splits', id, { sample: id, group: file });
    }
  }
  for (const [name, lines] of Object.entries(stores))
    files[`stores/${name}.jsonl`] = lines.join('');
  files['backup.json'] = JSON.stringify({ type: 'platewheel-backup', version: 1, database: 1 });
  return zipOf(files);
}

/** The files of the tiles, in their order. */
function shown(page: Page): Promise<string> {
  return page
    .getByRole('listbox', { name: 'Photos' })
    .getByRole('option')
    .evaluateAll((tiles) =>
      tiles
        .sort((a, b) => Number(a.ariaPosInSet) - Number(b.ariaPosInSet))
        .map((tile) => tile.ariaLabel?.match(/(\w)\.jpg$/)?.[1] ?? '?')
        .join(''),
    );
}

test('each filter shows just what it should, and the statistics count it', async ({ page }) => {
  test.slow();
  await openDataset(page);
  // Made by hand, so without the list of its files: it is taken as what it holds.
  await lookThrough(page, 'made.zip', backupOf(MADE));
  await page.getByRole('checkbox', { name: /Take what is whole/ }).check();
  await page.getByTestId('import-go').click();
  await expect(page.getByTestId('sample-count')).toHaveText('8 photos');
  const bar = page.getByRole('search', { name: 'Filter photos' });
  await bar.getByText('More filters').click();
  // Not by label: to Playwright the options are part of it.
  const field = (name: string) =>
    bar
      .locator('label')
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator('select, input');
  await field('Order').selectOption('By file');
  await expect.poll(() => shown(page)).toBe('abcdefgh');

  const select = (name: string, option: string) => () => field(name).selectOption(option);
  const type = (name: string, value: string) => async () => {
    await field(name).fill(value);
    await field(name).press('Tab');
  };
  const query = (text: string) => type('Search plates and files', text);
  const FILTERS: readonly (readonly [string, readonly (() => Promise<unknown>)[], string])[] = [
    ['not labelled', [select('State', 'Not labelled')], 'cg'],
    ['partly labelled', [select('State', 'Labelled in part')], 'f'],
    ['labelled', [select('State', 'Labelled')], 'adeh'],
    ['no plate', [select('State', 'No plate')], 'b'],
    ['corrected', [select('State', 'Corrected')], 'e'],
    ['only read', [select('State', 'Plates only read, not checked')], 'fg'],
    ['photos', [select('Source', 'Photos')], 'de'],
    ['live', [select('Source', 'Live')], 'fg'],
    ['imports', [select('Source', 'Imports')], 'abch'],
    ['train', [select('Set', 'Training (train)')], 'abf'],
    ['val', [select('Set', 'Choosing (val)')], 'd'],
    ['test', [select('Set', 'Testing (test)')], 'eh'],
    ['a detector', [select('Model', 'det-new')], 'efg'],
    ['a reader', [select('Model', 'read-old')], 'df'],
    ['two rows', [select('Rows', 'Two rows')], 'eg'],
    ['one row', [select('Rows', 'One row')], 'abcdfh'],
    ['a text, in any case', [query('ee5')], 'eh'],
    ['a text that was only read', [query('FF67')], 'f'],
    ['a text that was corrected away', [query('EE55')], ''],
    ['a file', [query('C.JPG')], 'c'],
    ['sure', [type('Confidence from, %', '50')], 'de'],
    ['unsure', [type('to, %', '30')], 'fg'],
    ['in between', [type('Confidence from, %', '25'), type('to, %', '60')], 'ef'],
    ['since a day', [type('Added from', '2026-01-06')], 'fgh'],
    ['until a day', [type('until', '2026-01-02')], 'ab'],
    ['a day', [type('Added from', '2026-01-05'), type('until', '2026-01-05')], 'e'],
    ['several at once', [select('Source', 'Imports'), select('State', 'Labelled')], 'ah'],
  ];
  for (const [name, steps, wanted] of FILTERS) {
    await test.step(name, async () => {
      for (const step of steps) await step();
      await expect.poll(() => shown(page), name).toBe(wanted);
      await expect(page.getByTestId('sample-count')).toHaveText(`${wanted.length} of 8 photos`);
      await bar.getByRole('button', { name: 'Show all' }).click();
      await expect(page.getByTestId('sample-count')).toHaveText('8 photos');
    });
  }
  for (const [order, wanted] of [
    ['Newest first', 'hgfedcba'],
    ['Oldest first', 'abcdefgh'],
    ['Least sure first', 'gfed'],
    ['By plate', 'adhefg'],
  ] as const) {
    await field('Order').selectOption(order);
    await expect.poll(async () => (await shown(page)).slice(0, wanted.length), order).toBe(wanted);
  }

  const bytes = Object.keys(MADE).reduce((sum, file) => sum + photoOf(file).length, 0);
  const facts = await page
    .getByTestId('statistics')
    .evaluate((list) =>
      Object.fromEntries(
        [...list.querySelectorAll('dt')].map((dt) => [
          dt.textContent,
          dt.nextElementSibling?.textContent,
        ]),
      ),
    );
  expect(facts).toEqual({
    Photos: `8, ${(bytes / 1000).toFixed(0)} kB`,
    Labelled: '4',
    'Without a plate': '1',
    'Labelled in part': '1',
    'Not labelled': '2',
    Plates: '8',
    'Only read, not checked': '2',
    'Corrected photos': '1',
    'Unreadable plates': '1',
    'Texts missing or not checked': '0',
    'Photos with two rows': '2',
    'For training · choosing · testing': '3 · 1 · 2',
  });
});
