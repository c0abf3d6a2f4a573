/** Many photos at once: the screen stays alive, pause and cancel hold. */
import { expect, test } from './base.ts';
import { choose, downloadCsv, finished, openRead, PHOTOS, photo, status } from './readScreen.ts';

test('a batch of 100 can be scrolled, searched, paused, resumed and cancelled while it runs', async ({
  page,
}) => {
  await openRead(page);
  const sources = ['virginia.jpg', 'no-plate.jpg'].map((name) => photo(`${PHOTOS}/${name}`));
  const files = Array.from({ length: 100 }, (_, n) => ({
    ...(sources[n % sources.length] as (typeof sources)[0]),
    name: `car ${String(n).padStart(3, '0')}.jpg`,
  }));
  await choose(page, files);
  await expect(status(page)).toHaveAttribute('data-state', 'running');
  await expect.poll(() => finished(page)).toBeGreaterThanOrEqual(3);

  // Only the rows in view exist, and the list scrolls to the end.
  const list = page.getByRole('listbox', { name: 'Photos' });
  expect(await list.getByRole('option').count()).toBeLessThan(40);
  await list.hover();
  await page.mouse.wheel(0, 20_000);
  await expect(list.getByRole('option', { name: /car 099/ })).toBeVisible();

  // A photo that waits is said to, on paper rather than on black.
  await list.getByRole('option', { name: /car 099/ }).click();
  const place = page.locator('.viewer-placeholder');
  await expect(place).toHaveText('Waiting for its turn');
  const [light = 0] = (
    await place.evaluate((element) => getComputedStyle(element).backgroundColor.match(/\d+/g) ?? [])
  ).map(Number);
  expect(light).toBeGreaterThan(200);

  // A field takes typed text.
  const search = page.getByRole('searchbox', { name: 'Search names and plates' });
  await search.pressSequentially('car 042');
  await expect(search).toHaveValue('car 042');
  await expect(list.getByRole('option')).toHaveCount(1);
  await search.fill('');
  await expect(status(page)).toHaveAttribute('data-state', 'running');

  // Pause takes effect before two more photos finish.
  await page.getByRole('button', { name: 'Pause' }).click();
  const atPause = await finished(page);
  await expect(status(page)).toHaveAttribute('data-state', 'paused');
  await page.waitForTimeout(4_000); // enough for several photos, were it not paused
  expect(await finished(page)).toBeLessThan(atPause + 2);

  await page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => finished(page)).toBeGreaterThan(atPause + 1);

  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  const { rows } = await downloadCsv(page);
  expect(new Set(rows.map((row) => row.file)).size).toBe(100);
  expect(rows.map((row) => row.file)).toEqual(rows.map((row) => row.file).sort());
  expect(rows.filter((row) => row.status === 'error: cancelled').length).toBeGreaterThan(10);
  await expect(page.getByRole('button', { name: /^Read the other \d+/ })).toBeVisible();
});
