/**
 * From the click on a sample to its reading, on a warm cache, beside the same photo read once more; and
 * from the address to a reader that is ready, on a cold cache and a warm one.
 *
 * `BENCH_VISITS` (5) sets how often. `BENCH_BEFORE`, an earlier commit's `dist/`: the same of that
 * build, in turns, and the ratios.
 */
import { engineReady, untilDone, withApp } from '../scripts/lib/app.mjs';
import { ratioInterval } from './lib/paired.mjs';
import { median } from './lib/statistics.mjs';

const VISITS = Number(process.env.BENCH_VISITS ?? 5);

/** @typedef {{ page: import('@playwright/test').Page, browser: import('@playwright/test').Browser, address: string }} App */
/** @typedef {Record<'cold' | 'ready' | 'first' | 'second', number[]>} Times */

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const { BENCH_BEFORE: before } = process.env;
  await withApp(async (now) => {
    if (!before) return tell(report, (await inTurns([now]))[0]);
    await withApp(async (earlier) => {
      const [was, is] = await inTurns([earlier, now]);
      tell(report, is);
      const names = /** @type {const} */ (['cold', 'ready', 'first']);
      for (const name of names) {
        report(`${name}: ${ratioInterval(was?.[name] ?? [], is?.[name] ?? [])} of before`);
      }
    }, before);
  });
}

/** @param {readonly App[]} sides @returns {Promise<Times[]>} */
async function inTurns(sides) {
  const times = sides.map(() => ({ cold: [], ready: [], first: [], second: [] }));
  for (let visit = 0; visit <= VISITS; visit++) {
    for (const [n, side] of sides.entries()) {
      const seen = await visitOnce(side, visit);
      if (visit === 0) {
        await side.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
        continue; // the first visit fills the caches
      }
      for (const [name, ms] of Object.entries(seen)) {
        /** @type {Record<string, number[]>} */ (times[n])[name]?.push(ms);
      }
    }
  }
  return times;
}

/** Each visit clicks another sample: some are done after half the size. @param {App} app @param {number} visit */
async function visitOnce({ page, browser, address }, visit) {
  const context = await browser.newContext();
  const cold = await readyTime(await context.newPage(), address);
  await context.close();
  await page.goto('about:blank');
  const ready = await readyTime(page, address);
  const first = await readingTime(page, visit);
  return { cold, ready, first, second: await readingTime(page, visit) };
}

/** @param {import('@playwright/test').Page} page @param {string} address @returns {Promise<number>} ms */
async function readyTime(page, address) {
  const opened = performance.now();
  await page.goto(address);
  await engineReady(page);
  return performance.now() - opened;
}

/** @param {(line: string) => void} report @param {Times | undefined} times */
function tell(report, times) {
  if (!times) return;
  const { cold, ready, first, second } = times;
  const ms = (/** @type {number[]} */ values) => `${Math.round(median(values))} ms`;
  report(`address to reader ready: ${ms(ready)}, on a cold cache ${ms(cold)} (${VISITS} visits)`);
  report(`click to first reading: ${ms(first)}`);
  report(
    `once more: ${ms(second)}; the first costs ${(median(first) / median(second)).toFixed(2)} × that`,
  );
}

/**
 * @param {import('@playwright/test').Page} page @param {number} visit
 * @returns {Promise<number>} ms until the sample's plate is on the screen
 */
async function readingTime(page, visit) {
  const clear = page.getByRole('button', { name: /^(Clear|New batch)/ });
  if (await clear.isVisible()) await clear.click();
  const samples = page.locator('.sample');
  await samples.first().waitFor();
  await samples.nth(visit % (await samples.count())).click();
  const started = performance.now();
  await untilDone(page);
  await page.getByRole('article', { name: 'Plate 1' }).waitFor();
  return performance.now() - started;
}
