/**
 * Fits the temperature of Live's votes to what came true on made videos.
 *
 *   node scripts/eval/liveCalibration.mjs [--results FILE]
 *
 *   --results FILE   what `scripts/eval/live.mjs` wrote, of one run (its `--json`)
 *
 * Prints the temperature under which the outcomes are likeliest, measured on top of the one that the
 * app had in that run (`VOTE_TEMPERATURE` in `src/core/live/voteCalibration.ts`: multiply), the mean
 * confidence and the share of right texts before and after, and how many of the texts that are called
 * sure were right.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { ROOT } from '../lib/paths.mjs';

const { values } = parseArgs({ options: { results: { type: 'string' } } });
if (!values.results) {
  console.error('Usage: node scripts/eval/liveCalibration.mjs --results FILE');
  process.exit(2);
}
/** @typedef {{ confidence: number, isRight: boolean, status: string }} Outcome */
/** @type {import('./liveScore.mjs').ScoredVideo[]} */
const videos = JSON.parse(readFileSync(values.results, 'utf8'));
/** @type {Outcome[]} */
const outcomes = videos
  .flatMap(({ shots }) => shots)
  .filter(({ voted }) => voted !== '')
  .map(({ confidence, voted, truth, status }) => ({
    confidence,
    isRight: voted === truth,
    status,
  }));
const { module } = await runnerImport(join(ROOT, 'src/core/live/voteCalibration.ts'));
const { fitTemperature, tempered } =
  /** @type {typeof import('../../src/core/live/voteCalibration.ts')} */ (module);

const share = (/** @type {number} */ part) => `${(100 * part).toFixed(1)} %`;
const mean = (/** @type {readonly number[]} */ of) => of.reduce((a, b) => a + b, 0) / of.length;
const temperature = fitTemperature(outcomes);
const right = mean(outcomes.map(({ isRight }) => Number(isRight)));
const said = (/** @type {number} */ t) =>
  share(mean(outcomes.map(({ confidence }) => (t === 1 ? confidence : tempered(confidence, t)))));
console.log(`${outcomes.length} texts, right ${share(right)}`);
console.log(
  `temperature ${temperature.toFixed(2)}: mean confidence ${said(1)} → ${said(temperature)}`,
);
const sure = outcomes.filter(({ status }) => status === 'ok');
console.log(`called sure: ${sure.length}, right ${sure.filter(({ isRight }) => isRight).length}`);
