import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePhotoSet } from './photoSet.mjs';

/**
 * Opens the Dataset screen and imports so many photos.
 * @param {import('@playwright/test').Page} page @param {string} address @param {number} count
 */
export async function importPhotoSet(page, address, count) {
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  try {
    await page.goto(`${address}#/dataset`);
    const zip = join(folder, 'set.zip');
    await writePhotoSet(zip, count);
    await importZip(page, zip);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Imports a zip on the Dataset screen, where `page` is. @param {import('@playwright/test').Page} page @param {string} zip */
export async function importZip(page, zip) {
  await page.getByRole('button', { name: 'Import', exact: true }).first().click();
  await page.getByTestId('import-files').setInputFiles(zip);
  await page.getByTestId('import-preview').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await page
    .getByText(/photos? imported/)
    .first()
    .waitFor();
}
