/**
 * Scores the app's own modules, built, on files: detection, reading and time, through the code that ships.
 *
 *   npm run eval -- --photos DIR --truth FILE|DIR [--size N] [--threshold T]
 *   npm run eval -- --crops labels.csv
 *
 *   --photos DIR     photos to read; --truth says what is on them: a CSV
 *                    `file,x,y,width,height,text[,rows]` with files relative to DIR (a row with
 *                    only a file: no plate there), or a folder of YOLO labels
 *   --crops FILE     a CSV `file,text[,rows]` of plate crops, files relative to the CSV
 *   --size N         long side of the detector's input (default: the app's)
 *   --threshold T    detections the app would show (default: the app's)
 *   --reader own|tesseract    --backend auto|wasm|webgpu
 *   --limit N        only the first N files
 *   --no-build       take .cache/eval as it is
 *   --json FILE      where the full report goes (default .cache/eval.json)
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildEval } from './build.mjs';
import { openEvalPage } from './openPage.mjs';
import { printReport } from './print.mjs';
import { evaluateCrops, evaluatePhotos } from './subjects.mjs';

const { values: options } = parseArgs({
  options: {
    photos: { type: 'string' },
    truth: { type: 'string' },
    crops: { type: 'string' },
    size: { type: 'string' },
    threshold: { type: 'string' },
    reader: { type: 'string', default: 'own' },
    backend: { type: 'string', default: 'auto' },
    limit: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
    json: { type: 'string', default: '.cache/eval.json' },
  },
});

/** @param {string} message @returns {never} */
function usage(message) {
  console.error(
    `${message}\nUsage: npm run eval -- --photos DIR --truth FILE|DIR [--size N]\n       npm run eval -- --crops labels.csv`,
  );
  process.exit(2);
}

const size = options.size === undefined ? null : Number(options.size);
if (size !== null && (!Number.isInteger(size) || size < 32 || size > 4096)) {
  usage('--size must be a whole number of pixels from 32 to 4096.');
}
const threshold = options.threshold === undefined ? null : Number(options.threshold);
if (threshold !== null && !(threshold >= 0.001 && threshold <= 1)) {
  usage('--threshold must lie between 0.001 and 1.');
}
if (!options.crops && !(options.photos && options.truth)) {
  usage('Say what to evaluate: --photos with --truth, or --crops.');
}
const limit = options.limit === undefined ? Number.POSITIVE_INFINITY : Number(options.limit);

if (!options['no-build']) await buildEval();
const page = await openEvalPage({ reader: options.reader, backend: options.backend });
try {
  const settings = {
    inputSize: size ?? page.defaults.inputSize,
    threshold: threshold ?? page.defaults.threshold,
  };
  const result = options.crops
    ? await evaluateCrops(page, resolve(options.crops), limit)
    : await evaluatePhotos(
        page,
        resolve(/** @type {string} */ (options.photos)),
        resolve(/** @type {string} */ (options.truth)),
        { ...settings, limit },
      );
  const report = { ...page.engine, ...(options.crops ? {} : settings), ...result };
  printReport(report);
  mkdirSync(dirname(resolve(options.json)), { recursive: true });
  writeFileSync(options.json, `${JSON.stringify(report, null, 1)}\n`);
  console.log(`\nFull report: ${options.json}`);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await page.close();
}
