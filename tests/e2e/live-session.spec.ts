/** A session while other screens are used, and its log after a reload. */
import { expect, test } from './base.ts';
import { inStore } from './flywheelTools.ts';
import { openLive, status, VIDEOS } from './liveScreen.ts';

const GATE = `${VIDEOS}/gate.webm`;

test('goes on while other screens are used', async ({ page }) => {
  await openLive(page);
  await page.getByTestId('video-input').setInputFiles(GATE);
  await expect(page.locator('.live-row')).toHaveCount(1, { timeout: 60_000 });
  const frames = async () =>
    Number(await page.getByTestId('live-numbers').getAttribute('data-detections'));
  const before = await frames();
  await page.goto('#/settings');
  await expect(page.locator('.app-nav a[href="#/live"]')).toHaveAttribute('title', 'Watching');
  await page.waitForTimeout(4000);
  await page.goto('#/live');
  await expect(status(page)).toHaveAttribute('data-state', /running|done/);
  expect(await frames()).toBeGreaterThan(before + 1);
  // The picture is back in its place.
  await expect(page.locator('.live-picture video')).toHaveCount(1);
});

test('asks once whether its log is kept; the kept one is there after a reload', async ({
  page,
}) => {
  await openLive(page);
  await page.getByTestId('video-input').setInputFiles(GATE);
  await expect(page.locator('.live-row')).toHaveCount(1, { timeout: 60_000 });
  expect(await inStore(page, 'liveLog')).toEqual([]);
  await page.getByTestId('keep-log-24h').click();
  await expect(page.getByTestId('keep-log')).toHaveCount(0);
  await page.getByTestId('live-stop').click();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await expect.poll(() => inStore(page, 'liveLog')).not.toEqual([]);
  await page.waitForTimeout(2500); // rows are written every two seconds
  // It was read once more at the end: only now is its text the last.
  const plate = await page.locator('.live-row').first().getAttribute('data-plate');
  await page.reload();
  await expect(page.locator('.live-row').first()).toHaveAttribute('data-plate', plate as string);
  await expect(page.getByTestId('keep-log')).toHaveCount(0);
  // What is said of a row stands, also when it is opened in a later visit.
  const row = page.locator('.live-row').first();
  const field = page.getByTestId('vehicle-dialog').getByLabel('Plate text');
  await page.getByTestId('live-open').first().click();
  await field.fill('ABO1234');
  await field.press('Enter');
  await expect(row).toHaveAttribute('data-checked', 'corrected');
  const isKept = async () => JSON.stringify(await inStore(page, 'liveLog')).includes('ABO1234');
  await expect.poll(isKept).toBe(true);
  await page.reload();
  await expect(row).toHaveAttribute('data-plate', 'ABO1234');
  await page.getByTestId('live-open').first().click();
  await expect(field).toHaveValue('ABO1234');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(row).toHaveAttribute('data-checked', 'corrected');
  // Its time is over: two days later, by the wall clock.
  await page.clock.setFixedTime(Date.now() + 48 * 3_600_000);
  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
  await expect(page.locator('.live-row')).toHaveCount(0);
  await expect.poll(() => inStore(page, 'liveLog')).toEqual([]); // cleared beside the first picture
});

test('an unkept log is gone after a reload, and a kept one goes when it is no longer wanted', async ({
  page,
}) => {
  await openLive(page);
  await page.getByTestId('video-input').setInputFiles(GATE);
  await expect(page.locator('.live-row')).toHaveCount(1, { timeout: 60_000 });
  await page.getByTestId('keep-log-7d').click();
  await expect.poll(() => inStore(page, 'liveLog'), { timeout: 1000 }).not.toEqual([]); // at once
  await page.getByTestId('live-options').click();
  await page.getByLabel('Keep the log').selectOption('off');
  await expect.poll(() => inStore(page, 'liveLog')).toEqual([]);
});
