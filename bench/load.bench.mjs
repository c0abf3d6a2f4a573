/**
 * The Dataset screen with 500, 5,000 and 50,000 kept photos: how long until the grid stands and all is
 * loaded, until it is searched, filtered and sorted, until Review stands and an answer there is kept;
 * what the tab holds then; and how each grows. One photo is kept by hand, the others are copies of its
 * rows. `BENCH_SAMPLES` sets other sizes.
 */
import { engineReady, untilDone, withApp } from '../scripts/lib/app.mjs';
import { pssMb, renderers } from './lib/memory.mjs';
import { giveRoom } from './lib/room.mjs';

const SIZES = (process.env.BENCH_SAMPLES ?? '500,5000,50000').split(',').map(Number);
const AIM_MS = 1000;
/** Only what hangs is ended. */
const PATIENCE_MS = 600_000;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  /** @type {Record<string, number>[]} */
  const all = [];
  for (const count of SIZES) {
    const found = await measureOne(count);
    all.push(found);
    const said = Object.entries(found).map(([name, value]) => `${name} ${Math.round(value)}`);
    report(`${count} photos: ${said.join(', ')} (ms, MB)`);
  }
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last || all.length < 2) return;
  const grown = Object.entries(last).map(
    ([name, value]) => `${name} × ${(value / (first[name] ?? value)).toFixed(1)}`,
  );
  report(`${SIZES.at(-1)} against ${SIZES[0]} photos: ${grown.join(', ')}`);
  const over = Object.entries(last).filter(
    ([name, value]) => !['memory', 'all'].includes(name) && value > AIM_MS,
  );
  report(`over ${AIM_MS} ms: ${over.map(([name]) => name).join(', ') || 'nothing'}`);
}

/** @param {number} count @returns {Promise<Record<string, number>>} milliseconds; `memory` in MB */
function measureOne(count) {
  return withApp(async ({ page, browser, address }) => {
    page.setDefaultTimeout(PATIENCE_MS);
    await page.setViewportSize({ width: 1440, height: 900 });
    await keepOne(page, address);
    await page.goto('about:blank');
    await page.goto(`${address}#/settings`);
    await giveRoom(page, address);
    await page.evaluate(multiply, count);
    await page.reload();
    await page.getByRole('heading', { name: 'Settings' }).first().waitFor();

    const { shown, complete, one, some, first, reviewed, next } = CONDITIONS;
    const all = () => page.getByTestId('sample-count').getByText(`${count} photos`).waitFor();
    const grid = await timed(page, shown, () =>
      page.getByRole('link', { name: 'Dataset', exact: true }).click(),
    );
    const rest = await timed(page, complete, async () => undefined);
    await all();
    const search = await timed(page, one, () =>
      page.locator('#sample-search').fill(FILE(count - 1)),
    );
    await page.locator('#sample-search').fill('');
    await all();
    const filter = await timed(page, some, () =>
      page.getByLabel('State').selectOption('unlabelled'),
    );
    await page.getByLabel('State').selectOption('all');
    await all();
    const sort = await timed(page, first, () => page.getByLabel('Order').selectOption('text'));
    const review = await timed(page, reviewed, () =>
      page.getByRole('button', { name: /^Review \d/ }).click(),
    );
    const answer = await timed(page, next, () => page.keyboard.press('Enter'));
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const memory = process.platform === 'linux' ? pssMb(await renderers(browser)) : 0;
    return { grid, all: grid + rest, search, filter, sort, review, answer, memory };
  });
}

/** @param {number} n */
const FILE = (n) => `street/${String(n).padStart(6, '0')}.jpg`;

/** In the page: whether what was asked for stands. */
const CONDITIONS = {
  shown: () => document.querySelector('.sample-tile img') !== null,
  complete: () => !document.querySelector('.dataset-main > [role=status]'),
  one: () => document.querySelectorAll('.sample-tile').length === 1,
  some: () => / of /.test(document.querySelector('[data-testid=sample-count]')?.textContent ?? ''),
  first: () => document.querySelector('.sample-tile')?.textContent?.includes('A000000') ?? false,
  reviewed: () => {
    const isThere = document.activeElement?.matches('.review-card .plate-field') ?? false;
    const field = /** @type {HTMLInputElement} */ (document.activeElement);
    if (isThere) document.documentElement.dataset.benchPlate = field.value;
    return isThere;
  },
  next: () => {
    const field = /** @type {HTMLInputElement | null} */ (
      document.querySelector('.review-card .plate-field')
    );
    const pending = document.querySelector('[data-testid=keeping]')?.getAttribute('data-pending');
    return (
      pending === '0' &&
      field !== null &&
      field.value !== document.documentElement.dataset.benchPlate
    );
  },
};

/** @param {import('@playwright/test').Page} page @param {string} address */
async function keepOne(page, address) {
  await page.goto(`${address}#/read`);
  await engineReady(page);
  await page.locator('.sample').first().click();
  await untilDone(page);
  await page.getByRole('button', { name: 'Right', exact: true }).first().click();
  await page.locator('[data-testid=correct-state][data-keeping=kept]').first().waitFor();
}

/** Milliseconds in the page's clock. @param {import('@playwright/test').Page} page @param {() => boolean} stands @param {() => Promise<unknown>} act */
async function timed(page, stands, act) {
  const now = () => page.evaluate(() => performance.now());
  const began = await now();
  await act();
  await page.waitForFunction(stands, null, { polling: 'raf' });
  return (await now()) - began;
}

/** In the page: copies of the one kept photo, every second one not answered. @param {number} count */
async function multiply(count) {
  /** @template T @param {IDBRequest<T>} asked @returns {Promise<T>} */
  const wait = (asked) =>
    new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  const db = await wait(indexedDB.open('platewheel'));
  const names = ['samples', 'blobs', 'thumbs', 'predictions', 'labels', 'log', 'groups', 'splits'];
  const read = db.transaction(names);
  const [sample, photo, thumb, prediction, label, entry, group, split] = await Promise.all(
    names.map((name) => wait(read.objectStore(name).getAll()).then(([row]) => row)),
  );
  for (let from = 1; from < count; from += 1000) {
    const tx = db.transaction(names, 'readwrite');
    const put = (
      /** @type {string} */ name,
      /** @type {any} */ row,
      /** @type {any} */ key = undefined,
    ) => tx.objectStore(name).put(row, key);
    for (let n = from; n < Math.min(count, from + 1000); n++) {
      const id = n.toString(16).padStart(8, '0') + sample.id.slice(8);
      const file = `street/${String(n).padStart(6, '0')}.jpg`;
      put('samples', { ...sample, id, file, addedAt: sample.addedAt + n, bands: [] });
      put('blobs', photo.slice(0, 4096), id);
      put('thumbs', thumb, id);
      const plates = prediction.plates.map((/** @type {any} */ plate) => ({
        ...plate,
        reading: { ...plate.reading, text: `A${String(n - 1).padStart(6, '0')}` },
      }));
      put('predictions', { ...prediction, sample: id, plates });
      put('groups', { ...group, id: `g${n}`, keys: [`photo:${id}`] });
      put('splits', { ...split, sample: id, group: `g${n}` });
      if (n % 2) continue;
      put('labels', { ...label, sample: id });
      put('log', { ...entry, sample: id });
    }
    await new Promise((resolve, reject) => {
      tx.oncomplete = resolve;
      tx.onabort = () => reject(tx.error);
    });
  }
  db.close();
}
