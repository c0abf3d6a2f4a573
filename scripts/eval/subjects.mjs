/** Runs photos or crops through the page and has them scored there. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** @typedef {import('./openPage.mjs').EvalPage} EvalPage */

/**
 * @param {EvalPage} page
 * @param {string} folder
 * @param {string} truthPath a CSV, or a folder of YOLO labels
 * @param {{ inputSize: number, threshold: number, limit: number }} options
 */
export async function evaluatePhotos(page, folder, truthPath, { limit, ...options }) {
  const truth = statSync(truthPath).isDirectory()
    ? await yoloTruth(page, folder, truthPath)
    : await page.call('truthFromCsv', readFileSync(truthPath, 'utf8'));
  const files = Object.keys(truth).slice(0, limit);
  const missing = files.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) {
    throw new Error(
      `${missing.length} of ${files.length} photos named by the truth are not in ${folder}, such as ${missing[0]}.`,
    );
  }
  const photos = [];
  const failed = [];
  const tell = progress(files.length);
  for (const [i, file] of files.entries()) {
    const { photo, failure } = await page.withFile(join(folder, file), 'readPhoto', options);
    if (photo) photos.push({ ...photo, file, truth: truth[file] });
    else {
      failed.push({ file, ...failure });
      // A photo that cannot be read loses its plates; leaving it out would flatter the score.
      const size = { width: 1, height: 1 };
      photos.push({ file, size, plates: [], milliseconds: 0, truth: truth[file] });
    }
    tell(i + 1);
  }
  return {
    failed,
    ...(await page.call('reportPhotos', photos, options.threshold)),
    results: photos,
  };
}

/**
 * @param {EvalPage} page
 * @param {string} labels
 * @param {number} limit
 */
export async function evaluateCrops(page, labels, limit) {
  const all = await page.call('cropLabels', readFileSync(labels, 'utf8'));
  const wanted = all.slice(0, limit);
  const crops = [];
  const failed = [];
  const tell = progress(wanted.length);
  for (const [i, crop] of wanted.entries()) {
    const answer = await page.withFile(join(dirname(labels), crop.file), 'readPlate');
    if (answer.failure) {
      failed.push({ file: crop.file, ...answer.failure });
      crops.push({ ...crop, read: '', confidence: 0, milliseconds: 0 });
    } else crops.push({ ...crop, ...answer });
    tell(i + 1);
  }
  return { failed, ...(await page.call('reportCrops', crops)), results: crops };
}

/**
 * Labels are found by the photo's name; a photo without a label file is left out, since nobody
 * says what is on it.
 * @param {EvalPage} page
 * @param {string} folder
 * @param {string} labels
 */
async function yoloTruth(page, folder, labels) {
  /** @type {Record<string, unknown>} */
  const truth = {};
  for (const file of readdirSync(folder).sort()) {
    const label = join(labels, `${basename(file, extname(file))}.txt`);
    if (existsSync(label)) {
      truth[file] = await page.call('truthFromYolo', readFileSync(label, 'utf8'));
    }
  }
  if (Object.keys(truth).length === 0) {
    throw new Error(`No photo of ${folder} has a label file in ${labels}.`);
  }
  return truth;
}

/** A line that rewrites itself on a terminal, one line per tenth elsewhere. @param {number} total */
function progress(total) {
  const started = Date.now();
  let tenth = 0;
  return (/** @type {number} */ done) => {
    const seconds = (Date.now() - started) / 1000;
    const line = `${done} of ${total}, ${(done / seconds).toFixed(1)} a second`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line}${done === total ? '\n' : ''}`);
    else if (Math.floor((10 * done) / total) > tenth) {
      tenth = Math.floor((10 * done) / total);
      console.error(line);
    }
  };
}
