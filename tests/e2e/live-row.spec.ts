/** A vehicle's row: opened, corrected, taken back. */
import { expectAccessible } from './axe.ts';
import { expect, test } from './base.ts';
import { inStore } from './flywheelTools.ts';
import { log, openLive, status, VIDEOS } from './liveScreen.ts';
import { kept, read } from './plateCards.ts';
import { downloadCsv, photo, SAMPLES } from './readScreen.ts';

test('undo in a row is about that vehicle, not about what was answered elsewhere', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await page.getByRole('button', { name: 'Right', exact: true }).first().click();
  await kept(page);
  await page.getByRole('link', { name: 'Live', exact: true }).click();
  await page.getByTestId('video-input').setInputFiles(`${VIDEOS}/gate.webm`);
  await expect(page.locator('.live-row')).toHaveCount(1, { timeout: 60_000 });
  await page.getByTestId('live-stop').click();
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 40_000 });
  await page.getByTestId('live-open').first().click();
  const dialog = page.getByTestId('vehicle-dialog');
  await expect(dialog.getByLabel('Plate text')).toBeVisible();
  const undo = dialog.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeDisabled();
  await dialog.getByRole('button', { name: 'Right', exact: true }).click();
  await expect(undo).toBeEnabled();
  await undo.click();
  await expect(undo).toBeDisabled();
  await expect(page.locator('.live-row').first()).toHaveAttribute('data-checked', '');
  expect(JSON.stringify(await inStore(page, 'labels'))).toContain('"verdict":"plate"');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  expect((await downloadCsv(page)).rows[0]?.checked).toBe('confirmed');
});

test('a row opens its frames and is corrected as any plate', async ({ page }) => {
  await openLive(page);
  await page.getByTestId('video-input').setInputFiles(`${VIDEOS}/gate.webm`);
  await expect(page.locator('.live-row')).toHaveCount(1, { timeout: 60_000 });
  await page.getByTestId('live-stop').click();
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 40_000 });
  const row = page.locator('.live-row').first();
  const read = (await row.getAttribute('data-plate')) as string;
  await page.getByTestId('live-open').first().click();
  const dialog = page.getByTestId('vehicle-dialog');
  await expect(dialog.getByRole('img', { name: 'The whole frame' })).toBeVisible();
  await expectAccessible(page);
  // Left in between it is a draft: the row says so, and so does a file.
  await dialog.getByLabel('Plate text').fill('ABO1234');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(row).toContainText('Not saved yet');
  expect(await log(page)).toMatchObject([{ plate: read, checked: '' }]);
  await expect(page.getByText(/1 typed text not saved yet is not in it/).first()).toBeVisible();
  await page.getByTestId('live-open').first().click();
  await dialog.getByLabel('Plate text').press('Enter');
  await expect(row).not.toContainText('Not saved yet');
  await expect(row).toHaveAttribute('data-checked', 'corrected');
  await expect(row).toHaveAttribute('data-plate', 'ABO1234');
  // Kept in the dataset with its frame, as any plate.
  await expect
    .poll(async () => JSON.stringify(await inStore(page, 'labels')))
    .toContain('"text":"ABO1234"');
  expect(await inStore(page, 'samples')).toMatchObject([{ source: 'live' }]);
  await page.getByRole('button', { name: 'Close' }).click();
  expect(await log(page)).toMatchObject([
    { plate: 'ABO1234', read_plate: read, checked: 'corrected', status: 'ok' },
  ]);
  await page.getByTestId('live-open').first().click();
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toHaveAttribute('data-plate', read);
  await expect(row).toHaveAttribute('data-checked', '');
});
