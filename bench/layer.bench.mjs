/**
 * A personal last layer in the page: how long it takes to learn it anew after ten answers more, and what
 * reading costs with one on, photo by photo in turns.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildEval } from '../scripts/eval/build.mjs';
import { openEvalPage } from '../scripts/eval/openPage.mjs';
import { ROOT } from '../scripts/lib/paths.mjs';
import { ratioInterval } from './lib/paired.mjs';
import { median } from './lib/statistics.mjs';

const ROUNDS = 12;
const SETTINGS = { reader: 'own', backend: 'wasm' };
const SAMPLES = join(ROOT, 'public/samples');

/** @param {(line: string) => void} report */
export default async function measure(report) {
  await buildEval();
  const page = await openEvalPage(SETTINGS);
  try {
    for (const [plates, aim] of [
      [300, 2],
      [2000, 12],
    ]) {
      const { first, next, learnt } = await page.call('refitSeconds', plates);
      report(
        `${learnt} plates of 8 views: ${next.toFixed(2)} s begun at the fit before (aim: at most ${aim}), ${first.toFixed(2)} s from the shipped layer`,
      );
    }
    report(await reading(page));
  } finally {
    await page.close();
  }
}

/** @param {import('../scripts/eval/openPage.mjs').EvalPage} page */
async function reading(page) {
  const files = readdirSync(SAMPLES).filter((file) => file.endsWith('.jpg'));
  /** @type {Record<'off' | 'on', number[][]>} by photo */
  const times = { off: files.map(() => []), on: files.map(() => []) };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const which of round % 2
      ? /** @type {const} */ (['off', 'on'])
      : /** @type {const} */ (['on', 'off'])) {
      await page.call('takeLayer', SETTINGS, which === 'on');
      for (const [i, file] of files.entries()) {
        const run = await page.withFile(join(SAMPLES, file), 'readPhoto', page.defaults);
        if (run.failure) throw new Error(`${file}: ${run.failure.message}`);
        const { detectMs, readMs } = run.times;
        if (round > 0) times[which][i]?.push(detectMs + readMs); // the first one warms caches
      }
    }
  }
  const [off, on] = [times.off.map(median), times.on.map(median)];
  return `detecting and reading ${files.length} sample photos with a layer on: ${ratioInterval(off, on)} × as long as without (aim: at most 1.02)`;
}
