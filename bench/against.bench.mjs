/**
 * This build against an earlier one, photo by photo in turns: accuracy of each, and the ratio of their times.
 *
 *   BENCH_BEFORE=DIR BENCH_PHOTOS=DIR BENCH_TRUTH=FILE npm run bench -- against
 *
 * `BENCH_BEFORE` is `.cache/eval` as `scripts/eval/build.mjs` builds it at an earlier commit (`dist/` where
 * that has an eval.html), `BENCH_NOW` another one instead of this tree's, `BENCH_TRUTH` as `npm run eval` takes it, `BENCH_LIMIT` the number of photos.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildEval, EVAL_DIST } from '../scripts/eval/build.mjs';
import { openEvalPage } from '../scripts/eval/openPage.mjs';
import { ratioInterval, signP } from './lib/paired.mjs';
import { quantile } from './lib/statistics.mjs';

const HELP =
  'set BENCH_BEFORE, BENCH_PHOTOS and BENCH_TRUTH; see the head of bench/against.bench.mjs';

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const { BENCH_BEFORE: dist, BENCH_PHOTOS: folder, BENCH_TRUTH: truthFile } = process.env;
  if (!dist || !folder || !truthFile) return report(HELP);
  const { BENCH_NOW: built = EVAL_DIST } = process.env;
  if (built === EVAL_DIST) await buildEval();
  const file = existsSync(join(dist, 'eval.html')) ? 'eval.html' : '';
  const settings = { reader: 'own', backend: 'wasm' };
  const before = await openEvalPage({ ...settings, dist, file });
  const now = await openEvalPage({ ...settings, dist: built });
  try {
    const truth = await now.call('truthFromCsv', readFileSync(truthFile, 'utf8'));
    const files = Object.keys(truth).slice(0, Number(process.env.BENCH_LIMIT ?? 1e9));
    const sides = [
      { name: 'before', page: before, photos: /** @type {any[]} */ ([]) },
      { name: 'now', page: now, photos: /** @type {any[]} */ ([]) },
    ];
    const { inputSize, threshold } = now.defaults;
    // The first one is read twice: engines are slow when they are new.
    for (const [n, photoFile] of [files[0] ?? '', ...files].entries()) {
      // Who goes first changes, so that a warm disk and a busy machine favour nobody.
      for (const { page, photos } of n % 2 === 0 ? sides : sides.toReversed()) {
        const { photo, failure } = await page.withFile(join(folder, photoFile), 'readPhoto', {
          inputSize,
          threshold,
        });
        if (failure) throw new Error(`${photoFile}: ${failure.message}`);
        if (n > 0) photos.push({ ...photo, file: photoFile, truth: truth[photoFile] });
      }
    }
    /** @type {Set<string>[]} */
    const missed = [];
    for (const { name, photos } of sides) {
      const scores = await now.call('reportPhotos', photos, threshold);
      report(`${name.padEnd(6)} ${summary(scores)}`);
      missed.push(new Set(scores.misses.map((/** @type {any} */ m) => `${m.file} ${m.truth}`)));
    }
    const [was = new Set(), is = new Set()] = missed;
    const [gained, lost] = [difference(was, is), difference(is, was)];
    report(
      `plates gained ${gained}, lost ${lost}: p = ${signP(gained, lost).toFixed(2)} (sign test)`,
    );
    const [old = [], own = []] = sides.map(({ photos }) => photos.map((p) => p.milliseconds));
    const at = (/** @type {number} */ share) =>
      (quantile(own, share) / quantile(old, share)).toFixed(2);
    report(
      `time over ${old.length} photos: ${ratioInterval(old, own)} of before; 95th percentile ${at(0.95)}`,
    );
  } finally {
    await before.close();
    await now.close();
  }
}

/** @param {any} scores a `PhotoReport` */
function summary({ detection, reading }) {
  const { map50, recall, precision } = detection;
  const exact = reading ? `exact ${reading.exact.hits} of ${reading.exact.n}, ` : '';
  return `${exact}mAP50 ${map50.toFixed(4)}, recall ${recall.toFixed(4)}, precision ${precision.toFixed(4)}`;
}

/** @param {ReadonlySet<string>} a @param {ReadonlySet<string>} b @returns {number} how many of `a` are not in `b` */
const difference = (a, b) => [...a].filter((one) => !b.has(one)).length;
