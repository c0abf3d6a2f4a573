/**
 * The Live screen at real speed for a long time: the tab's memory must stay flat, and no frame may
 * end in an error; else the exit code is 1. Linux only.
 *
 * `BENCH_SOAK_MINUTES` (30; CI runs 3) sets how long, `BENCH_SOAK_VIDEO` a video of one's own, else one
 * of 720p is made with ffmpeg. It is opened again whenever it ends, as a visitor would: opening and
 * closing sources belongs to the soak.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withApp } from '../scripts/lib/app.mjs';
import { liveNumbers, makeCars, openVideo, setLive } from './lib/live.mjs';
import { pssMb, renderers } from './lib/memory.mjs';
import { median } from './lib/statistics.mjs';

const MINUTES = Number(process.env.BENCH_SOAK_MINUTES ?? 30);
const GIVEN = process.env.BENCH_SOAK_VIDEO;
const EVERY_MS = 1000;
/** The last fifth may hold this many times what the second one held. */
const FLAT = 1.1;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  if (process.platform !== 'linux') return report('skipped: needs /proc, so Linux');
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  try {
    const file = GIVEN ? resolve(GIVEN) : join(folder, 'passing.webm');
    const form = { width: 1280, height: 720, framesPerSecond: 25 };
    if (!GIVEN) await makeCars(file, { ...form, seconds: 3, gapSeconds: 0.7, cars: 8 });
    await withApp(async ({ page, browser, address }) => {
      await page.goto(`${address}#/live`);
      await setLive(page, { pace: 'Real time' });
      const { seen, opened, detections, dropped } = await soak(page, browser, file);
      const fifth = Math.max(1, Math.floor(seen.length / 5));
      const early = median(seen.slice(fifth, 2 * fifth));
      const late = median(seen.slice(-fifth));
      const isFlat = late <= FLAT * early;
      report(
        `${MINUTES} minutes at real speed: the video opened ${opened} times, ` +
          `${detections} detections, ${dropped} frames dropped`,
      );
      report(
        `second fifth ${early.toFixed(0)} MB, last fifth ${late.toFixed(0)} MB: × ${(late / early).toFixed(2)} ` +
          `(${isFlat ? 'flat' : 'NOT flat'}: at most × ${FLAT}), peak ${Math.max(...seen).toFixed(0)} MB`,
      );
      if (detections === 0) report('NOTHING was detected on');
      if (!isFlat || detections === 0) process.exitCode = 1;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {import('@playwright/test').Page} page @param {import('@playwright/test').Browser} browser @param {string} file */
async function soak(page, browser, file) {
  /** Megabytes, every second in which a video ran. @type {number[]} */
  const seen = [];
  let opened = 0;
  let detections = 0;
  let dropped = 0;
  const status = page.getByTestId('live-status');
  const until = performance.now() + MINUTES * 60_000;
  while (performance.now() < until) {
    await openVideo(page, file);
    opened++;
    while (performance.now() < until && (await status.getAttribute('data-state')) === 'running') {
      seen.push(pssMb(await renderers(browser)));
      await page.waitForTimeout(EVERY_MS);
    }
    const numbers = await liveNumbers(page);
    detections += numbers.detections ?? 0;
    dropped += numbers.dropped ?? 0;
    if (await page.getByTestId('live-stop').isVisible())
      await page.getByTestId('live-stop').click();
    if ((await status.getAttribute('data-state')) !== 'done')
      throw new Error(
        `The video ended badly: ${await page.getByTestId('live-error').textContent()}`,
      );
    await page.getByTestId('live-new').click();
  }
  return { seen, opened, detections, dropped };
}
