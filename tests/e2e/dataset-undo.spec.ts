/** Undo on the Dataset screen. */
import { expect, test } from './base.ts';
import { GERMANY, importZip, openDataset, withExif, yoloZip } from './flywheelTools.ts';

test('Dataset: what was said of many at once is taken back later too, by key', async ({ page }) => {
  await openDataset(page);
  await importZip(
    page,
    'set.zip',
    yoloZip(['a', 'b'].map((name) => ({ name, jpeg: withExif(GERMANY, 1, name), lines: null }))),
  );
  await page.locator('.sample-check').first().click();
  await page.getByRole('button', { name: 'No plate', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('1 photo labelled');
  await page.getByRole('button', { name: 'Dismiss message' }).last().click();
  const open = page.getByRole('button', { name: /^Review/ }).first();
  await expect(open).toHaveText('Review 1');
  // In the search it is the search's own.
  await page.locator('#sample-search').press('Control+z');
  await expect(open).toHaveText('Review 1');
  await page.locator('#sample-search').blur();
  await page.keyboard.press('Control+z');
  await expect(open).toHaveText('Review 2');
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(open).toHaveText('Review 1');

  // Deleting is a step like any other: it is what the next undo takes back, not the answer before it.
  const messages = page.getByRole('region', { name: 'Messages' });
  await page.getByRole('button', { name: 'Delete', exact: true }).click(); // it is chosen still
  await expect(page.locator('.sample-check')).toHaveCount(1);
  await expect(messages).toContainText('1 photo deleted');
  await page.keyboard.press('Control+z');
  await expect(page.locator('.sample-check')).toHaveCount(2);
  await expect(messages).not.toContainText('1 photo deleted');
  await expect(open).toHaveText('Review 1');
  await page.keyboard.press('Control+z');
  await expect(open).toHaveText('Review 2');
  await page.keyboard.press('Control+z');
  await expect(messages).toContainText('1 imported photo removed. 1 photo stayed');
  await expect(page.locator('.sample-check')).toHaveCount(1); // of it something was said
});
