/**
 * `npm test`: installs what is missing, then lint, types, unit tests, build, end-to-end tests.
 * Stops at the first stage that fails; the last line counts the tests.
 *
 *   node scripts/test.mjs [--stages lint,types,unit,build,e2e]
 *
 * `E2E_SERVER=nginx` runs the end-to-end tests against real nginx with the project's nginx.conf.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './lib/paths.mjs';
import { setupOrExit } from './setup.mjs';

const UNIT_REPORT = join(ROOT, '.cache/test/unit.json');
const E2E_REPORT = join(ROOT, '.cache/test/e2e.json');

/** Each stage: programs of `node_modules/.bin` or scripts of ours, in order. */
const STAGES = /** @type {Record<string, string[][]>} */ ({
  lint: [
    ['biome', 'check', '--error-on-warnings', '.'],
    ['node', 'scripts/check-layers.mjs'],
  ],
  types: [['tsc', '-b']],
  unit: [
    ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`],
  ],
  build: [
    ['node', 'scripts/build.mjs'],
    ['node', 'scripts/eval/build.mjs'], // tests of the engine use its page
  ],
  e2e: [['playwright', 'test', '--reporter=list,json']],
});

const { values } = parseArgs({
  options: { stages: { type: 'string', default: Object.keys(STAGES).join(',') } },
});
const stages = values.stages.split(',');
const began = Date.now();

setupOrExit();
mkdirSync(join(ROOT, '.cache/test'), { recursive: true });
for (const report of [UNIT_REPORT, E2E_REPORT]) rmSync(report, { force: true });
if (stages.includes('e2e')) {
  const { ensureChromium } = await import('./lib/chromium.mjs'); // setup may just have installed it
  console.log(`Chromium: ${ensureChromium()}`);
  process.env.E2E_PORT ??= await freePort();
}

const failed = stages.find((stage) => !runStage(stage));
const { passed, failures, flaky } = count();
const minutes = ((Date.now() - began) / 60_000).toFixed(1);
if (failed) console.log(`\nStopped: ${failed} failed (${minutes} min).`);
else console.log(`\nAll stages passed: ${stages.join(', ')} (${minutes} min).`);
if (flaky)
  console.log(`Of the end-to-end tests, ${flaky} passed on the second try only: see above.`);
console.log(`${passed} passed, ${failures || (failed ? 1 : 0)} failed`);
process.exitCode = failed ? 1 : 0;

/** @returns {Promise<string>} a port that nobody listens on now: `npm start` may be running */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, 'localhost', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(String(port)));
    });
  });
}

/** @param {string} stage @returns {boolean} whether it passed */
function runStage(stage) {
  const commands = STAGES[stage];
  if (!commands) throw new Error(`No stage ${stage}; there are ${Object.keys(STAGES).join(', ')}.`);
  console.log(`\n── ${stage} ──`);
  return commands.every(([program = '', ...args]) => {
    const command =
      program === 'node' ? process.execPath : join(ROOT, 'node_modules/.bin', program);
    const { status } = spawnSync(command, args, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: E2E_REPORT },
      shell: process.platform === 'win32',
    });
    return status === 0;
  });
}

/** @returns {{ passed: number, failures: number, flaky: number }} tests of the reports written by this run */
function count() {
  const unit = reportOf(UNIT_REPORT);
  const e2e = reportOf(E2E_REPORT)?.stats;
  return {
    passed: (unit?.numPassedTests ?? 0) + (e2e?.expected ?? 0) + (e2e?.flaky ?? 0),
    failures: (unit?.numFailedTests ?? 0) + (e2e?.unexpected ?? 0),
    flaky: e2e?.flaky ?? 0,
  };
}

/** @param {string} path */
function reportOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null; // its stage did not run, or broke before its report
  }
}
