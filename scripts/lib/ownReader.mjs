/** A reader of one's own in the app, by the ways the Models screen offers. */
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/**
 * Puts a reader with a card into `folder`, as `models/` holds readers; what it takes in is the shipped one's.
 * @param {string} onnx @param {string} folder @param {string} id
 * @returns {string[]} file and card
 */
export function withCard(onnx, folder, id) {
  const index = JSON.parse(readFileSync(join(ROOT, 'models/index.json'), 'utf8'));
  const card = JSON.parse(readFileSync(join(ROOT, `models/${index.reader}.json`), 'utf8'));
  const bytes = readFileSync(onnx);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const kept = ['task', 'licence', 'input', 'alphabet'].map((key) => [key, card[key]]);
  const own = { id, version: '1', sha256, bytes: bytes.length, ...Object.fromEntries(kept) };
  const files = [`${id}.onnx`, `${id}.json`].map((name) => join(folder, name));
  copyFileSync(onnx, files[0] ?? '');
  writeFileSync(files[1] ?? '', JSON.stringify(own));
  return files;
}

/** On the Models screen. @param {Page} page @param {string[]} files @param {string | RegExp} model */
export async function importModel(page, files, model) {
  await page.getByTestId('model-import').setInputFiles(files);
  const row = page.getByTestId('model-row').filter({ hasText: model });
  await row.waitFor();
  return row;
}

/**
 * Imports a model that nothing was compared with, and takes it into use: the app warns of that once.
 * @param {Page} page @param {string[]} files @param {string} id
 */
export async function useUnproven(page, files, id) {
  const row = await importModel(page, files, id);
  await row.getByTestId('model-activate').click();
  await page.getByRole('button', { name: 'Use it all the same' }).click();
  await page.locator(`[data-model=${id}][data-state=active]`).waitFor();
}
