/**
 * Whether the Quality screen finds faults that were put in: wrong texts, shifted and deleted boxes,
 * copies, a leak. Through the built app in a real Chromium; minutes to an hour, by the machine.
 *
 *   node scripts/quality/proof.mjs --data ../shared/data [--count 1000] [--picture docs/screenshot-quality.png]
 *
 * `--data` holds `detect/{train,val}/{images,labels}`; texts come from training/. `--picture` also
 * takes the README's figure of the screen. Build first.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withApp } from '../lib/app.mjs';
import { datasetZip, labelledPhotos, withFaults } from './faults.mjs';

/** Longer than any machine takes for a thousand photos. */
const MOST_MS = 3 * 3_600_000;

/** @typedef {import('@playwright/test').Page} Page */

/** The same picture as JPEG of quality 60. @param {Page} page @param {Uint8Array} jpeg */
async function encodeAgain(page, jpeg) {
  const base64 = await page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.6 });
    const out = new Uint8Array(await blob.arrayBuffer());
    return btoa(Array.from(out, (byte) => String.fromCharCode(byte)).join(''));
  }, Buffer.from(jpeg).toString('base64'));
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

/** @param {Page} page @param {string} file */
async function importFile(page, file) {
  await page.getByRole('button', { name: 'Import', exact: true }).first().click();
  await page.getByTestId('import-files').setInputFiles(file);
  await page.getByTestId('import-preview').waitFor({ timeout: MOST_MS });
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await page
    .getByText(/imported/)
    .first()
    .waitFor({ timeout: MOST_MS });
}

/** Puts one sample into another split, which the app itself never does. @param {Page} page @param {string} sample */
function leak(page, sample) {
  return page.evaluate(async (id) => {
    const wait = (/** @type {IDBRequest<any>} */ request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = /** @type {IDBDatabase} */ (await wait(indexedDB.open('platewheel')));
    const tx = db.transaction(['groups', 'splits'], 'readwrite');
    const groups = await wait(tx.objectStore('groups').getAll());
    const own = await wait(tx.objectStore('splits').get(id));
    const { split } = groups.find((/** @type {any} */ g) => g.id === own.group);
    const other = groups.find((/** @type {any} */ g) => g.split !== split);
    await wait(tx.objectStore('splits').put({ sample: id, group: other.id }));
    db.close();
  }, sample);
}

/** @param {Page} page @param {string} address */
async function findings(page, address) {
  await page.goto(`${address}#/quality/suspicious`);
  await page.getByText(/as a list/).waitFor();
  return page
    .getByTestId('finding')
    .evaluateAll((rows) =>
      rows.map((row) => ({ kind: row.dataset.kind ?? '', sample: row.dataset.sample ?? '' })),
    );
}

/** @param {Page} page @param {string} address @param {string} panel @param {string} testId */
async function groups(page, address, panel, testId) {
  await page.goto(`${address}#/quality/${panel}`);
  await page.waitForTimeout(1000);
  for (const more = page.getByRole('button', { name: /^Show more/ }); await more.count(); ) {
    await more.click();
  }
  const all = await page
    .getByTestId(testId)
    .evaluateAll((items) => items.map((item) => item.dataset.samples ?? ''));
  return all.map((samples) => samples.split(' '));
}

/** Says once a minute how far it is. @param {Page} page */
async function untilMeasured(page) {
  const status = page.getByTestId('quality-status');
  const tell = setInterval(() => {
    status.textContent().then(console.error, () => undefined);
  }, 60_000);
  try {
    await page
      .locator('[data-testid=quality-status][data-state=done]')
      .waitFor({ timeout: MOST_MS });
  } finally {
    clearInterval(tell);
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      count: { type: 'string', default: '1000' },
      picture: { type: 'string' },
    },
  });
  if (!values.data) throw new Error('Say where the photos are: --data FOLDER');
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-proof-'));
  try {
    await withApp(async ({ page, address }) => {
      await page.goto(`${address}#/dataset`);
      const real = labelledPhotos(values.data ?? '', Number(values.count));
      const faults = await withFaults(real, (jpeg) => encodeAgain(page, jpeg));
      const file = join(folder, 'faults.zip');
      writeFileSync(file, datasetZip(faults.photos));
      await importFile(page, file);
      const [pair] = faults.copies;
      if (pair?.[1]) await leak(page, pair[1]);
      const started = Date.now();
      await page.goto(`${address}#/quality`);
      await untilMeasured(page);
      console.log(
        `${real.length} real photos, ${faults.copies.length} copies; measured in ${Math.round((Date.now() - started) / 1000)} s`,
      );
      if (values.picture) {
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.getByTestId('quality-tile').first().waitFor();
        await page.screenshot({ path: values.picture });
      }
      const found = await findings(page, address);
      for (const kind of /** @type {const} */ (['text', 'loose', 'missed'])) {
        const put = faults[kind];
        const first = found.filter((one) => one.kind === kind).slice(0, 3 * put.size);
        const hit = new Set(first.map(({ sample }) => sample).filter((sample) => put.has(sample)));
        const atK = first.slice(0, put.size).filter(({ sample }) => put.has(sample)).length;
        console.log(
          `${kind}: ${put.size} put in, ${found.filter((one) => one.kind === kind).length} shown; within the first 3k ${(hit.size / put.size).toFixed(3)}, precision at k ${(atK / put.size).toFixed(2)}`,
        );
      }
      const copies = await groups(page, address, 'duplicates', 'duplicate-group');
      const seen = faults.copies.filter(([a, b]) =>
        copies.some((own) => own.includes(a ?? '') && own.includes(b ?? '')),
      );
      console.log(
        `copies: ${faults.copies.length} put in, ${seen.length} found, in ${copies.length} groups`,
      );
      const leaks = await groups(page, address, 'leaks', 'leak');
      const isFound = leaks.some((own) => own.includes(pair?.[1] ?? ''));
      console.log(`leak: ${isFound ? 'found' : 'missed'}, ${leaks.length} in all`);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

await main();
