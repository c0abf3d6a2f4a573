/** From the click on a sample to its reading, on a warm cache, beside the same photo read once more. */
import { engineReady, untilDone, withApp } from '../scripts/lib/app.mjs';
import { median } from './lib/statistics.mjs';

const VISITS = 5;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  await withApp(async ({ page, address }) => {
    const ready = [];
    const first = [];
    const second = [];
    for (let visit = 0; visit <= VISITS; visit++) {
      await page.goto('about:blank');
      const opened = performance.now();
      await page.goto(address);
      await engineReady(page);
      const atReady = performance.now();
      const clicked = await readingTime(page, 0);
      const again = await readingTime(page, 0);
      if (visit === 0) {
        await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
        continue; // the first visit fills the caches
      }
      ready.push(atReady - opened);
      first.push(clicked);
      second.push(again);
    }
    const ms = (/** @type {number[]} */ values) => `${Math.round(median(values))} ms`;
    report(`address to reader ready: ${ms(ready)} (median of ${VISITS} visits)`);
    report(`click to first reading: ${ms(first)}`);
    report(
      `once more: ${ms(second)}; the first costs ${(median(first) / median(second)).toFixed(2)} × that`,
    );
  });
}

/**
 * @param {import('@playwright/test').Page} page @param {number} sample
 * @returns {Promise<number>} ms until the sample's plate is on the screen, taken in the page
 */
async function readingTime(page, sample) {
  const clear = page.getByRole('button', { name: /^(Clear|New batch)/ });
  if (await clear.isVisible()) await clear.click();
  await page.locator('.sample').nth(sample).click();
  const started = performance.now();
  await untilDone(page);
  await page.getByRole('article', { name: 'Plate 1' }).waitFor();
  return performance.now() - started;
}
