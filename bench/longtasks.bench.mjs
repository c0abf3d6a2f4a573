/** How often a batch blocks the page, beside an empty page while workers burn all cores. */
import { availableParallelism } from 'node:os';
import { engineReady, enlarged, untilDone, withApp, withCopies } from '../scripts/lib/app.mjs';

const PHOTOS = 30;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  await withApp(async ({ page, browser, address }) => {
    await page.goto(address);
    await engineReady(page);
    const photo = await enlarged(page, 'germany.jpg', 12);
    const started = await withCopies(photo, PHOTOS, async (files) => {
      await page.evaluate(watch);
      const start = performance.now();
      await page.getByTestId('photo-input').setInputFiles(files);
      await untilDone(page, 300_000);
      return start;
    });
    const seconds = (performance.now() - started) / 1000;
    const batch = await page.evaluate(found);

    const empty = await browser.newPage();
    await empty.goto('about:blank'); // the app's policy forbids workers from text
    await empty.evaluate(burn, availableParallelism());
    await empty.evaluate(watch);
    await empty.waitForTimeout(seconds * 1000);
    const idle = await empty.evaluate(found);

    const line = (/** @type {number[]} */ tasks) =>
      `${tasks.length} long tasks, worst ${Math.round(Math.max(0, ...tasks))} ms, ` +
      `${((100 * tasks.reduce((a, b) => a + b, 0)) / (seconds * 1000)).toFixed(1)} % of the time`;
    report(`batch of ${PHOTOS} photos of 12 megapixels, ${seconds.toFixed(0)} s: ${line(batch)}`);
    report(`empty page, as long, all cores busy: ${line(idle)}`);
  });
}

/** In the page: collects the length of every task over 50 ms. */
function watch() {
  const page = /** @type {any} */ (globalThis);
  page.longTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) page.longTasks.push(entry.duration);
  }).observe({ type: 'longtask' });
}

/** In the page. @returns {number[]} */
function found() {
  return /** @type {any} */ (globalThis).longTasks;
}

/** In the page: workers that never rest. @param {number} cores */
function burn(cores) {
  const source = new Blob(['for (;;) Math.sqrt(2);'], { type: 'text/javascript' });
  const url = URL.createObjectURL(source);
  for (let i = 0; i < cores; i++) new Worker(url);
}
