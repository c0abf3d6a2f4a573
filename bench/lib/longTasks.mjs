/** Tasks of over 50 ms in a page, and what an empty page has of them while all cores are busy. */
import { availableParallelism } from 'node:os';

/** Starts to collect. @param {import('@playwright/test').Page} page */
export async function watchLongTasks(page) {
  await page.evaluate(() => {
    const here = /** @type {any} */ (globalThis);
    here.longTasks = [];
    here.longTaskObserver?.disconnect();
    here.longTaskObserver = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) here.longTasks.push(entry.duration);
    });
    here.longTaskObserver.observe({ type: 'longtask' });
  });
}

/** @param {import('@playwright/test').Page} page @returns {Promise<number[]>} milliseconds of each so far */
export function longTasksOf(page) {
  return page.evaluate(() => /** @type {any} */ (globalThis).longTasks);
}

/** @param {readonly number[]} tasks @param {number} seconds in which they were collected */
export function longTaskText(tasks, seconds) {
  const part = (100 * tasks.reduce((a, b) => a + b, 0)) / (seconds * 1000);
  const worst = Math.round(Math.max(0, ...tasks));
  return `${tasks.length} long tasks, worst ${worst} ms, ${part.toFixed(1)} % of the time`;
}

/** The same text for an empty page in which a worker for each core never rests.
 * @param {import('@playwright/test').Browser} browser @param {number} seconds */
export async function emptyPageText(browser, seconds) {
  const page = await browser.newPage();
  try {
    await page.goto('about:blank'); // the app's policy forbids workers from text
    await page.evaluate(burn, availableParallelism());
    await watchLongTasks(page);
    await page.waitForTimeout(seconds * 1000);
    return longTaskText(await longTasksOf(page), seconds);
  } finally {
    await page.close();
  }
}

/** In the page. @param {number} cores */
function burn(cores) {
  const source = new Blob(['for (;;) Math.sqrt(2);'], { type: 'text/javascript' });
  const url = URL.createObjectURL(source);
  for (let i = 0; i < cores; i++) new Worker(url);
}
