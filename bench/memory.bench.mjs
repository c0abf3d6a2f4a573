/**
 * The tab's memory over 300 photos of 12 megapixels: the renderer's proportional set size, since
 * heap counters miss bitmaps and wasm. Linux only. Aim: under 700 MB, and flat.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineReady, enlarged, withApp } from '../scripts/lib/app.mjs';
import { pssMb, renderers } from './lib/memory.mjs';
import { median } from './lib/statistics.mjs';

const PHOTOS = Number(process.env.BENCH_PHOTOS ?? 300);
const EVERY_MS = 500;
const AIM_MB = 700;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  if (process.platform !== 'linux') return report('skipped: needs /proc, so Linux');
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  try {
    await withApp(async ({ page, browser, address }) => {
      await page.goto(address);
      await engineReady(page);
      const photo = await enlarged(page, 'germany.jpg', 12);
      const files = Array.from({ length: PHOTOS }, (_, n) => join(folder, `photo-${n}.jpg`));
      for (const file of files) writeFileSync(file, photo);
      await page.goto('about:blank'); // what the enlarging left behind is not the app's
      await page.goto(address);
      await engineReady(page);

      const pids = await renderers(browser);
      const before = pssMb(pids);
      /** @type {number[]} */
      const seen = [];
      const started = performance.now();
      await page.getByTestId('photo-input').setInputFiles(files);
      const done = page.locator('[data-testid=batch-status][data-state=done]');
      while (!(await done.isVisible())) {
        seen.push(pssMb(await renderers(browser)));
        await page.waitForTimeout(EVERY_MS);
      }
      const seconds = (performance.now() - started) / 1000;
      const fifth = Math.max(1, Math.floor(seen.length / 5));
      const early = median(seen.slice(fifth, 2 * fifth));
      const late = median(seen.slice(-fifth));
      report(`${PHOTOS} photos of 12 megapixels in ${seconds.toFixed(0)} s`);
      report(
        `before ${before.toFixed(0)} MB, peak ${Math.max(...seen).toFixed(0)} MB (aim: ${AIM_MB})`,
      );
      report(
        `second fifth ${early.toFixed(0)} MB, last fifth ${late.toFixed(0)} MB: × ${(late / early).toFixed(2)}`,
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
