/** Crops of plates with their texts, as `ocr/{train,val}` of the training data holds them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';

/** @typedef {{ file: string, path: string, text: string }} Crop */

/**
 * In an order by hash, so that the first are a fair part of all.
 * @param {string} data @param {readonly string[]} splits @param {string} [source] all of them when empty
 * @returns {Crop[]}
 */
export function ocrCrops(data, splits, source = '') {
  const crops = splits.flatMap((split) => {
    const folder = join(data, 'ocr', split);
    const [, ...lines] = readFileSync(join(folder, 'labels.csv'), 'utf8').trim().split(/\r?\n/);
    return lines.map((line) => {
      const [file = '', text = ''] = line.split(',');
      return { file: file.replace('images/', ''), path: join(folder, file), text };
    });
  });
  const own = crops.filter(({ file }) => file.startsWith(source && `${source}_`));
  const order = (/** @type {Crop} */ { file }) => createHash('sha256').update(file).digest('hex');
  return own.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** A zip that the Dataset screen imports. @param {readonly Crop[]} crops @returns {Uint8Array} */
export function cropsZip(crops) {
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  for (const { file, path } of crops) files[`images/${file}`] = readFileSync(path);
  const lines = crops.map(({ file, text }) => `images/${file},${text}`);
  const table = `${['image_path,plate_text', ...lines].join('\n')}\n`;
  return zipSync({ ...files, 'annotations.csv': Buffer.from(table) }, { level: 0 });
}
