/** The second copy: what it holds, and that it brings back what Chromium throws away. */
import { mkdtempSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { rulesOf, STORE_NAMES } from '../../src/store/schema.ts';
import { expect, test } from './base.ts';
import {
  boxedZip,
  deleteAll,
  dumpDatabase,
  importZip,
  openDataset,
  sayCountry,
} from './flywheelTools.ts';
import { kill, removeProfile, start } from './killable.ts';
import { choose, openRead, photo, SAMPLES, untilDone } from './readScreen.ts';

const COPIED = STORE_NAMES.filter((name) => rulesOf(name).copied);

async function name(page: Page, country: string): Promise<void> {
  await page.locator('.sample-tile').first().click();
  const card = page.getByTestId('review-card');
  await sayCountry(card, country);
  await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await page.getByRole('button', { name: 'All kept photos' }).click();
}

/** Once nothing is being written: after the first answer the models it was given on are kept as well. */
async function copyIsEqual(page: Page): Promise<void> {
  await expect(async () => {
    const [first, copy] = [await dumpDatabase(page), await dumpDatabase(page, 'copy')];
    for (const store of COPIED) expect([store, copy[store]]).toEqual([store, first[store]]);
  }).toPass({ timeout: 15_000 });
}

const state = (page: Page) => page.getByTestId('second-copy');

test('every change is in the second copy, and a lost copy is made again', async ({ page }) => {
  await openDataset(page);
  await importZip(page, 'set.zip', boxedZip(['a', 'b', 'c']));
  await name(page, 'de');
  await deleteAll(page);
  await copyIsEqual(page);
  await page.getByTestId('deleted-samples').getByRole('button', { name: 'Bring back' }).click();
  await expect(page.getByTestId('sample-count')).toHaveText(/^3 photo/);
  await expect(state(page)).toHaveAttribute('data-state', 'synced');
  await copyIsEqual(page);

  await page.evaluate(() => {
    const { storageBuckets } = navigator as unknown as {
      storageBuckets: { delete(name: string): Promise<void> };
    };
    return storageBuckets.delete('platewheel-copy');
  });
  await name(page, 'fr'); // kept all the same
  await page.reload();
  await expect(page.getByTestId('sample-count')).toBeVisible();
  await expect.poll(async () => (await dumpDatabase(page, 'copy')).splits?.length).toBe(3);
  await name(page, 'at');
  await expect(state(page)).toHaveAttribute('data-state', 'synced');
  await copyIsEqual(page);
});

test('the very first correction is in the second copy', async ({ page }) => {
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/germany.jpg`)]);
  await untilDone(page);
  const card = page.getByRole('article', { name: 'Plate 1' });
  await card.getByRole('button', { name: 'Right', exact: true }).click();
  await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await openDataset(page);
  await expect(state(page)).toHaveAttribute('data-state', 'synced');
  await copyIsEqual(page);
});

test('a database that Chromium calls corrupt after two kills comes back whole', async ({
  baseURL,
}) => {
  test.slow();
  const profile = mkdtempSync(join(tmpdir(), 'platewheel-torn-'));
  const url = `${baseURL}#/dataset`;
  let running = await start(profile, url);
  try {
    await importZip(running.page, 'set.zip', boxedZip(['a', 'b']));
    await name(running.page, 'de');
    const before = await dumpDatabase(running.page);
    await kill(running);
    tearLog(join(profile, 'Default/IndexedDB'));
    // The torn record is passed over, and written behind: nothing is lost yet but the record.
    running = await start(profile, url);
    await name(running.page, 'at');
    await kill(running);
    // Now it stands in the midst of the log.
    running = await start(profile, url);
    await expect(running.page.getByText(/put back from the copy/).first()).toBeVisible();
    await expect(running.page.getByTestId('sample-count')).toHaveText(/^2 photo/);
    await expect(running.page.getByText('Photos were lost')).toHaveCount(0);
    const after = await dumpDatabase(running.page);
    expect(after.blobs).toEqual(before.blobs);
    expect(after.settings).toContainEqual(
      before.settings?.find((row) => (row as string[])[0] === '"identity"'),
    );
    await copyIsEqual(running.page);
    await name(running.page, 'ch');
    await expect(state(running.page)).toHaveAttribute('data-state', 'synced');
  } finally {
    await kill(running);
    removeProfile(profile);
  }
});

/** Takes the end off LevelDB's log, as a kill in the midst of a write does. */
function tearLog(folder: string): void {
  const files = readdirSync(folder, { recursive: true }).map(String);
  const logs = files.filter((file) => file.endsWith('.log'));
  expect(logs).toHaveLength(1);
  for (const file of logs) truncateSync(join(folder, file), statSync(join(folder, file)).size - 50);
}
