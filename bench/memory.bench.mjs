/**
 * The tab's memory over 300 photos of 12 megapixels: the renderer's proportional set size, since
 * heap counters miss bitmaps and wasm. Linux only. Aim: under 700 MB, and flat.
 * `BENCH_PHOTOS` sets another number; `BENCH_BEFORE`, an earlier commit's `dist/`, the build to compare with.
 */
import { engineReady, enlarged, untilDone, withApp, withCopies } from '../scripts/lib/app.mjs';
import { pssMb, renderers, watchMemory } from './lib/memory.mjs';
import { median } from './lib/statistics.mjs';

const PHOTOS = Number(process.env.BENCH_PHOTOS ?? 300);
const PATIENCE_MS = 30 * 60_000;
const AIM_MB = 700;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  if (process.platform !== 'linux') return report('skipped: needs /proc, so Linux');
  const { BENCH_BEFORE: earlier } = process.env;
  const was = earlier ? await peakOf(report, earlier) : null;
  if (was !== null) report('and this build:');
  const now = await peakOf(report);
  if (was !== null) report(`peak: ${(now / was).toFixed(2)} × that of before (aim: 0.7)`);
}

/**
 * @param {(line: string) => void} report @param {string} [build] a `dist/`; without it this build
 * @returns {Promise<number>} MB
 */
function peakOf(report, build) {
  return withApp(async ({ page, browser, address }) => {
    await page.goto(address);
    await engineReady(page);
    const photo = await enlarged(page, 'germany.jpg', 12);
    await page.goto('about:blank'); // what the enlarging left behind is not the app's
    await page.goto(address);
    await engineReady(page);
    const before = pssMb(await renderers(browser));

    const { seen, seconds } = await withCopies(photo, PHOTOS, async (files) => {
      const started = performance.now();
      await page.getByTestId('photo-input').setInputFiles(files);
      const seen = await watchMemory(browser, () => untilDone(page, PATIENCE_MS));
      return { seen, seconds: (performance.now() - started) / 1000 };
    });
    const fifth = Math.max(1, Math.floor(seen.length / 5));
    const early = median(seen.slice(fifth, 2 * fifth));
    const late = median(seen.slice(-fifth));
    const mb = (/** @type {number} */ value) => `${value.toFixed(0)} MB`;
    report(`${PHOTOS} photos of 12 megapixels in ${seconds.toFixed(0)} s`);
    report(`before ${mb(before)}, peak ${mb(Math.max(...seen))} (aim: ${AIM_MB} MB)`);
    report(
      `second fifth ${mb(early)}, last fifth ${mb(late)}: × ${(late / early).toFixed(2)} (aim: flat)`,
    );
    return Math.max(...seen);
  }, build);
}
