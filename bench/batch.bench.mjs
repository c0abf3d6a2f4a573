/**
 * Batch time a photo through the app's own screen, this build against an earlier one, in turns:
 * real photos as they are, and enlarged to 12 megapixels.
 *
 *   BENCH_BEFORE=DIR BENCH_PHOTOS=DIR npm run bench -- batch
 *
 * `BENCH_BEFORE` is an earlier commit's `dist/`; `BENCH_COUNT` (60) the photos of each kind.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineReady, enlargedFile, untilDone, withApp } from '../scripts/lib/app.mjs';
import { ratioInterval } from './lib/paired.mjs';

/** Photos given to one side before it is the other's turn. */
const CHUNK = 6;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const { BENCH_BEFORE: before, BENCH_PHOTOS: folder, BENCH_COUNT = '60' } = process.env;
  if (!before || !folder) return report('set BENCH_BEFORE and BENCH_PHOTOS');
  const all = readdirSync(folder).filter((file) => file.endsWith('.jpg'));
  const step = Math.max(1, Math.floor(all.length / Number(BENCH_COUNT)));
  const files = all.filter((_, i) => i % step === 0).slice(0, Number(BENCH_COUNT));
  const paths = files.map((file) => join(folder, file));
  const large = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  try {
    await withApp(
      (earlier) =>
        withApp(async (now) => {
          const sides = [earlier, now].map(({ page }) => page);
          for (const side of [earlier, now]) await warm(side);
          report(`as they are: ${await ratio(sides, paths)} of before a photo`);
          for (const [n, path] of paths.entries()) {
            writeFileSync(join(large, `${n}.jpg`), await enlargedFile(now.page, path, 12));
          }
          const enlarged = paths.map((_, n) => join(large, `${n}.jpg`));
          report(`12 megapixels: ${await ratio(sides, enlarged)} of before a photo`);
        }),
      before,
    );
  } finally {
    rmSync(large, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Opens the Read screen and reads a photo. @param {{ page: Page, address: string }} side */
async function warm({ page, address }) {
  await page.goto(address);
  await engineReady(page);
  await page.locator('.sample').first().click();
  await untilDone(page);
}

/** @typedef {import('@playwright/test').Page} Page */

/** Both sides read the files in chunks, in turns. @param {Page[]} sides @param {string[]} files */
async function ratio(sides, files) {
  /** @type {number[][]} */
  const times = sides.map(() => []);
  for (let from = 0; from < files.length; from += CHUNK) {
    const chunk = files.slice(from, from + CHUNK);
    const order = (from / CHUNK) % 2 === 0 ? [0, 1] : [1, 0];
    for (const side of order) times[side]?.push(await batchTime(sides[side], chunk));
  }
  return ratioInterval(times[0] ?? [], times[1] ?? []);
}

/** @param {Page | undefined} page @param {string[]} files @returns {Promise<number>} ms a photo */
async function batchTime(page, files) {
  if (!page) throw new Error('no page');
  const started = performance.now();
  await page.getByTestId('photo-input').setInputFiles(files);
  await page.locator('[data-testid=batch-status][data-state=running]').waitFor();
  await untilDone(page, 120_000);
  return (performance.now() - started) / files.length;
}
