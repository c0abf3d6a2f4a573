/** The browser's Back, on phones a gesture: it closes what is open before it leaves the screen. */
import type { Page } from '@playwright/test';
import { expect, test } from './base.ts';
import { openDataset } from './flywheelTools.ts';
import { field, kept, list, read } from './plateCards.ts';
import { photo, SAMPLES } from './readScreen.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

const title = (page: Page) => page.locator('main').getAttribute('data-screen');
const listButton = (page: Page) => page.getByRole('button', { name: 'List', exact: true });

test('Back closes list, check and dialog before it leaves the screen', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`));
  const [readHash, first] = [new URL(page.url()).hash, await field(page).first().inputValue()];
  await openDataset(page);
  await page.goto(`./${readHash}`);
  await expect(field(page).first()).toHaveValue(first);

  await listButton(page).click();
  await expect(list(page)).toBeVisible();
  await page.goBack();
  await expect(list(page)).toBeHidden();
  expect(await title(page)).toBe('read');

  await page.getByTestId('check-doubtful').click();
  await expect(page.getByRole('button', { name: 'All photos' })).toBeVisible();
  await page.goBack();
  await expect(listButton(page)).toBeVisible();
  expect(await title(page)).toBe('read');

  await page.goBack();
  await expect.poll(() => title(page)).toBe('dataset');
  await page.getByTestId('import-open').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await title(page)).toBe('dataset');
});

test('Back leads from the table to the photos, ends drawing and closes a menu', async ({
  page,
}) => {
  await openDataset(page);
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await page.getByTestId('show-table').click();
  await expect(page.getByTestId('results-table')).toBeVisible();
  await page.goBack();
  await expect(field(page)).toBeVisible();

  const missed = page.getByRole('button', { name: 'Missed plate' });
  await missed.click();
  await expect(missed).toHaveAttribute('aria-pressed', 'true');
  await page.goBack();
  await expect(missed).toHaveAttribute('aria-pressed', 'false');

  const more = page.getByRole('button', { name: 'More downloads' });
  await more.click();
  await expect(more).toHaveAttribute('aria-expanded', 'true');
  await page.goBack();
  await expect(more).toHaveAttribute('aria-expanded', 'false');
  expect(await title(page)).toBe('read');
  await page.goBack();
  await expect.poll(() => title(page)).toBe('dataset');
});

test('what was closed by its own button costs no second Back', async ({ page }) => {
  await openDataset(page);
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  for (const _ of [1, 2, 3]) {
    await listButton(page).click();
    await page.getByRole('button', { name: 'Close the list' }).click();
  }
  await page.goBack();
  await expect.poll(() => title(page)).toBe('dataset');
  await page.goForward();
  await expect.poll(() => title(page)).toBe('read');
});

test('Back ends a choice of kept photos, and leaves their review for the list', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await field(page).press('Enter');
  await kept(page);
  await openDataset(page);
  await page.locator('.sample-check').first().click();
  await expect(page.getByText('1 chosen')).toBeVisible();
  await page.goBack();
  await expect(page.getByText('1 chosen')).toHaveCount(0);
  await page.locator('.sample-picture').first().click();
  const back = page.getByRole('button', { name: 'All kept photos' });
  await expect(back).toBeVisible();
  await page.goBack();
  await expect(back).toHaveCount(0);
  expect(await title(page)).toBe('dataset');
});
