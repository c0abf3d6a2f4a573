import type { Page } from '@playwright/test';
import { expect, test } from './base.ts';
import {
  dumpDatabase,
  GERMANY,
  importZip,
  lookThrough,
  openDataset,
  withExif,
  zipOf,
} from './flywheelTools.ts';

/** A plate as the formats below say it, unless they say more. */
const photo = (name: string, orientation = 1) => withExif(GERMANY, orientation, name);

/** Photos of 3 MB, of which an import writes three at a time. */
const heavyZip = () =>
  zipOf(
    Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `images/p${i}.jpg`,
        Buffer.concat([photo(`p${i}`), Buffer.alloc(3_000_000)]),
      ]),
    ),
  );

/**
 * Begins an import and stops time for it once a part is written: the page holds a store that the
 * next part needs, until `release` is called in it or it is closed.
 */
async function importHalf(page: Page): Promise<void> {
  await openDataset(page);
  await lookThrough(page, 'heavy.zip', heavyZip());
  // It waits before Import is pressed: on a fast disk the import is over in a moment.
  const held = page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await wait(indexedDB.open('platewheel'));
    const patience = Date.now() + 60_000;
    for (;;) {
      const tx = db.transaction(['importRows', 'derived']);
      const rows = await wait(tx.objectStore('importRows').count());
      if (rows === 0) {
        if (Date.now() > patience) throw new Error('nothing was written in a minute');
        await new Promise((resolve) => setTimeout(resolve, 2));
        continue;
      }
      if (rows === 12) throw new Error('too late: everything is written');
      let held = true;
      const hold = () => {
        if (held) tx.objectStore('derived').count().onsuccess = hold;
        else db.close();
      };
      hold();
      Object.assign(globalThis, {
        release: () => {
          held = false;
        },
      });
      return;
    }
  });
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await held;
}

/** How many rows the stores hold that an import writes to. */
async function importedRows(page: Page, which: 'first' | 'copy' = 'first') {
  const dump = await dumpDatabase(page, which);
  const stores =
    'samples blobs thumbs derived predictions labels log groups splits imports importRows trash';
  return Object.fromEntries(stores.split(' ').map((name) => [name, dump[name]?.length]));
}
const NOTHING = {
  ...{ samples: 0, blobs: 0, thumbs: 0, derived: 0, predictions: 0, labels: 0 },
  ...{ log: 0, groups: 0, splits: 0, imports: 0, importRows: 0, trash: 0 },
};

test('an import that is stopped midway leaves nothing', async ({ page }) => {
  test.slow();
  await importHalf(page);
  await page.getByTestId('job').getByRole('button', { name: 'Stop' }).click();
  await page.evaluate('release()');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Stopped', {
    timeout: 60_000,
  });
  expect(await importedRows(page)).toEqual(NOTHING);
  expect(await importedRows(page, 'copy')).toEqual(NOTHING);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
  // It can be taken as if nothing had been.
  await importZip(page, 'heavy.zip', heavyZip());
  await expect(page.getByTestId('sample-count')).toHaveText(/^12 photos/);
});

for (const screen of ['dataset', 'read']) {
  test(`an import whose page is closed midway shows nothing, and its rest goes at the next start on ${screen}`, async ({
    page,
    context,
  }) => {
    test.slow();
    await importHalf(page);
    await page.close();
    // No app runs here: it only takes the lock, as a tab that imports would, so that nobody tidies up.
    const bare = await context.newPage();
    await bare.goto('./manifest.webmanifest');
    await bare.evaluate(
      () =>
        new Promise<void>((locked) => {
          void navigator.locks.request('platewheel-import', () => {
            locked();
            return new Promise<void>((release) => Object.assign(globalThis, { release }));
          });
        }),
    );
    const left = await importedRows(bare);
    expect(left).toMatchObject({ imports: 1 });
    expect(left.samples).toBeGreaterThan(0);
    const other = await context.newPage();
    await openDataset(other);
    await expect(other.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
    expect(await importedRows(bare)).toEqual(left);
    await other.close();
    await bare.evaluate('release()');

    const next = await context.newPage();
    await next.goto(`./#/${screen}`);
    await expect(next.getByText(/An import was interrupted/).first()).toBeVisible({
      timeout: 60_000,
    });
    expect(await importedRows(bare)).toEqual(NOTHING);
    expect(await importedRows(bare, 'copy')).toEqual(NOTHING);
  });
}
