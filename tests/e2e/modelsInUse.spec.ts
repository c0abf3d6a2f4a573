import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, test } from './base.ts';
import { choose, openRead, photo, SAMPLES, untilDone } from './readScreen.ts';

const MODELS = 'tests/fixtures/models/';
const SHIPPED = JSON.parse(readFileSync('models/index.json', 'utf8')) as { reader: string };

const FIXTURE = createHash('sha256')
  .update(readFileSync(`${MODELS}fast-plate-ocr.onnx`))
  .digest('hex');

/** A row of the database; `change` is merged into it. */
function row(page: Page, store: string, key: string, change: object | null = null) {
  return page.evaluate(
    async ({ store, key, change }) => {
      const wait = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const db = await wait(indexedDB.open('platewheel'));
      try {
        const rows = db.transaction(store, 'readwrite').objectStore(store);
        const value = { ...(await wait(rows.get(key))), ...change };
        if (change) await wait(rows.keyPath ? rows.put(value) : rows.put(value, key));
        return value as { shipped?: { reader?: { id: string; sha256: string } } };
      } finally {
        db.close();
      }
    },
    { store, key, change },
  );
}

test('a new version leaves the earlier reader in use; photos can be read again with either', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto('#/models');
  await page
    .getByTestId('model-import')
    .setInputFiles([`${MODELS}fast-plate-ocr.onnx`, `${MODELS}fast-plate-ocr.yaml`]);
  await expect(page.getByTestId('model-row')).toHaveCount(3);
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/california.jpg`)]);
  await untilDone(page);
  const card = page.getByRole('article', { name: 'Plate 1' });
  await card.getByLabel('Plate text').press('Enter');
  await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');

  // Once something was said of a plate, what ships is kept beside it.
  await page.reload();
  await expect
    .poll(async () => (await row(page, 'settings', 'active-models')).shipped?.reader?.id, {
      timeout: 30_000,
    })
    .toBe(SHIPPED.reader);

  // The next version ships another reader: as if the fixture had shipped with this one.
  await row(page, 'models', FIXTURE, { shipped: true });
  const shipped = { reader: { id: 'reader-v0', sha256: FIXTURE } };
  await row(page, 'settings', 'active-models', { shipped });
  await page.goto('#/models');
  await page.reload();
  await expect(page.getByTestId('model-new')).toContainText(
    `${SHIPPED.reader} came with this version. fast-plate-ocr stays in use`,
  );
  const earlier = page.locator('[data-testid="model-row"][data-model="fast-plate-ocr"]');
  await expect(earlier).toHaveAttribute('data-state', 'active');
  await expectAccessible(page, 'main');

  // Photos of the batch are read again with it; what a person said stays.
  await page.getByRole('button', { name: 'Read 2 photos of the Read screen again' }).click();
  await untilDone(page);
  await page.getByTestId('show-table').click();
  const table = page.getByTestId('results-table');
  await expect(table).toContainText('AB123');
  await expect(table).not.toContainText('6PIV728');

  // The new one is taken after a second word, and left again.
  await page.goto('#/models');
  await page.getByRole('button', { name: `Use it: ${SHIPPED.reader}` }).click();
  await page.getByRole('button', { name: 'Use it all the same' }).click();
  await expect(page.getByTestId('model-new')).toHaveCount(0);
  await expect(earlier).not.toHaveAttribute('data-state', 'active');
  await page.getByRole('button', { name: 'Go back to the models before' }).click();
  await expect(earlier).toHaveAttribute('data-state', 'active');
});

test('classes that are plates can be chosen by hand', async ({ page }) => {
  await page.goto('#/models');
  await page.getByTestId('model-import').setInputFiles([`${MODELS}yolov8.onnx`]);
  const row = page.locator('[data-testid="model-row"][data-model="yolov8"]');
  await row.getByText('Plates are: license_plate').click();
  await row.getByLabel('license_plate').uncheck();
  await expect(row).toContainText('Plates are: everything it finds');
  await row.getByLabel('car').check();
  await expect(row).toContainText('Plates are: car');
  await page.reload();
  await expect(row).toContainText('Plates are: car');
});
