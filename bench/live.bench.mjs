/**
 * The Live screen on a 720p video in real time: overlay and detector rates, the detector as a
 * ratio of bare `session.run` looped in the same worker while the video plays, long tasks.
 * Needs ffmpeg, or a 720p video of a standing car in `BENCH_LIVE_VIDEO`. Aims on 2 cores: overlay 25 a second, detector 12 a second at 320, ratio 80 %.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withApp } from '../scripts/lib/app.mjs';
import { bareRun, liveNumbers, makeStanding, rememberWorkers, setLive } from './lib/live.mjs';

const SECONDS = Number(process.env.BENCH_LIVE_SECONDS ?? 8);

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  const given = process.env.BENCH_LIVE_VIDEO;
  const file = given ?? join(folder, 'standing.webm');
  try {
    const seconds = 2 * SECONDS + 24;
    if (!given)
      await makeStanding(file, { width: 1280, height: 720, framesPerSecond: 30, seconds });
    for (const readAll of [false, true]) {
      await withApp(async ({ page, address }) => {
        await page.addInitScript(rememberWorkers);
        await page.goto(`${address}#/live`);
        await setLive(page, { size: '320', everyFrame: true, readAll, pace: 'Real time' });
        await page.getByTestId('video-input').setInputFiles(file);
        await page
          .locator('[data-testid=live-status][data-state=running]')
          .waitFor({ timeout: 60_000 });
        await page.waitForTimeout(6000); // the text settles, so that without --readAll reading ends
        await page.evaluate(watchLongTasks);
        const before = await liveNumbers(page);
        const from = performance.now();
        await page.waitForTimeout(SECONDS * 1000);
        const after = await liveNumbers(page);
        const spent = (performance.now() - from) / 1000;
        const tasks = await page.evaluate(() => /** @type {any} */ (globalThis).longTasks);
        const rate = ((after.detections ?? 0) - (before.detections ?? 0)) / spent;
        const frames = ((after.frames ?? 0) - (before.frames ?? 0)) / spent;
        const bareMs = await page.evaluate(bareRun, { inputSize: 320, runs: Math.ceil(rate * 4) });
        const readings = ((after.readings ?? 0) - (before.readings ?? 0)) / spent;
        report(
          `reading ${readAll ? 'on' : 'settled'} (${readings.toFixed(1)} a second): overlay ${frames.toFixed(1)} a second, ` +
            `detector ${rate.toFixed(1)} a second at 320 × 192, bare session.run ${(1000 / bareMs).toFixed(1)}: ` +
            `${((100 * rate * bareMs) / 1000).toFixed(0)} % of it`,
        );
        const worst = Math.round(Math.max(0, ...tasks));
        report(`${tasks.length} long tasks in ${spent.toFixed(0)} s, worst ${worst} ms`);
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In the page. */
function watchLongTasks() {
  const page = /** @type {any} */ (globalThis);
  page.longTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) page.longTasks.push(entry.duration);
  }).observe({ type: 'longtask' });
}
