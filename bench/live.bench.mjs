/**
 * The Live screen in real time, on two cores with wasm:
 * - a 720p video of a standing car: overlay and detector rates, the detector as a ratio of bare
 *   `session.run` looped in the same worker while the video plays and on the idle machine, long tasks
 *   beside an empty page's; once with reading settled, once with every crop read;
 * - the same standing car at 1080p and 4K, with reading settled;
 * - a 720p video of many cars: how soon each is read after its second frame.
 *
 * What it costs is told in seconds of processor time a minute of video, the browser's decoding included.
 *
 * Needs ffmpeg. `BENCH_LIVE_SECONDS` (8) sets the length of a measurement, `BENCH_LIVE_CARS` (20) the cars.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withApp } from '../scripts/lib/app.mjs';
import { cpuSeconds } from './lib/cpu.mjs';
import {
  bareRun,
  liveNumbers,
  makeCars,
  openVideo,
  rememberWorkers,
  setLive,
} from './lib/live.mjs';
import { emptyPageText, longTasksOf, longTaskText, watchLongTasks } from './lib/longTasks.mjs';

const SECONDS = Number(process.env.BENCH_LIVE_SECONDS ?? 8);
const CARS = Number(process.env.BENCH_LIVE_CARS ?? 20);
const FORM = { width: 1280, height: 720, framesPerSecond: 30 };
/** Sources as cameras and phones give them. */
const LARGER = [
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
];
const AIM = { overlay: 25, detector: 12, ofBare: 80, firstReadingMs: 500 };
/** A car is in view for so long, and so long there is none: longer than a lost track waits. */
const PASSING = { seconds: 1.6, gapSeconds: 1.4 };
/** Until the text of the standing car has settled, so that reading ends where it may. */
const SETTLE_MS = 6000;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  try {
    const standing = join(folder, 'standing.webm');
    await makeCars(standing, { ...FORM, seconds: 2 * SECONDS + 24, gapSeconds: 0.7 });
    for (const readAll of [false, true]) await rates(report, standing, readAll);
    for (const size of LARGER) {
      const video = join(folder, `${size.height}.webm`);
      await makeCars(video, { ...FORM, ...size, seconds: 2 * SECONDS + 24, gapSeconds: 0.7 });
      report(`${size.width} × ${size.height}:`);
      await rates(report, video, false);
    }
    const passing = join(folder, 'passing.webm');
    await makeCars(passing, { ...FORM, ...PASSING, cars: CARS });
    await firstReadings(report, passing);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {(line: string) => void} report @param {string} video @param {boolean} readAll */
function rates(report, video, readAll) {
  return withApp(async ({ page, browser, address }) => {
    await page.addInitScript(rememberWorkers);
    await page.goto(`${address}#/live`);
    await setLive(page, { size: '320', everyFrame: true, readAll, pace: 'Real time' });
    await openVideo(page, video);
    await page.waitForTimeout(SETTLE_MS);
    await watchLongTasks(page);
    const before = await liveNumbers(page);
    const from = performance.now();
    const cpuFrom = cpuSeconds();
    await page.waitForTimeout(SECONDS * 1000);
    const after = await liveNumbers(page);
    const spent = (performance.now() - from) / 1000;
    const cpu = (60 * (cpuSeconds() - cpuFrom)) / spent;
    const tasks = await longTasksOf(page);
    const rate = (/** @type {'frames' | 'detections' | 'readings' | 'dropped'} */ what) =>
      ((after[what] ?? 0) - (before[what] ?? 0)) / spent;
    const detector = rate('detections');
    const runs = Math.max(8, Math.ceil(detector * 4));
    const playing = 1000 / (await page.evaluate(bareRun, { inputSize: 320, runs }));
    await page.getByTestId('live-pause').click();
    await page.waitForTimeout(1000); // the last frames leave the worker
    const idle = 1000 / (await page.evaluate(bareRun, { inputSize: 320, runs }));
    await page.close();
    const of = (/** @type {number} */ bare) => `${((100 * detector) / bare).toFixed(0)} %`;
    report(
      `reading ${readAll ? 'every crop' : 'settled'}: ${rate('readings').toFixed(1)} readings a second`,
    );
    report(
      `  overlay ${rate('frames').toFixed(1)} a second (aim: ${AIM.overlay}), ` +
        `detector ${detector.toFixed(1)} a second at 320 × 192 on every frame (aim: ${AIM.detector}), ` +
        `${rate('dropped').toFixed(1)} frames a second dropped`,
    );
    report(
      `  bare session.run in the same worker: ${playing.toFixed(1)} a second while the video plays, ` +
        `the detector has ${of(playing)} of it${readAll ? '' : ` (aim: ${AIM.ofBare} %)`}; ` +
        `${idle.toFixed(1)} with the video stopped, ${of(idle)} of it`,
    );
    report(`  ${cpu.toFixed(0)} seconds of processor time a minute of video`);
    report(`  ${spent.toFixed(0)} s: ${longTaskText(tasks, spent)}`);
    report(`  empty page, as long, all cores busy: ${await emptyPageText(browser, spent)}`);
  });
}

/** @param {(line: string) => void} report @param {string} video */
function firstReadings(report, video) {
  return withApp(async ({ page, address }) => {
    await page.goto(`${address}#/live`);
    await setLive(page, { pace: 'Real time' });
    await openVideo(page, video);
    await page
      .locator('[data-testid=live-status][data-state=done]')
      .waitFor({ timeout: 60_000 + 4000 * CARS });
    const { firstReadings: count, firstReadingP95: p95 } = await liveNumbers(page);
    report(
      `first reading of ${count} of ${CARS} passing cars: 95 % within ${p95} ms of their second frame ` +
        `(aim: ${AIM.firstReadingMs})`,
    );
  });
}
