/** Results survive until they are cleared, and clearing can be undone. */
import { expect, test } from './base.ts';
import {
  choose,
  downloadCsv,
  finished,
  openRead,
  PHOTOS,
  photo,
  SAMPLES,
  status,
  untilDone,
} from './readScreen.ts';

test('results survive a reload; clear forgets them, undo brings them back', async ({ page }) => {
  await openRead(page);
  await choose(page, [photo(`${PHOTOS}/virginia.jpg`), photo(`${PHOTOS}/no-plate.jpg`)]);
  await untilDone(page);
  const before = (await downloadCsv(page)).text;

  await page.reload();
  await untilDone(page);
  expect((await downloadCsv(page)).text).toBe(before);
  await expect(page.getByRole('img', { name: 'Plate 1, cut out' })).toBeVisible();

  await page.getByRole('button', { name: 'Clear results' }).click();
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
  await page.getByRole('button', { name: 'Undo' }).click();
  await untilDone(page);
  await page.reload();
  await untilDone(page);
  expect((await downloadCsv(page)).text).toBe(before);

  await page.getByRole('button', { name: 'Clear results' }).click();
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
  await page.reload();
  await expect(page.getByRole('heading', { name: /Read licence plates/ })).toBeVisible();
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
});

test('photos a closed page did not get to are named, and read when chosen again', async ({
  page,
}) => {
  await openRead(page);
  const files = Array.from({ length: 12 }, (_, n) => photo(`${PHOTOS}/virginia.jpg`, `${n}.jpg`));
  const stamped = async () => {
    // Playwright gives each hand-over its own time; a person's files keep theirs.
    await page.evaluate(
      (list) => {
        const transfer = new DataTransfer();
        for (const { name, base64 } of list) {
          const content = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          transfer.items.add(new File([content], name, { type: 'image/jpeg', lastModified: 1e12 }));
        }
        const input = document.querySelector<HTMLInputElement>('[data-testid=photo-input]');
        if (!input) throw new Error('no input');
        input.files = transfer.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      },
      files.map(({ name, buffer }) => ({ name, base64: buffer.toString('base64') })),
    );
  };
  await stamped();
  await expect.poll(() => finished(page), { intervals: [50] }).toBeGreaterThanOrEqual(2);
  await page.reload();
  await untilDone(page);
  const kept = (await downloadCsv(page)).rows;
  expect(kept.map((row) => row.file).length).toBeGreaterThanOrEqual(12);
  const interrupted = kept.filter((row) => row.status === 'error: interrupted');
  expect(interrupted.length).toBeGreaterThan(0);
  expect(interrupted.length).toBeLessThan(11);

  await expect(page.getByTestId('engine')).toHaveAttribute('data-state', 'ready');
  await stamped();
  await expect(page.getByText(`${interrupted.length} interrupted photo`).first()).toBeVisible();
  await untilDone(page);
  const { rows } = await downloadCsv(page);
  expect(rows.filter((row) => row.status?.startsWith('error'))).toEqual([]);
});

test('two tabs keep batches of their own', async ({ page, context }) => {
  await openRead(page);
  await choose(page, [photo(`${PHOTOS}/no-plate.jpg`, 'first tab.jpg')]);
  await untilDone(page);
  const other = await context.newPage();
  await openRead(other);
  await expect(status(other)).toHaveAttribute('data-state', 'idle');
  await choose(other, [photo(`${PHOTOS}/no-plate.jpg`, 'second tab.jpg')]);
  await untilDone(other);
  for (const [tab, name] of [
    [page, 'first tab.jpg'],
    [other, 'second tab.jpg'],
  ] as const) {
    await tab.reload();
    await untilDone(tab);
    expect((await downloadCsv(tab)).rows.map((row) => row.file)).toEqual([name]);
  }
});

test('a photo chosen before the earlier results are found stands behind them, once', async ({
  page,
  context,
}) => {
  await openRead(page);
  await choose(page, [photo(`${PHOTOS}/no-plate.jpg`, 'earlier.jpg')]);
  await untilDone(page);
  await page.addInitScript(() => {
    const { request } = LockManager.prototype as unknown as {
      request: (...args: unknown[]) => Promise<unknown>;
    };
    Object.assign(LockManager.prototype, {
      async request(this: LockManager, ...args: unknown[]) {
        await new Promise((resolve) => setTimeout(resolve, 2_000)); // a slow disk
        return request.apply(this, args);
      },
    });
  });
  await page.reload();
  await choose(page, [photo(`${PHOTOS}/virginia.jpg`, 'quick.jpg')]);
  const files = async () => [...new Set((await downloadCsv(page)).rows.map((row) => row.file))];
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(2);
  await untilDone(page);
  expect(await files()).toEqual(['earlier.jpg', 'quick.jpg']);
  await expect(page.getByRole('heading', { name: 'quick.jpg' })).toBeVisible();

  await page.reload();
  await untilDone(page);
  expect(await files()).toEqual(['earlier.jpg', 'quick.jpg']);
  const other = await context.newPage();
  await openRead(other);
  await expect(status(other), 'nothing is left over for another tab').toHaveAttribute(
    'data-state',
    'idle',
  );
});

test('a photo is taken out of the results, also after a reload, and put back', async ({ page }) => {
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`)]);
  await untilDone(page);
  const files = async () => (await downloadCsv(page)).rows.map(({ file }) => file);
  const list = page.getByRole('listbox', { name: 'Photos' });
  const remove = page.getByRole('button', { name: 'Remove photo' });
  await remove.click();
  await expect(page.getByRole('heading', { name: 'india.jpg' })).toBeVisible();
  await expect(status(page)).toContainText('1 photo');
  expect(await files()).toEqual(['india.jpg']);
  await page.getByText('germany.jpg is out of the results.').first().waitFor();
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).last().click();
  await expect(page.getByRole('heading', { name: 'germany.jpg' })).toBeVisible();
  expect(await files()).toEqual(['germany.jpg', 'india.jpg']);

  // What was taken out of a list that is cleared has no list to go back to: only that can be undone.
  await remove.click();
  await expect(list.getByRole('option')).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear results' }).click();
  await expect(page.getByText('Results of 1 photo cleared.').first()).toBeVisible();
  await expect(page.locator('.toast').getByRole('button', { name: 'Undo' })).toHaveCount(1);
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await expect(list.getByRole('option')).toHaveCount(1);
  await page.reload();
  await untilDone(page);
  await expect(page.getByRole('heading', { name: 'india.jpg' })).toBeVisible();
  expect(await files()).toEqual(['india.jpg']);
  // It can be chosen again.
  await choose(page, [photo(`${SAMPLES}/germany.jpg`)]);
  await untilDone(page);
  expect((await files()).sort()).toEqual(['germany.jpg', 'india.jpg']);
});
