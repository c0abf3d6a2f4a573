/**
 * The Quality screen at work: how the page's frames fare while it measures, beside an empty page; how long
 * an edit in one tab takes to stand in another tab's figures; and how fast photos are read meanwhile, beside
 * the same photos with nothing to measure. `BENCH_SAMPLES` sets another number of photos.
 */
import { engineReady, enlarged, untilDone, withApp, withCopies } from '../scripts/lib/app.mjs';
import { importPhotoSet } from './lib/importing.mjs';
import { emptyPageText, longTasksOf, longTaskText, watchLongTasks } from './lib/longTasks.mjs';
import { median } from './lib/statistics.mjs';

const SAMPLES = Number(process.env.BENCH_SAMPLES ?? 200);
const WATCHED_MS = 20_000;
const EDITS = 10;
/** Photos of a batch, and batches with and without an analysis, in turns. */
const PHOTOS = 12;
const ROUNDS = 3;
const PATIENCE_MS = 20 * 60_000;

/** @typedef {import('@playwright/test').Page} Page */

/** @param {(line: string) => void} report */
export default async function measure(report) {
  await withApp(async ({ page, browser, address }) => {
    page.setDefaultTimeout(PATIENCE_MS);
    await importPhotoSet(page, address, SAMPLES);

    await page.goto(`${address}#/quality`);
    await watchLongTasks(page);
    await page.waitForTimeout(WATCHED_MS);
    const seconds = WATCHED_MS / 1000;
    report(`measuring ${SAMPLES} photos: ${longTaskText(await longTasksOf(page), seconds)}`);
    report(`empty page, all cores busy: ${await emptyPageText(browser, seconds)}`);

    const speeds = await readingSpeeds(page, address);
    report(
      `${PHOTOS} photos of 12 megapixels while it measures: ${median(speeds.beside).toFixed(1)} s, in an app ` +
        `with nothing to measure ${median(speeds.alone).toFixed(1)} s: × ${(median(speeds.beside) / median(speeds.alone)).toFixed(2)} (aim: at most 1.1)`,
    );

    await page.goto(`${address}#/quality`);
    await page.locator('[data-testid=quality-status][data-state=done]').waitFor();
    const times = await editTimes(page, address);
    report(
      `an edit stands in another tab's figures after ${Math.round(median(times))} ms, at most ${Math.round(Math.max(...times))} ms (aim: 1000)`,
    );
  });
}

/**
 * Seconds of batches on the page whose analysis goes on, and in a fresh browser profile.
 * @param {Page} page @param {string} address
 */
async function readingSpeeds(page, address) {
  const context = await page.context().browser()?.newContext();
  const other = /** @type {Page} */ (await context?.newPage());
  await other.goto(address);
  const photo = await enlarged(other, 'germany.jpg', 12);
  const batch = (/** @type {Page} */ on) =>
    withCopies(photo, PHOTOS, async (files) => {
      await on.goto(`${address}#/read`);
      await engineReady(on);
      const started = performance.now();
      await on.getByTestId('photo-input').setInputFiles(files);
      await untilDone(on, PATIENCE_MS);
      return (performance.now() - started) / 1000;
    });
  const beside = [];
  const alone = [];
  for (let round = 0; round < ROUNDS; round++) {
    // A page with an analysis under way would measure on while the other reads.
    await page.goto(`${address}#/quality`);
    const pause = page.getByRole('button', { name: 'Pause', exact: true });
    const goOn = page.getByRole('button', { name: 'Go on', exact: true });
    if (await goOn.isVisible()) await goOn.click();
    beside.push(await batch(page));
    await page.goto(`${address}#/quality`);
    if (await pause.isVisible()) await pause.click();
    alone.push(await batch(other));
  }
  if (await page.getByRole('button', { name: 'Go on', exact: true }).isVisible()) {
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
  }
  await context?.close();
  return { beside, alone };
}

/**
 * Milliseconds from "take the better box" on one page to the first tile that counts anew on another.
 * @param {Page} page which shows the tiles @param {string} address
 */
async function editTimes(page, address) {
  const editor = await page.context().newPage();
  await editor.goto(`${address}#/quality/suspicious`);
  await editor.getByTestId('suspicious').waitFor({ timeout: PATIENCE_MS });
  const times = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const changed = page.evaluate(
      () =>
        new Promise((resolve) => {
          const observer = new MutationObserver(() => {
            observer.disconnect();
            resolve(Date.now());
          });
          const what = { subtree: true, attributeFilter: ['data-count'] };
          observer.observe(document.body, what);
        }),
    );
    await page.waitForTimeout(300); // the observer is there
    const pressed = await editor.evaluate(() => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', bubbles: true }));
      return Date.now();
    });
    times.push(Number(await changed) - pressed);
    await page.waitForTimeout(700);
  }
  await editor.close();
  return times;
}
