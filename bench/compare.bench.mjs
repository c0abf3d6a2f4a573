/**
 * What comparing two readers over a thousand stored plates costs beyond the runs of both models, on the
 * Models screen of the built app. Takes some minutes and prints how far it is; `BENCH_PLATES` sets another
 * number (a few hundred tell the same).
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { withApp } from '../scripts/lib/app.mjs';
import { ROOT } from '../scripts/lib/paths.mjs';
import { seeded } from '../scripts/video/simulate.mjs';
import { verdictOf } from './lib/comparing.mjs';
import { importZip } from './lib/importing.mjs';

const PLATES = Number(process.env.BENCH_PLATES ?? 1000);
const PATIENCE_MS = 30 * 60_000;
const PROGRESS_MS = 20_000;
/** Plates of sample photos (`tests/fixtures/samples-truth.csv`). */
const SAMPLES = /** @type {const} */ ([
  ['united-kingdom.jpg', [178, 147, 230, 74], 'LG12FXB'],
  ['germany.jpg', [121, 214, 230, 96], 'DDKY612'],
  ['california.jpg', [195, 149, 79, 60], '6PIV728'],
  ['vietnam-motorcycle.jpg', [233, 165, 102, 91], '51R32161'],
]);

/** @typedef {import('@playwright/test').Page} Page */

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  try {
    await withApp(async ({ page, address }) => {
      page.setDefaultTimeout(PATIENCE_MS);
      await page.goto(`${address}#/dataset`);
      const zip = join(folder, 'crops.zip');
      writeFileSync(zip, await cropsZip(page));
      await importZip(page, zip);
      await page.goto(`${address}#/models`);
      await page.getByTestId('model-import').setInputFiles(secondReader(folder));
      await page.locator('[data-model=reader-twin]').waitFor();
      await page.getByLabel('New').selectOption({ label: 'reader-twin' });
      await page.getByTestId('compare-run').click();
      await verdictOf(page, PROGRESS_MS, console.log);
      const { photos, ms, runMs } = await lastComparison(page);
      report(
        `${photos} plates: × ${(ms / runMs).toFixed(3)} of the runs of both readers (aim: at most 1.15), ${(runMs / photos).toFixed(1)} ms of runs a plate`,
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Crops of sample plates, each cut and lit a little differently. @param {Page} page */
async function cropsZip(page) {
  const random = seeded(3);
  const wanted = Array.from({ length: PLATES }, (_, n) => {
    const [file, [x, y, width, height]] = SAMPLES[n % SAMPLES.length] ?? SAMPLES[0];
    const off = () => (random() - 0.5) * 0.06;
    const cut = [x + off() * width, y + off() * height, width, height];
    return { file, cut, light: 0.7 + 0.6 * random() };
  });
  const crops = await page.evaluate(drawCrops, wanted);
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  const lines = ['image_path,plate_text'];
  crops.forEach((base64, n) => {
    files[`images/${n}.jpg`] = Buffer.from(base64, 'base64');
    lines.push(`images/${n}.jpg,${SAMPLES[n % SAMPLES.length]?.[2]}`);
  });
  files['annotations.csv'] = new TextEncoder().encode(`${lines.join('\n')}\n`);
  return zipSync(files, { level: 0 });
}

/**
 * In the page: JPEGs of plates with the margin that crops have.
 * @param {{ file: string, cut: number[], light: number }[]} wanted
 */
async function drawCrops(wanted) {
  /** @type {Map<string, ImageBitmap>} */
  const photos = new Map();
  const crops = [];
  for (const { file, cut, light } of wanted) {
    const photo =
      photos.get(file) ?? (await createImageBitmap(await (await fetch(`samples/${file}`)).blob()));
    photos.set(file, photo);
    const [x, y, width, height] = /** @type {[number, number, number, number]} */ (cut);
    const [w, h] = [1.12 * width, 1.12 * height];
    const canvas = new OffscreenCanvas(w, h);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.filter = `brightness(${light})`;
    context.drawImage(photo, x - 0.06 * width, y - 0.06 * height, w, h, 0, 0, w, h);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    crops.push(btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer()))));
  }
  return crops;
}

/** The shipped reader under another hash: one more entry of metadata. @param {string} folder */
function secondReader(folder) {
  const index = JSON.parse(readFileSync(join(ROOT, 'models/index.json'), 'utf8'));
  const card = JSON.parse(readFileSync(join(ROOT, `models/${index.reader}.json`), 'utf8'));
  // ModelProto field 14 (metadata_props): key "twin", value "1".
  const entry = Buffer.from([0x72, 9, 0x0a, 4, ...Buffer.from('twin'), 0x12, 1, 0x31]);
  const onnx = Buffer.concat([readFileSync(join(ROOT, `models/${index.reader}.onnx`)), entry]);
  const sha256 = createHash('sha256').update(onnx).digest('hex');
  const files = [join(folder, 'reader-twin.onnx'), join(folder, 'reader-twin.json')];
  writeFileSync(files[0] ?? '', onnx);
  const twin = { ...card, id: 'reader-twin', sha256, bytes: onnx.length };
  writeFileSync(files[1] ?? '', JSON.stringify(twin));
  return files;
}

/** What the newest comparison recorded. @param {Page} page */
function lastComparison(page) {
  return page.evaluate(async () => {
    const wait = (/** @type {IDBRequest<any>} */ request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = /** @type {IDBDatabase} */ (await wait(indexedDB.open('platewheel')));
    const [{ result }] = await wait(
      db.transaction('comparisons').objectStore('comparisons').getAll(),
    );
    db.close();
    return { photos: result.comparison.photos, ...result.took };
  });
}
