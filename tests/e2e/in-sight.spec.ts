/** What is chosen, left out or still to be looked at is in sight, or said. */
import { expect, test } from './base.ts';
import { card, field, kept, list, read } from './plateCards.ts';
import { PHOTOS, photo, SAMPLES } from './readScreen.ts';

const THREE = photo(`${SAMPLES}/indonesia-three.jpg`);

test.describe('on a low screen', () => {
  test.use({ viewport: { width: 1280, height: 560 } });

  test('the card of the plate that a reload comes back to is in sight', async ({ page }) => {
    await read(page, THREE);
    await list(page).getByRole('option').nth(2).click();
    await expect(card(page, 3)).toHaveAttribute('data-selected', 'true');
    await page.reload();
    await expect(card(page, 3)).toHaveAttribute('data-selected', 'true');
    await expect(card(page, 3).getByLabel('Plate text')).toBeInViewport({ ratio: 1 });
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a search that was left in the list is said beside the photo, and ended there', async ({
    page,
  }) => {
    await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`));
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await page.getByLabel('Search names and plates').fill('germany');
    await page.goBack();
    const stage = page.getByRole('region', { name: 'Photo', exact: true });
    await expect(stage).toContainText('1 row · “germany”');
    await stage.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('button', { name: 'Next photo' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('india.jpg');
  });
});

test('after a check, photos in which nothing was found are pointed to', async ({ page }) => {
  await read(page, THREE, photo(`${PHOTOS}/no-plate.jpg`));
  await page.getByTestId('check-doubtful').click();
  const summary = page.getByTestId('check-summary');
  for (let n = 0; n < 4 && !(await summary.isVisible()); n++) {
    await page.getByTestId('review-card').getByRole('button', { name: 'Not a plate' }).click();
    await page.waitForTimeout(700);
  }
  await page.getByRole('button', { name: 'Look at 1 photo without a plate' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('no-plate.jpg');
});

test('clearing says what the dataset keeps, and can be undone until that is dismissed', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`));
  await field(page).press('Enter');
  await kept(page);
  await page.getByRole('button', { name: 'Clear results' }).click();
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText(
    'Results of 2 photos cleared; the dataset keeps 1 of them.',
  );
  await page.waitForTimeout(13_000); // longer than other messages stay
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(list(page).getByRole('option')).toHaveCount(2);
});
