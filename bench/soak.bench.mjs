/**
 * The Live screen at real speed for a long time: the tab's memory must stay flat. Needs ffmpeg and
 * Linux. `BENCH_SOAK_MINUTES` (default 30; CI runs 3). The same video is opened again whenever it
 * ends, as a visitor would: opening and closing sources belongs to the soak.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withApp } from '../scripts/lib/app.mjs';
import { liveNumbers, makeStanding, setLive } from './lib/live.mjs';
import { pssMb, renderers } from './lib/memory.mjs';
import { median } from './lib/statistics.mjs';

const MINUTES = Number(process.env.BENCH_SOAK_MINUTES ?? 30);
const EVERY_MS = 1000;
/** The last fifth may hold this much more than the second one. */
const FLAT = 1.1;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  if (process.platform !== 'linux') return report('skipped: needs /proc, so Linux');
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  const file = join(folder, 'passing.webm');
  try {
    const form = { width: 1280, height: 720, framesPerSecond: 25 };
    await makeStanding(file, { ...form, seconds: 24, cars: 8 });
    await withApp(async ({ page, browser, address }) => {
      await page.goto(`${address}#/live`);
      await setLive(page, { pace: 'Real time' });
      const seen = [];
      let detections = 0;
      let dropped = 0;
      const until = performance.now() + MINUTES * 60_000;
      while (performance.now() < until) {
        await page.getByTestId('video-input').setInputFiles(file);
        const over = page.locator(
          '[data-testid=live-status]:is([data-state=done], [data-state=error])',
        );
        await page
          .locator('[data-testid=live-status][data-state=running]')
          .waitFor({ timeout: 60_000 });
        while (!(await over.isVisible()) && performance.now() < until) {
          seen.push(pssMb(await renderers(browser)));
          await page.waitForTimeout(EVERY_MS);
        }
        const numbers = await liveNumbers(page);
        detections += numbers.detections ?? 0;
        dropped += numbers.dropped ?? 0;
        if (await page.getByTestId('live-stop').isVisible())
          await page.getByTestId('live-stop').click();
        await page.getByTestId('live-new').click();
      }
      const fifth = Math.max(1, Math.floor(seen.length / 5));
      const early = median(seen.slice(fifth, 2 * fifth));
      const late = median(seen.slice(-fifth));
      report(
        `${MINUTES} minutes at real speed: ${detections} detections, ${dropped} frames dropped`,
      );
      report(
        `second fifth ${early.toFixed(0)} MB, last fifth ${late.toFixed(0)} MB: × ${(late / early).toFixed(2)} ` +
          `(${late <= FLAT * early ? 'flat' : 'NOT flat'}), peak ${Math.max(...seen).toFixed(0)} MB`,
      );
      if (late > FLAT * early) process.exitCode = 1;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
