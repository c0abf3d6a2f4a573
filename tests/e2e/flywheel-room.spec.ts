/** A full disk: nothing is kept half, the way on is told, and room can be made. */
import type { Page } from '@playwright/test';
import { expect, test } from './base.ts';
import {
  boxedZip,
  deleteAll,
  dumpDatabase,
  importZip,
  lookThrough,
  openDataset,
  sayCountry,
} from './flywheelTools.ts';

/** In the page: whether a write into a database of its own is refused for want of room. */
function probeIsRefused(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('probe', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('probe');
    opening.onerror = () => resolve(true);
    opening.onsuccess = () => {
      const database = opening.result;
      const done = (refused: boolean) => {
        database.close();
        indexedDB.deleteDatabase('probe');
        resolve(refused);
      };
      const writing = database.transaction('probe', 'readwrite');
      writing.objectStore('probe').put(new Uint8Array(1_000_000), 'room');
      writing.oncomplete = () => done(false);
      writing.onabort = () => done(true);
      opening.onerror = reject;
    };
  });
}

/** Gives the app so much room. Chromium remembers what it saw for some time: this waits for it. */
async function setQuota(page: Page, quota: { quotaSize?: number }): Promise<void> {
  const { origin } = new URL(page.url());
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin, ...quota });
  await openDataset(page);
  const full = 'quotaSize' in quota;
  await expect.poll(() => page.evaluate(probeIsRefused), { timeout: 90_000 }).toBe(full);
}

test('on a full disk, what was deleted can still be removed for good', async ({ page }) => {
  test.slow();
  await openDataset(page);
  await importZip(page, 'set.zip', boxedZip(['a', 'b']));
  await deleteAll(page);
  await setQuota(page, { quotaSize: 1000 });
  await page.getByRole('button', { name: 'Remove for good' }).click();
  await expect(page.getByText('2 photos removed for good.').first()).toBeVisible();
  const gone = await dumpDatabase(page);
  expect([gone.samples, gone.blobs, gone.trash]).toEqual([[], [], []]);
});

test('a full disk keeps nothing half, says the way on, and deleting makes room', async ({
  page,
}) => {
  test.slow();
  await openDataset(page);
  await importZip(page, 'set.zip', boxedZip(['a', 'b']));
  await expect(page.getByTestId('sample-count')).toHaveText(/^2 photo/);
  const before = await dumpDatabase(page);
  const stores = ['samples', 'blobs', 'labels', 'log', 'predictions', 'splits', 'imports'];
  const unchanged = async () => {
    const after = await dumpDatabase(page);
    for (const store of stores) expect([store, after[store]]).toEqual([store, before[store]]);
  };
  await setQuota(page, { quotaSize: 1000 });
  await page.locator('.sample-tile').first().click();
  const card = page.getByTestId('review-card');
  const state = card.getByTestId('correct-state');
  await sayCountry(card, 'de');
  await expect(page.getByText(/storage is full, so nothing of this change/).first()).toBeVisible();
  await expect(page.getByText(/delete photos or make photos smaller/).first()).toBeVisible();
  await expect(state).toHaveAttribute('data-keeping', 'failed');
  await expect(card.getByLabel('Country')).toHaveValue('');
  await unchanged();
  await page.getByRole('button', { name: 'All kept photos' }).click();
  await lookThrough(page, 'more.zip', boxedZip(['c', 'd']));
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('storage is full');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await unchanged();

  await setQuota(page, {});
  await page.locator('.sample-tile').first().click();
  await sayCountry(card, 'de');
  await expect(state).toHaveAttribute('data-keeping', 'kept');
  await page.getByRole('button', { name: 'All kept photos' }).click();
  await deleteAll(page);
  await page.getByRole('button', { name: 'Remove for good' }).click();
  await expect(page.getByText('2 photos removed for good.').first()).toBeVisible();
  const gone = await dumpDatabase(page);
  expect([gone.samples, gone.blobs, gone.labels, gone.log, gone.trash]).toEqual([
    [],
    [],
    [],
    [],
    [],
  ]);
  // Splits stick: brought in again, the photos are where they were.
  expect(gone.splits).toEqual(before.splits);
  await importZip(page, 'again.zip', boxedZip(['a', 'b']));
  await expect(page.getByTestId('sample-count')).toHaveText(/^2 photo/);
  await expect.poll(async () => (await dumpDatabase(page)).groups).toEqual(before.groups);
});
