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
