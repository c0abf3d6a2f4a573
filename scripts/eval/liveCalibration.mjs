/**
 * Fits how sure Live's votes may call themselves to what came true on made videos.
 *
 *   node scripts/eval/liveCalibration.mjs --results FILE [--results FILE …]
 *
 *   --results FILE   what `scripts/eval/live.mjs` wrote, of one run (its `--json`)
 *
 * Prints the weights (`VOTE_WEIGHTS` in `src/core/live/voteCalibration.ts`) under which the outcomes are
 * likeliest, and the confidence of the app as it was, of these weights, and of weights that were fitted
 * to the other four fifths of the vehicles: mean, expected calibration error (ten bins), log-loss.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { ROOT } from '../lib/paths.mjs';

const { values } = parseArgs({ options: { results: { type: 'string', multiple: true } } });
if (!values.results) {
  console.error('Usage: node scripts/eval/liveCalibration.mjs --results FILE [--results FILE …]');
  process.exit(2);
}
/** @type {import('./liveScore.mjs').ScoredVideo[]} */
const videos = values.results.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')));
const outcomes = videos
  .flatMap(({ shots }) => shots)
  .filter(({ voted }) => voted !== '')
  .map((shot) => ({ ...shot, isRight: shot.voted === shot.truth }));
const load = async (/** @type {string} */ file) =>
  (await runnerImport(join(ROOT, 'src/core', file))).module;
const { fitPlateConfidence, plateConfidence } =
  /** @type {typeof import('../../src/core/live/voteCalibration.ts')} */ (
    await load('live/voteCalibration.ts')
  );
const { calibrationError, equalWidthBins } =
  /** @type {typeof import('../../src/core/quality/calibration.ts')} */ (
    await load('quality/calibration.ts')
  );

const FOLDS = 5;
const mean = (/** @type {readonly number[]} */ of) => of.reduce((a, b) => a + b, 0) / of.length;

/** @param {string} name @param {readonly number[]} confidences of `outcomes`, in their order */
function print(name, confidences) {
  const all = outcomes.map(({ isRight }, i) => ({
    confidence: confidences[i] ?? 0,
    right: isRight,
  }));
  const error = calibrationError(equalWidthBins(all)) ?? 0;
  const loss = mean(
    all.map(({ confidence: p, right }) => -Math.log(Math.max(1e-3, right ? p : 1 - p))),
  );
  console.log(
    `${name}: mean ${(100 * mean(confidences)).toFixed(1)} %, calibration error ${error.toFixed(3)}, log-loss ${loss.toFixed(3)}`,
  );
}

const weights = fitPlateConfidence(outcomes);
const folds = Array.from({ length: FOLDS }, (_, fold) =>
  fitPlateConfidence(outcomes.filter((__, i) => i % FOLDS !== fold)),
);
const right = mean(outcomes.map(({ isRight }) => Number(isRight)));
console.log(`${outcomes.length} texts, right ${(100 * right).toFixed(1)} %`);
console.log(`weights ${weights.map((w) => w.toFixed(2)).join(', ')}`);
print(
  'as it was',
  outcomes.map(({ confidence }) => confidence),
);
print(
  'by these weights',
  outcomes.map((one) => plateConfidence(one, weights)),
);
print(
  'by weights of the other folds',
  outcomes.map((one, i) => plateConfidence(one, folds[i % FOLDS])),
);
const sure = outcomes.filter(({ status }) => status === 'ok');
console.log(`called sure: ${sure.length}, right ${sure.filter(({ isRight }) => isRight).length}`);
