/**
 * Import, backup and dataset export of this build against earlier ones, in turns, each run in a new
 * profile on disk: MB/s, and the ratio of the times with its interval; the same of the processor's time
 * (`… cpu`), which what else runs on the machine changes less.
 *
 *   BENCH_BEFORE=DIR[,DIR] npm run bench -- transfer
 *
 * `BENCH_BEFORE` are `dist/` folders of earlier commits; `BENCH_COUNT` (300) the photos,
 * `BENCH_ROUNDS` (5) how often; `BENCH_ONLY=import` leaves the exports out.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST } from '../scripts/lib/paths.mjs';
import { cpuSeconds } from './lib/cpu.mjs';
import { ratioInterval } from './lib/paired.mjs';
import { writePhotoSet } from './lib/photoSet.mjs';
import { withProfile } from './lib/profile.mjs';

/** Ten thousand photos take minutes; this only ends what hangs. */
const PATIENCE_MS = 3600_000;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const { BENCH_BEFORE, BENCH_COUNT = '300', BENCH_ROUNDS = '5', BENCH_ONLY } = process.env;
  const earlier = BENCH_BEFORE?.split(',') ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  try {
    const zip = join(folder, 'set.zip');
    await writePhotoSet(zip, Number(BENCH_COUNT));
    const megabytes = statSync(zip).size / 1e6;
    const builds = [...earlier, DIST].map((dist) => ({
      dist,
      seconds: /** @type {Record<string, number[]>} */ ({}),
    }));
    for (let round = 0; round < Number(BENCH_ROUNDS); round++) {
      // The other way round each time: what drifts with time falls on all of them.
      for (const { dist, seconds } of round % 2 ? [...builds].reverse() : builds) {
        const took = await withProfile(dist, (app) => transfer(app, zip, BENCH_ONLY === 'import'));
        for (const [what, value] of Object.entries(took)) {
          seconds[what] = [...(seconds[what] ?? []), value];
        }
      }
    }
    const now = builds.at(-1)?.seconds ?? {};
    for (const { dist, seconds } of builds) {
      for (const [what, values] of Object.entries(seconds)) {
        const speeds = values.map((s) => (megabytes / s).toFixed(2)).join(' ');
        const ratio = dist === DIST ? '' : `; now takes ${ratioInterval(values, now[what] ?? [])}`;
        report(`${dist} ${what}: MB/s ${speeds}${ratio}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Seconds of each.
 * @param {{ page: import('@playwright/test').Page, address: string }} app
 * @param {string} zip @param {boolean} onlyImport
 * @returns {Promise<Record<string, number>>}
 */
async function transfer({ page, address }, zip, onlyImport) {
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${address}#/dataset`);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  /** @type {Record<string, number>} */
  const took = {};
  const timed = async (/** @type {string} */ what, /** @type {() => Promise<void>} */ work) => {
    const [began, cpu] = [performance.now(), cpuSeconds()];
    await work();
    took[what] = (performance.now() - began) / 1000;
    took[`${what} cpu`] = cpuSeconds() - cpu;
  };
  await timed('check', async () => {
    await page.getByTestId('import-files').setInputFiles(zip);
    await page.getByTestId('import-preview').waitFor();
  });
  await timed('take', async () => {
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await page
      .getByText(/photos? imported/)
      .first()
      .waitFor();
  });
  if (onlyImport) return took;
  await timed('backup', async () => {
    await page.getByRole('button', { name: 'Back up everything' }).click();
    await page
      .getByText(/^Backup written/)
      .first()
      .waitFor();
  });
  await page.getByRole('button', { name: 'Export dataset' }).click();
  await timed('dataset', async () => {
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByTestId('export-result').waitFor();
  });
  return took;
}
