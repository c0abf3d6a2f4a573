/**
 * The results table with 10,000 rows: how long it takes to stand there, to be searched and sorted, and
 * the frames it takes to scroll through, beside a page that stands still. `BENCH_ROWS` sets another size.
 * One photo is read; the others are copies of its kept row with plates of their own.
 */
import { engineReady, untilDone, withApp } from '../scripts/lib/app.mjs';

const ROWS = Number(process.env.BENCH_ROWS ?? 10_000);
const SCROLL_MS = 4000;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  await withApp(async ({ page, address }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${address}#/read`);
    await engineReady(page);
    await page.locator('.sample').nth(1).click();
    await untilDone(page);
    await page.waitForTimeout(2000); // the row is written behind the reading
    await page.evaluate(multiply, ROWS);
    await page.reload();
    await page
      .getByTestId('batch-status')
      .getByText(`${ROWS} photos`)
      .waitFor({ timeout: 120_000 });
    const stillFrames = await frames(page, false);

    const shown = await timed(page, async () => {
      await page.getByTestId('show-table').click();
      await page.getByTestId('results-table').getByRole('row').nth(5).waitFor();
    });
    const drawn = await page.getByTestId('results-table').getByRole('row').count();
    report(`${ROWS} rows, ${drawn} of them drawn: the table stands after ${shown} ms`);
    const search = await timed(page, async () => {
      await page.locator('#photo-search').fill('Z09998');
      await page.getByText('1 row', { exact: true }).waitFor();
    });
    await page.locator('#photo-search').fill('');
    const sort = await timed(page, async () => {
      await page.getByRole('columnheader', { name: 'Plate' }).getByRole('button').click();
      await page.locator('[data-testid=results-table] .table-row').first().waitFor();
    });
    report(`searched in ${search} ms, sorted in ${sort} ms`);
    const scrolled = await frames(page, true);
    report(`scrolling draws ${(scrolled / stillFrames).toFixed(2)} × the frames of a page at rest`);
  });
}

/** In the page: copies of the one kept row. @param {number} count */
async function multiply(count) {
  /** @template T @param {IDBRequest<T>} asked @returns {Promise<T>} */
  const wait = (asked) =>
    new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  const db = await wait(indexedDB.open('platewheel'));
  const tx = db.transaction('batchPhotos', 'readwrite');
  const store = tx.objectStore('batchPhotos');
  const [row] = await wait(store.getAll());
  for (let index = 1; index < count; index++) {
    const copy = structuredClone(row);
    copy.index = index;
    copy.file = `street/${String(index).padStart(5, '0')}.jpg`;
    for (const plate of copy.outcome.plates) {
      if (plate.reading) plate.reading.text = `Z${String(index).padStart(5, '0')}`;
    }
    store.put(copy);
  }
  await new Promise((resolve) => {
    tx.oncomplete = () => resolve(undefined);
  });
  db.close();
}

/** Milliseconds in the page's clock. @param {import('@playwright/test').Page} page @param {() => Promise<void>} work */
async function timed(page, work) {
  const now = () => page.evaluate(() => performance.now());
  const began = await now();
  await work();
  return Math.round((await now()) - began);
}

/** Frames drawn in a while. @param {import('@playwright/test').Page} page @param {boolean} scroll */
function frames(page, scroll) {
  return page.evaluate(
    async ([ms, moves]) => {
      const grid = document.querySelector('[data-testid=results-table]');
      const began = performance.now();
      let count = 0;
      while (performance.now() - began < Number(ms)) {
        await new Promise(requestAnimationFrame);
        if (moves && grid) grid.scrollTop += 400;
        count += 1;
      }
      return count;
    },
    /** @type {const} */ ([SCROLL_MS, scroll]),
  );
}
