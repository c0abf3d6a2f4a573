/**
 * The Live screen at real speed for a long time: the tab's memory must stay flat, and no frame may
 * end in an error; else the exit code is 1. Linux only.
 *
 * `BENCH_SOAK_MINUTES` (30; CI runs 3) sets how long. A video of 720p is made with ffmpeg and repeated
 * for the whole time, so that one session grows old: a leak inside it shows, and the worker is replaced
 * after its 20,000 detections. A video of one's own, `BENCH_SOAK_VIDEO`, is opened again whenever it
 * ends instead, as a visitor would: so a short one soaks opening and closing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withApp } from '../scripts/lib/app.mjs';
import { ffmpeg } from '../scripts/video/simulate.mjs';
import { liveNumbers, makeCars, openVideo, setLive } from './lib/live.mjs';
import { pssMb, renderers } from './lib/memory.mjs';
import { median } from './lib/statistics.mjs';

const MINUTES = Number(process.env.BENCH_SOAK_MINUTES ?? 30);
const GIVEN = process.env.BENCH_SOAK_VIDEO;
const EVERY_MS = 1000;
/** The made video, and how much longer than the soak it is repeated. */
const CARS = { seconds: 3, gapSeconds: 0.7, cars: 8 };
const SPARE_SECONDS = 30;
/** The last fifth may hold this many times what the second one held. */
const FLAT = 1.1;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  if (process.platform !== 'linux') return report('skipped: needs /proc, so Linux');
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  try {
    const file = GIVEN ? resolve(GIVEN) : await makeLong(folder);
    await withApp(async ({ page, browser, address }) => {
      await page.goto(`${address}#/live`);
      await setLive(page, { pace: 'Real time' });
      const { seen, sessions } = await soak(page, browser, file);
      const sum = (/** @type {'detections' | 'dropped' | 'restarts'} */ of) =>
        sessions.reduce((total, numbers) => total + (numbers[of] ?? 0), 0);
      const detections = sum('detections');
      const most = Math.max(...sessions.map((numbers) => numbers.detections ?? 0));
      const fifth = Math.max(1, Math.floor(seen.length / 5));
      const early = median(seen.slice(fifth, 2 * fifth));
      const late = median(seen.slice(-fifth));
      const isFlat = late <= FLAT * early;
      report(
        `${MINUTES} minutes at real speed: the video opened ${sessions.length} times, ` +
          `${detections} detections (${most} in the longest session), ${sum('dropped')} frames dropped, ` +
          `${sum('restarts')} worker restarts after crashes`,
      );
      report(
        `second fifth ${early.toFixed(0)} MB, last fifth ${late.toFixed(0)} MB: × ${(late / early).toFixed(2)} ` +
          `(${isFlat ? 'flat' : 'NOT flat'}: at most × ${FLAT}), peak ${Math.max(...seen).toFixed(0)} MB`,
      );
      if (detections === 0) report('NOTHING was detected on');
      if (!isFlat || detections === 0) process.exitCode = 1;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A video of passing cars that outlasts the soak. @param {string} folder */
async function makeLong(folder) {
  const once = join(folder, 'passing.webm');
  const long = join(folder, 'long.webm');
  await makeCars(once, { width: 1280, height: 720, framesPerSecond: 25, ...CARS });
  const onceSeconds = CARS.cars * (CARS.seconds + CARS.gapSeconds);
  const again = Math.ceil((MINUTES * 60 + SPARE_SECONDS) / onceSeconds) - 1;
  await ffmpeg(['-stream_loop', String(Math.max(0, again)), '-i', once, '-c', 'copy', long]);
  return long;
}

/** @param {import('@playwright/test').Page} page @param {import('@playwright/test').Browser} browser @param {string} file */
async function soak(page, browser, file) {
  /** Megabytes, every second in which a video ran. @type {number[]} */
  const seen = [];
  /** The last numbers of each. @type {Record<string, number>[]} */
  const sessions = [];
  const status = page.getByTestId('live-status');
  const until = performance.now() + MINUTES * 60_000;
  while (performance.now() < until) {
    await openVideo(page, file);
    while (performance.now() < until && (await status.getAttribute('data-state')) === 'running') {
      seen.push(pssMb(await renderers(browser)));
      await page.waitForTimeout(EVERY_MS);
    }
    sessions.push(await liveNumbers(page));
    if (await page.getByTestId('live-stop').isVisible())
      await page.getByTestId('live-stop').click();
    // The surest frames are read once more, in full, before it is done.
    await page
      .locator('[data-testid=live-status]:is([data-state=done], [data-state=error])')
      .waitFor();
    if ((await status.getAttribute('data-state')) !== 'done')
      throw new Error(
        `The video ended badly: ${await page.getByTestId('live-error').textContent()}`,
      );
    await page.getByTestId('live-new').click();
  }
  return { seen, sessions };
}
