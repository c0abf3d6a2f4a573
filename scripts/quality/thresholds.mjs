/**
 * Whether the thresholds of Quality's conditions part plates that are read badly from others: the built app
 * measures and reads crops that its reader was not trained on, and tells the read rate of each band. Hard
 * plates are rare there, so with `--worsen` each crop is made worse in one way, by a random amount: smaller,
 * blurred, darker, paler, or turned.
 *
 *   node scripts/quality/thresholds.mjs --data ../shared/data [--worsen]
 *
 * `--data` holds `ocr/val`. Build first; takes minutes.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importZip } from '../../bench/lib/importing.mjs';
import { withApp } from '../lib/app.mjs';
import { cropsZip, ocrCrops } from '../lib/ocrCrops.mjs';
import { seeded } from '../video/simulate.mjs';

/** @typedef {import('../lib/ocrCrops.mjs').Crop} Crop */

/** Crops made worse, each in one of five ways. @param {import('@playwright/test').Page} page @param {Crop[]} crops @returns {Promise<Crop[]>} */
async function worsened(page, crops) {
  const random = seeded(5);
  const worse = [];
  for (const [n, crop] of crops.entries()) {
    const how = { kind: n % 5, part: random(), bytes: readFileSync(crop.path).toString('base64') };
    const path = join(folder, crop.file);
    writeFileSync(path, Buffer.from(await page.evaluate(worsen, how), 'base64'));
    worse.push({ ...crop, path });
  }
  return worse;
}

/** In the page. @param {{ kind: number, part: number, bytes: string }} how `part` 0–1 is how much @returns {Promise<string>} */
async function worsen({ kind, part, bytes }) {
  const jpeg = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([jpeg]));
  const scale = kind === 0 ? 1 - 0.85 * part : 1;
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#808080';
  context.fillRect(0, 0, canvas.width, canvas.height);
  const filters = ['none', `blur(${0.12 * part * height}px)`, `brightness(${1 - 0.95 * part})`];
  context.filter = filters[kind] ?? (kind === 3 ? `contrast(${1 - 0.95 * part})` : 'none');
  if (kind === 4) {
    context.translate(width / 2, height / 2);
    context.transform(1, Math.tan((Math.PI / 180) * 30 * part), 0, 1, 0, 0);
    context.translate(-width / 2, -height / 2);
  }
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return btoa(
    Array.from(new Uint8Array(await blob.arrayBuffer()), (b) => String.fromCharCode(b)).join(''),
  );
}

const { values } = parseArgs({
  options: { data: { type: 'string' }, worsen: { type: 'boolean', default: false } },
});
if (!values.data) throw new Error('Say where the crops are: --data FOLDER');
const folder = mkdtempSync(join(tmpdir(), 'platewheel-thresholds-'));
try {
  const zip = join(folder, 'crops.zip');
  await withApp(async ({ page, address }) => {
    page.setDefaultTimeout(3_600_000);
    await page.goto(`${address}#/dataset`);
    const crops = ocrCrops(values.data ?? '', ['val']);
    writeFileSync(zip, cropsZip(values.worsen ? await worsened(page, crops) : crops));
    await importZip(page, zip);
    await page.goto(`${address}#/quality`);
    await page.locator('[data-testid=quality-status][data-state=done]').waitFor();
    await page.goto(`${address}#/quality/conditions`);
    await page.locator('.quality-bar, .quality-panel p').first().waitFor();
    for (const bar of await page.locator('.quality-bar').allTextContents()) console.log(bar);
    const tables = await page.locator('.quality-panel table').evaluateAll((all) =>
      all.map((table) => {
        const rows = [.../** @type {HTMLTableElement} */ (table).rows];
        return rows.map((row) => [...row.cells].map((cell) => cell.textContent));
      }),
    );
    const titles = await page
      .locator('.quality-panel figcaption, .quality-panel h3')
      .allTextContents();
    tables.forEach((rows, i) => {
      console.log(`\n${titles[i] ?? ''}`);
      for (const row of rows) console.log(row.join('\t'));
    });
  });
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
