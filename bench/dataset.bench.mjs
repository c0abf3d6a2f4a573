/**
 * Import, backup and export of a dataset in MB/s, beside a bare copy of the same bytes through the
 * same kind of file; the tab's peak memory meanwhile (Linux only); and the frames the grid drops
 * while it scrolls, beside a page that stands still. `BENCH_SAMPLES` sets other sizes.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withApp } from '../scripts/lib/app.mjs';
import { watchMemory } from './lib/memory.mjs';
import { writePhotoSet } from './lib/photoSet.mjs';
import { giveRoom } from './lib/room.mjs';

const SIZES = (process.env.BENCH_SAMPLES ?? '1000,10000').split(',').map(Number);
const SCROLL_MS = 5000;
/** Ten thousand photos take minutes; this only ends what hangs. */
const PATIENCE_MS = 3 * 3600_000;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  for (const count of SIZES) await measureOne(count, report);
}

/** @param {number} count @param {(line: string) => void} report */
async function measureOne(count, report) {
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  try {
    const zip = join(folder, 'set.zip');
    await writePhotoSet(zip, count);
    await withApp(async ({ page, browser, address }) => {
      page.setDefaultTimeout(PATIENCE_MS);
      const timed = timer(browser);
      await page.goto(`${address}#/dataset`);
      await giveRoom(page, address);
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByTestId('import-files').setInputFiles(zip);
      await page.getByTestId('import-preview').waitFor();
      const bytes = statSync(zip).size;
      const imported = await timed(async () => {
        await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
        const failed = page.getByRole('dialog').getByRole('alert');
        await page
          .getByText(/photos? imported/)
          .first()
          .or(failed)
          .waitFor();
        if (await failed.isVisible()) throw new Error((await failed.textContent()) ?? 'no import');
      });
      const backup = await timed(async () => {
        await page.getByRole('button', { name: 'Back up everything' }).click();
        await page
          .getByText(/^Backup written/)
          .first()
          .waitFor();
      });
      const backupBytes = await largestExport(page);
      await page.getByRole('button', { name: 'Export dataset' }).click();
      const dataset = await timed(async () => {
        await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
        await page.getByTestId('export-result').waitFor();
      });
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
      const copied = await bareCopy(page);

      const speed = (/** @type {number} */ b, /** @type {{ seconds: number }} */ { seconds }) =>
        b / 1e6 / seconds;
      const copy = speed(copied.bytes, copied);
      const line = (/** @type {string} */ name, /** @type {number} */ mbs) =>
        `${name} ${mbs.toFixed(1)} MB/s (${(mbs / copy).toFixed(3)} of the copy)`;
      report(
        `${count} samples, ${(bytes / 1e6).toFixed(0)} MB: ${line('import', speed(bytes, imported))}, ` +
          `${line('backup', speed(backupBytes, backup))}, ` +
          `${line('dataset', speed(copied.bytes, dataset))}; bare copy ${copy.toFixed(0)} MB/s`,
      );
      const peak = (/** @type {{ peakMb: number }} */ { peakMb }) => `${peakMb.toFixed(0)} MB`;
      if (process.platform === 'linux')
        report(
          `peak memory: import ${peak(imported)}, backup ${peak(backup)}, dataset ${peak(dataset)}`,
        );
      const still = await page.evaluate(frames, { ms: SCROLL_MS, stepPx: 0 });
      const moving = await page.evaluate(frames, { ms: SCROLL_MS, stepPx: 40 });
      report(
        `grid: ${moving.dropped} of ${moving.due} frames dropped while scrolling, ` +
          `${still.dropped} of ${still.due} while nothing moves`,
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @returns {(work: () => Promise<void>) => Promise<{ seconds: number, peakMb: number }>}
 */
function timer(browser) {
  return async (work) => {
    const started = performance.now();
    const held = await watchMemory(browser, work);
    const seconds = (performance.now() - started) / 1000;
    return { seconds, peakMb: Math.max(0, ...held) };
  };
}

/** @param {import('@playwright/test').Page} page */
function archiveWorker(page) {
  const worker = page.workers().find((one) => one.url().includes('archive'));
  if (!worker) throw new Error('the archive worker is not running');
  return worker;
}

/** Bytes of the largest private file of an export. @param {import('@playwright/test').Page} page */
function largestExport(page) {
  return archiveWorker(page).evaluate(async () => {
    let bytes = 0;
    const root = /** @type {any} */ (await navigator.storage.getDirectory());
    for await (const handle of root.values())
      bytes = Math.max(bytes, (await handle.getFile()).size);
    return bytes;
  });
}

/**
 * Copies the newest export from one private file to another, as the export writes it, in its worker.
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<{ bytes: number, seconds: number }>}
 */
function bareCopy(page) {
  return archiveWorker(page).evaluate(async () => {
    const root = /** @type {any} */ (await navigator.storage.getDirectory());
    /** @type {File | null} */
    let newest = null;
    for await (const handle of root.values()) {
      const file = await handle.getFile();
      if (!newest || file.lastModified >= newest.lastModified) newest = file;
    }
    if (!newest) throw new Error('no export is left to copy');
    const handle = await root.getFileHandle('bench-copy', { create: true });
    const access = await handle.createSyncAccessHandle();
    const started = performance.now();
    let at = 0;
    for (const reader = newest.stream().getReader(); ; ) {
      const { value, done } = await reader.read();
      if (done) break;
      at += access.write(value, { at });
    }
    access.flush();
    const seconds = (performance.now() - started) / 1000;
    access.close();
    await root.removeEntry('bench-copy');
    return { bytes: at, seconds };
  });
}

/**
 * In the page: frames due and dropped while the grid scrolls by `stepPx` a frame.
 * @param {{ ms: number, stepPx: number }} wish
 * @returns {Promise<{ due: number, dropped: number }>}
 */
async function frames({ ms, stepPx }) {
  const grid = document.querySelector('.sample-grid');
  const frame = () => /** @type {Promise<number>} */ (new Promise(requestAnimationFrame));
  const dueMs = 1000 / 60;
  const started = await frame();
  let last = started;
  let dropped = 0;
  while (last - started < ms) {
    if (grid) grid.scrollTop += stepPx;
    const now = await frame();
    dropped += Math.max(0, Math.round((now - last) / dueMs) - 1);
    last = now;
  }
  return { due: Math.round((last - started) / dueMs), dropped };
}
