/**
 * How cost grows: time a photo with 1 to 1,000 photos a batch and what the tab holds, with the photo's
 * size, and with threads. Ratios to the first of each row; `docs/speed.md` draws them.
 *
 * `BENCH_COUNTS` (`1,10,100,1000`) sets the batches.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildEval } from '../scripts/eval/build.mjs';
import { openEvalPage } from '../scripts/eval/openPage.mjs';
import { engineReady, enlarged, untilDone, withApp, withCopies } from '../scripts/lib/app.mjs';
import { watchMemory } from './lib/memory.mjs';
import { median } from './lib/statistics.mjs';

const COUNTS = (process.env.BENCH_COUNTS ?? '1,10,100,1000').split(',').map(Number);
const MEGAPIXELS = [0.3, 1, 3, 12, 24, 48];
const THREADS = [1, 2, 3, 4];
const SAMPLE = 'germany.jpg';
const ROUNDS = 7;
/** Until the browser has compiled the runtime for good: a page of small photos alone is measured before that. */
const WARM_MS = 5000;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  try {
    /** @type {string[]} */
    const photos = [];
    await withApp(async ({ page, browser, address }) => {
      await page.goto(address);
      for (const megapixels of MEGAPIXELS) {
        const at = join(folder, `${megapixels}.jpg`);
        writeFileSync(at, await enlarged(page, SAMPLE, megapixels));
        photos.push(at);
      }
      const small = await enlarged(page, SAMPLE, MEGAPIXELS[0] ?? 1);
      report(`photos a batch: ${await batches(page, browser, address, small)}`);
    });
    await buildEval();
    report(`megapixels: ${row(MEGAPIXELS, await inTurns(photos))}`);
    /** @type {number[]} */
    const times = [];
    for (const threads of THREADS) times.push(...(await inTurns(photos.slice(0, 1), threads)));
    report(`threads: ${row(THREADS, times)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {import('@playwright/test').Page} page @param {import('@playwright/test').Browser} browser
 * @param {string} address @param {Buffer} photo
 */
async function batches(page, browser, address, photo) {
  /** @type {number[]} */
  const times = [];
  /** @type {number[]} */
  const peaks = [];
  for (const count of COUNTS) {
    await page.goto('about:blank');
    await page.goto(address);
    await engineReady(page);
    const clear = page.getByRole('button', { name: /^(Clear|New batch)/ });
    if (await clear.isVisible()) await clear.click();
    await page.locator('.sample').first().click(); // engines are slow when they are new
    await untilDone(page);
    await clear.click();
    await withCopies(photo, count, async (files) => {
      const started = performance.now();
      const held = await watchMemory(browser, async () => {
        await page.getByTestId('photo-input').setInputFiles(files);
        await page.locator('[data-testid=batch-status][data-state=running]').waitFor();
        await untilDone(page, 60_000 + 2000 * count);
        times.push((performance.now() - started) / count);
      });
      peaks.push(Math.max(...held));
    });
  }
  return `${row(COUNTS, times)}; peak ${peaks.map((mb) => mb.toFixed(0)).join(', ')} MB`;
}

/**
 * Median time of each photo, all of them in every round.
 * @param {readonly string[]} photos @param {number} [threads]
 * @returns {Promise<number[]>} ms
 */
async function inTurns(photos, threads) {
  const page = await openEvalPage({ reader: 'own', backend: 'wasm', threads });
  try {
    /** @type {number[][]} */
    const times = photos.map(() => []);
    const warmUntil = performance.now() + WARM_MS;
    while (times.some((of) => of.length < ROUNDS)) {
      const isWarm = performance.now() > warmUntil;
      for (const [n, photo] of photos.entries()) {
        const run = await page.withFile(photo, 'readPhoto', page.defaults);
        if (run.failure) throw new Error(`${photo}: ${run.failure.message}`);
        if (isWarm) times[n]?.push(run.photo.milliseconds);
      }
    }
    return times.map(median);
  } finally {
    await page.close();
  }
}

/** @param {readonly number[]} of @param {readonly number[]} times */
const row = (of, times) =>
  of
    .map((what, n) => `${what}: ${((times[n] ?? 0) / (times[0] ?? 1)).toFixed(2)} ×`)
    .join(', ')
    .concat(` (the first ${(times[0] ?? 0).toFixed(0)} ms)`);
