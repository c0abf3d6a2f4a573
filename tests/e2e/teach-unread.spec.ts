/** Teaching where nothing was read yet, and looking through what is sure. */
import { readFileSync } from 'node:fs';
import { expect, test } from './base.ts';
import { boxedZip, GERMANY, importZip, openDataset, unzip, yoloZip } from './flywheelTools.ts';
import { card, list, read } from './plateCards.ts';
import { photo, SAMPLES } from './readScreen.ts';

test('teaching asks for photos that were never read to be read, and goes on by itself', async ({
  page,
}) => {
  await openDataset(page);
  await importZip(page, 'boxes.zip', boxedZip(['a.jpg', 'b.jpg']));
  await page.getByTestId('teach-me').click();
  await expect(
    page.getByRole('heading', { name: 'These photos are to be read first' }),
  ).toBeVisible();
  await page.getByTestId('read-now').click();
  await expect(page.getByTestId('teach-queue')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('review-card').getByLabel('Plate text')).toBeVisible();
  const learns = await page.getByRole('switch', { name: 'Learn from me' }).boundingBox();
  expect(learns?.width).toBeGreaterThan(2 * 0.8 * (learns?.height ?? 0));
});

test('"Right" on a plate that is not in doubt goes to the next photo, not back to a doubtful one', async ({
  page,
}) => {
  const names = ['indonesia-three', 'germany', 'india'];
  await read(page, ...names.map((name) => photo(`${SAMPLES}/${name}.jpg`)));
  await list(page)
    .getByRole('option', { name: /germany/ })
    .click();
  await card(page, 1).getByRole('button', { name: 'Right' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('india.jpg');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('teaching shows the plate and its answers above the bar', async ({ page }) => {
    await read(page, photo(`${SAMPLES}/indonesia-three.jpg`));
    await page.getByTestId('teach-me').click();
    const review = page.getByTestId('review-card');
    await expect(review.getByLabel('Plate text')).toBeInViewport({ ratio: 1 });
    const right = await review.getByRole('button', { name: 'Right' }).boundingBox();
    const bar = await page.getByRole('toolbar', { name: 'Correct this photo' }).boundingBox();
    expect((right?.y ?? 999) + (right?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
  });
});

test('a plate that only the reader found in a labelled photo is said, found and answered', async ({
  page,
}) => {
  await openDataset(page);
  const box = '0 0.1 0.1 0.1 0.05\n'; // the plate is elsewhere
  await importZip(page, 'set.zip', yoloZip([{ name: 'a', jpeg: GERMANY, lines: box }]));
  await page.getByRole('button', { name: 'Read them now' }).click();
  const facts = page.getByTestId('statistics');
  await expect(facts).toContainText('Only read, not checked1', { timeout: 60_000 });
  await page.locator('.sample-tile').click();
  const review = page.getByTestId('review-card');
  const text = review.getByLabel('Plate text');
  const read = await text.inputValue();
  await text.press('ArrowDown'); // the labelled box; the plate that was read comes before it
  await expect(text).not.toHaveValue(read);
  await text.fill('AB12');
  await text.press('Enter');
  await expect(text).toHaveValue(read);
  await page.getByRole('button', { name: 'All kept photos' }).click();

  await expect(page.locator('.sample-tile')).toContainText('labelled, 1 only read');
  await page.getByRole('button', { name: 'Export dataset' }).click();
  const said = page.getByTestId('export-only-read');
  await expect(said).toContainText('1 plate in 1 photo that counts as labelled was only read');
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
  const gap = '1 plate was only read, not checked, and therefore left out of 1 photo';
  await expect(page.getByTestId('export-result')).toContainText(gap);
  const files = await unzip(readFileSync(await (await download).path()));
  expect(new TextDecoder().decode(files.get('README.md'))).toContain(gap);
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();

  await page.getByRole('button', { name: 'Export dataset' }).click();
  await said.getByRole('button', { name: 'Look at them' }).click();
  await page.getByRole('button', { name: 'Review 1' }).click();
  await review.getByRole('button', { name: 'Right' }).click();
  await expect(page.getByText('Nothing left to review')).toBeVisible();
  await page.getByRole('button', { name: 'See all photos' }).click();
  await expect(facts).toContainText('Only read, not checked0');
});
