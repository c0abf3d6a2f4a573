/** What the screens say of kept samples: filters, statistics, how safe they are, a second opinion, keys. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './base.ts';
import {
  importZip,
  lookThrough,
  openDataset,
  sha256,
  withExif,
  yoloZip,
  zipOf,
} from './flywheelTools.ts';
import { choose, openRead, photo, SAMPLES, untilDone } from './readScreen.ts';

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
    .getByRole('listbox', { name: 'Samples' })
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
  await expect(page.getByTestId('sample-count')).toHaveText('8 samples');
  const bar = page.getByRole('search', { name: 'Filter samples' });
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
    ['partly labelled', [select('State', 'Partly labelled')], 'f'],
    ['labelled', [select('State', 'Labelled')], 'adeh'],
    ['no plate', [select('State', 'No plate')], 'b'],
    ['corrected', [select('State', 'Corrected')], 'e'],
    ['photos', [select('Source', 'Photos')], 'de'],
    ['live', [select('Source', 'Live')], 'fg'],
    ['imports', [select('Source', 'Imports')], 'abch'],
    ['train', [select('Split', 'train')], 'abf'],
    ['val', [select('Split', 'val')], 'd'],
    ['test', [select('Split', 'test')], 'eh'],
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
      await expect(page.getByTestId('sample-count')).toHaveText(`${wanted.length} of 8 samples`);
      await bar.getByRole('button', { name: 'Show all' }).click();
      await expect(page.getByTestId('sample-count')).toHaveText('8 samples');
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
    Samples: `8, ${(bytes / 1000).toFixed(0)} kB`,
    Labelled: '4',
    'Without a plate': '1',
    'Partly labelled': '1',
    'Not labelled': '2',
    Plates: '8',
    'Corrected photos': '1',
    'Unreadable plates': '1',
    'With two rows': '2',
    'train · val · test': '3 · 1 · 2',
  });
});

/** So many photos, each with a labelled box. */
const boxesZip = (count: number) =>
  yoloZip(
    Array.from({ length: count }, (_, i) => ({
      name: `p${i}`,
      jpeg: photoOf(`p${i}`),
      lines: '0 0.5 0.5 0.25 0.125\n',
    })),
  );

test('more than 100 changes without a backup are reminded of, until there is one', async ({
  page,
}) => {
  test.slow();
  await openDataset(page);
  await importZip(page, 'hundred.zip', boxesZip(100));
  await expect(page.getByTestId('sample-count')).toHaveText('100 samples');
  const last = page.getByTestId('last-backup');
  const reminder = page.getByTestId('backup-reminder');
  await expect(last).toHaveText('never, 100 changes since');
  await expect(reminder).toBeHidden();
  const sayNoPlate = async () => {
    await page.getByRole('listbox', { name: 'Samples' }).focus();
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'No plate', exact: true }).click();
    await expect(page.getByText('1 sample labelled.').first()).toBeVisible();
    await page.getByRole('button', { name: 'Choose none' }).click();
  };
  await sayNoPlate();
  await expect(reminder).toHaveText(/101 changes not in any backup yet/);
  await page.getByRole('button', { name: 'Back up everything' }).click();
  await expect(page.getByText(/^Backup written/).first()).toBeVisible({ timeout: 60_000 });
  await expect(reminder).toBeHidden();
  await expect(last).toHaveText(/\(just now\)$/);
  await page.getByRole('listbox', { name: 'Samples' }).press('End');
  await sayNoPlate();
  await expect(last).toHaveText(/, 1 change since$/);
  await expect(reminder).toBeHidden();
});

for (const answer of [true, false]) {
  test(`when the browser ${answer ? 'promises' : 'refuses'} to keep it, the screens say so`, async ({
    page,
  }) => {
    test.slow();
    await page.addInitScript((answer) => {
      const asked = { times: 0, promised: false, answer };
      Object.assign(globalThis, { asked });
      StorageManager.prototype.persisted = async () => asked.promised;
      StorageManager.prototype.persist = async () => {
        asked.times += 1;
        asked.promised = asked.answer;
        return asked.answer;
      };
    }, answer);
    const times = () => page.evaluate('asked.times');
    await openDataset(page);
    await importZip(page, 'one.zip', boxesZip(1));
    const yes = page.getByText('yes, the browser promised not to clear it');
    const no = page.getByText('no, the browser may clear it');
    await expect(no).toBeVisible();
    expect(await times()).toBe(0);
    // It is asked once there is a correction, and what it answers is said.
    await page.locator('.sample-tile').first().click();
    const text = page.getByTestId('review-card').getByLabel('Plate text');
    await text.fill('AB12');
    await text.press('Enter');
    await page.getByRole('button', { name: 'All samples' }).click();
    await expect(answer ? yes : no).toBeVisible();
    await expect(answer ? no : yes).toBeHidden();
    expect(await times()).toBe(1);
    if (answer) return;
    await page.getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(times).toBe(2);
    await expect(no).toBeVisible();
    await page.evaluate('asked.answer = true');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await expect(yes).toBeVisible();
  });
}

test('a promise to keep it that comes late is shown where one is', async ({ page }) => {
  await page.addInitScript(() => {
    // As where a person is asked, and takes their time.
    const asked = { waits: false, promised: false, answer: () => {} };
    Object.assign(globalThis, { asked });
    StorageManager.prototype.persisted = async () => asked.promised;
    StorageManager.prototype.persist = () =>
      new Promise((resolve) => {
        asked.waits = true;
        asked.answer = () => {
          asked.promised = true;
          resolve(true);
        };
      });
  });
  await openDataset(page);
  await importZip(page, 'one.zip', boxesZip(1));
  await page.getByRole('listbox', { name: 'Samples' }).press(' ');
  await page.getByRole('button', { name: 'No plate', exact: true }).click();
  await expect(page.getByTestId('last-backup')).toContainText('2 changes since');
  await expect.poll(() => page.evaluate('asked.waits')).toBe(true);
  await page.evaluate('asked.answer()');
  await expect(page.getByText(/which promised not to clear it/).first()).toBeVisible();
  await expect(page.getByText('yes, the browser promised not to clear it')).toBeVisible();
});

test('tesseract has its say of a plate that was read, and of one that was drawn', async ({
  page,
}) => {
  test.setTimeout(400_000);
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/germany.jpg`)]);
  await untilDone(page, 150_000);
  const card = page.getByRole('article', { name: 'Plate 1' });
  await card.getByRole('button', { name: 'Right' }).click();
  await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await openDataset(page);
  await page.locator('.sample-tile').first().click();
  await page.getByRole('button', { name: 'Ask tesseract as well' }).click();
  const opinion = page.getByTestId('tesseract-opinion');
  /** A text or "nothing", and no sentence of what went wrong. */
  const answer = /^Tesseract(nothing|[A-Z0-9]+)$/;
  await expect(opinion).toHaveText(answer, { timeout: 120_000 });

  await page.getByRole('button', { name: 'Whole photo', exact: true }).click();
  await page.getByRole('button', { name: 'Missed plate' }).click();
  const at = await page.locator('.review-stage .viewer').boundingBox();
  if (!at) throw new Error('no viewer');
  await page.mouse.move(at.x + at.width * 0.3, at.y + at.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(at.x + at.width * 0.45, at.y + at.height * 0.28, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByTestId('review-card')).toContainText('plate 2 of 2');
  await expect(opinion).toHaveText(answer, { timeout: 120_000 });
  await page.getByRole('button', { name: /^Plate 1:/ }).click();
  await expect(page.getByTestId('review-card')).toContainText('plate 1 of 2');
  await expect(opinion).toHaveText(answer, { timeout: 120_000 });
});

test('E on the Read screen goes into the text of the selected plate, and Enter corrects it', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/indonesia-three.jpg`)]);
  await untilDone(page, 150_000);
  const card = (n: number) => page.getByRole('article', { name: `Plate ${n}` });
  const fieldOf = (n: number) => card(n).getByLabel('Plate text');
  const read = [await fieldOf(1).inputValue(), await fieldOf(2).inputValue()];
  await page.keyboard.press('e');
  await expect(fieldOf(1)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(fieldOf(1)).not.toBeFocused();
  await page.keyboard.press('n');
  await page.keyboard.press('e');
  await expect(fieldOf(2)).toBeFocused();
  await expect(fieldOf(2)).toHaveValue(read[1] ?? ''); // the key itself is not typed
  await page.keyboard.press('Control+a');
  await page.keyboard.type('kb12e');
  await page.keyboard.press('Enter');
  await expect(card(2).getByTestId('correct-state')).toContainText('Corrected');
  await expect(card(2).getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await expect(card(1).getByTestId('correct-state')).toContainText('not checked yet');
  await expect(fieldOf(1)).toHaveValue(read[0] ?? '');
});
