/** Two tabs on one database: each sees the other's changes, none is lost, an upgrade is told. */
import { expect, test } from './base.ts';
import {
  dumpDatabase,
  GERMANY,
  importZip,
  openDataset,
  sayCountry,
  unfoldMore,
  yoloZip,
} from './flywheelTools.ts';
import { choose, openRead, photo, untilDone } from './readScreen.ts';

test('changes appear in both tabs, and no update is lost', async ({ page, context }) => {
  await openDataset(page);
  const lines = '0 0.3 0.5 0.2 0.1\n0 0.7 0.5 0.2 0.1\n';
  await importZip(page, 'one.zip', yoloZip([{ name: 'a', jpeg: GERMANY, lines }]));
  const other = await context.newPage();
  await openDataset(other);
  for (const tab of [page, other]) await tab.locator('.sample-tile').first().click();
  const country = (tab: typeof page) => tab.getByTestId('review-card').getByLabel('Country');
  const keep = (tab: typeof page) => tab.getByTestId('review-card').getByTestId('correct-state');

  await sayCountry(page.getByTestId('review-card'), 'de');
  await expect(keep(page)).toHaveAttribute('data-keeping', 'kept');
  await expect(country(other)).toHaveValue('de');

  // Both at once, each on a plate of its own.
  await other.getByRole('button', { name: /^Plate 2:/ }).click();
  await unfoldMore(other.getByTestId('review-card'));
  await Promise.all([
    page.getByTestId('review-card').getByLabel('Rows').selectOption('2'),
    other.getByTestId('review-card').getByLabel('Rows').selectOption('1'),
  ]);
  for (const tab of [page, other]) await expect(keep(tab)).toHaveAttribute('data-keeping', 'kept');
  const dump = await dumpDatabase(page);
  const label = JSON.stringify(dump.labels);
  expect(label).toContain('["region","de"],["rows",2]');
  expect(label).toContain('["region",null],["rows",1]');
  expect(dump.log).toHaveLength(4);
});

test('one plate answered in two tabs that did not know of each other: both answers stay', async ({
  page,
  context,
}) => {
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await openRead(tab);
    await choose(tab, [photo('public/samples/germany.jpg')]);
    await untilDone(tab);
  }
  const card = (tab: typeof page) => tab.getByRole('article', { name: 'Plate 1' });
  const kept = (tab: typeof page) =>
    expect(card(tab).getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await card(page).getByLabel('Plate text').fill('MINE1');
  await card(page).getByLabel('Plate text').press('Enter');
  await kept(page);
  await sayCountry(card(other), 'de');
  await kept(other);
  await expect(card(other).getByLabel('Plate text')).toHaveValue('MINE1');
  const { labels } = await dumpDatabase(page);
  expect(JSON.stringify(labels)).toContain('["text","MINE1"]');
  expect(JSON.stringify(labels)).toContain('["region","de"]');
});

test('an upgrade in one tab asks the other to reload', async ({ page, context }) => {
  await openDataset(page);
  const lines = '0 0.3 0.5 0.2 0.1\n';
  await importZip(page, 'one.zip', yoloZip([{ name: 'a', jpeg: GERMANY, lines }]));
  await page.locator('.sample-tile').first().click();
  const card = page.getByTestId('review-card');
  await expect(card.getByLabel('Plate text')).toBeVisible();
  const newer = await context.newPage();
  await newer.goto('./manifest.webmanifest');
  await newer.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('platewheel', 999);
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
        request.onerror = () => reject(request.error);
      }),
  );
  await expect(page.getByText(/A newer version of this app was opened/).first()).toBeVisible();
  await sayCountry(card, 'de');
  const said = page.getByText(/nothing of this change was kept. Reload this tab/);
  await expect(said.first()).toBeVisible();
});

test('an older tab in the way leaves no blank page: the reason is told, and it goes on by itself', async ({
  page,
  context,
}) => {
  const older = await context.newPage();
  await older.goto('./manifest.webmanifest');
  await older.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open('platewheel', 1); // and never lets go
        request.onupgradeneeded = () => {
          request.result.createObjectStore('settings');
          request.result.createObjectStore('batches', { keyPath: 'id' });
          request.result.createObjectStore('batchPhotos', { keyPath: ['batch', 'index'] });
        };
        request.onsuccess = () => {
          Object.assign(globalThis, { held: request.result });
          resolve();
        };
      }),
  );
  await page.goto('./');
  await expect(page.getByText(/Another tab holds an older version/).first()).toBeVisible();
  await expect(page.locator('.sample').first()).toBeVisible();
  await page.goto('./#/settings');
  const threshold = page.getByRole('slider', { name: 'How sure a plate must be' });
  await threshold.fill('0.5');
  await older.close(); // what waited is written now
  await expect.poll(async () => (await dumpDatabase(page)).settings).toHaveLength(1);
  await page.reload();
  await expect(threshold).toHaveValue('0.5');
});

test('a database of the first version is taken over with what is in it', async ({ page }) => {
  await page.goto('./manifest.webmanifest');
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('platewheel', 1);
        request.onupgradeneeded = () => {
          const db = request.result;
          db.createObjectStore('settings').put({ theme: 'dark' }, 'settings');
          db.createObjectStore('batches', { keyPath: 'id' }).put({ id: 'old', startedAt: 1 });
          db.createObjectStore('batchPhotos', { keyPath: ['batch', 'index'] });
        };
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
        request.onerror = () => reject(request.error);
      }),
  );
  await openDataset(page);
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
  const dump = await dumpDatabase(page);
  expect(dump.batches).toEqual([
    [
      '"old"',
      [
        ['id', 'old'],
        ['startedAt', 1],
      ],
    ],
  ]);
  expect(Object.keys(dump)).toContain('labels');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
