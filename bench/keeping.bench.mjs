/**
 * How long an answer takes from the change to "kept" (two databases written and read back, room asked
 * for), as a multiple of as many bare writes of a small row into an IndexedDB of the same profile, each
 * on disk before it counts; while a person answers one after the other. `BENCH_ANSWERS` (40) sets how many.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumArgs, ensureChromium } from '../scripts/lib/chromium.mjs';
import { serve } from '../scripts/serve.mjs';
import { importZip } from './lib/importing.mjs';
import { writePhotoSet } from './lib/photoSet.mjs';
import { median, quantile } from './lib/statistics.mjs';

const ANSWERS = Number(process.env.BENCH_ANSWERS ?? 40);
/** Between two answers: nobody is faster by hand. */
const PAUSE_MS = 150;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  const server = await serve({ port: 0 });
  // A profile on the disk: the private one that tests use keeps its databases in memory.
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: ensureChromium(),
    args: chromiumArgs(),
  });
  try {
    const page = await context.newPage();
    const zip = join(folder, 'set.zip');
    await writePhotoSet(zip, 2);
    await page.goto(`${server.address}#/dataset`);
    await importZip(page, zip);
    await page.keyboard.press('Escape');
    await page.locator('.sample-tile').first().click();
    await page.getByTestId('review-card').waitFor();
    const kept = of(await page.evaluate(answer, { answers: ANSWERS, pauseMs: PAUSE_MS }));
    const bare = of(await page.evaluate(bareWrites, { writes: ANSWERS, pauseMs: PAUSE_MS }));
    const line = (/** @type {{ median: number, p95: number }} */ { median, p95 }) =>
      `median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)}`;
    report(
      `${ANSWERS} answers: ${line(kept)}; bare writes: ${line(bare)}; ` +
        `× ${(kept.median / bare.median).toFixed(1)} (p95 × ${(kept.p95 / bare.p95).toFixed(1)})`,
    );
  } finally {
    await context.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {number[]} times ms */
const of = (times) => ({ median: median(times), p95: quantile(times, 0.95) });

/** In the page: says one country after the other. @param {{ answers: number, pauseMs: number }} wish */
async function answer({ answers, pauseMs }) {
  const find = (/** @type {string} */ selector) =>
    /** @type {HTMLInputElement} */ (document.querySelector(`.review-card ${selector}`));
  const times = [];
  for (let i = 0; i < answers; i++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const region =
      String.fromCharCode(97 + Math.floor(i / 26)) + String.fromCharCode(97 + (i % 26));
    const field = find('.country-field');
    const from = performance.now();
    field.value = region;
    field.dispatchEvent(new Event('change', { bubbles: true }));
    do await new Promise((resolve) => setTimeout(resolve, 1));
    while (
      find('.correct-state')?.dataset.keeping !== 'kept' ||
      find('.country-field').value !== region
    );
    times.push(performance.now() - from);
  }
  return times;
}

/** In the page: a small row each, on disk before it counts. @param {{ writes: number, pauseMs: number }} wish */
async function bareWrites({ writes, pauseMs }) {
  const db = /** @type {IDBDatabase} */ (
    await new Promise((resolve, reject) => {
      const request = indexedDB.open('bench');
      request.onupgradeneeded = () => request.result.createObjectStore('rows');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    })
  );
  const times = [];
  for (let i = 0; i < writes; i++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const from = performance.now();
    await new Promise((resolve, reject) => {
      const tx = db.transaction('rows', 'readwrite', { durability: 'strict' });
      tx.objectStore('rows').put({ at: from, text: 'AB 123 CD' }, i);
      tx.oncomplete = resolve;
      tx.onabort = () => reject(tx.error);
    });
    times.push(performance.now() - from);
  }
  return times;
}
