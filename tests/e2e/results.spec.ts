/** What a batch comes to: checking what is in doubt, the table, files, photos kept over a reload. */
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { expectAccessible } from './axe.ts';
import { expect, test } from './base.ts';
import { GERMANY, importZip, openDataset, withExif, yoloZip } from './flywheelTools.ts';
import {
  choose,
  downloadCsv,
  downloaded,
  engineReady,
  openRead,
  PHOTOS,
  photo,
  readPhotos,
  SAMPLES,
  status,
  untilDone,
} from './readScreen.ts';

test('the table: by keyboard, edited in place, copied, and the same in a workbook', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await readPhotos(
    page,
    `${SAMPLES}/germany.jpg`,
    `${PHOTOS}/virginia.jpg`,
    `${PHOTOS}/no-plate.jpg`,
  );
  await page.getByTestId('show-table').click();
  const table = page.getByTestId('results-table');
  await expect(table.getByRole('row')).toHaveCount(4);
  await expectAccessible(page);
  await table.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('new 1');
  await page.keyboard.press('Enter');
  await expect(table.getByRole('row').nth(2)).toContainText('NEW1');
  await expect(table.getByRole('row').nth(2)).toContainText('Corrected');
  await expect(table).toBeFocused();
  await expect(table).toHaveAttribute('aria-activedescendant', 'result-2');
  await page.keyboard.press('Control+z');
  await expect(table.getByRole('row').nth(2)).not.toContainText('NEW1');
  await expect(table).toHaveAttribute('aria-activedescendant', 'result-1');
  await page.keyboard.press('Control+Shift+z');
  await expect(table.getByRole('row').nth(2)).toContainText('NEW1');
  await page.keyboard.press('Home');
  // F2 goes into the text, it does not replace it; left there, it is no saved text.
  const first = table.getByRole('row').nth(1);
  await page.keyboard.press('F2');
  const cell = table.getByLabel('Plate text');
  const german = await cell.inputValue();
  await page.keyboard.type('X');
  await expect(cell).toHaveValue(`${german}X`);
  await first.getByText('germany.jpg').click();
  await expect(first).toContainText('Not saved');
  await table.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('F2');
  await expect(cell).toHaveValue(`${german}X`);
  await page.keyboard.press('Escape');
  await expect(first).not.toContainText('Not saved');
  const place = await first.boundingBox();
  await page.keyboard.press(' ');
  await expect(page.getByRole('button', { name: 'Select none' })).toBeVisible();
  expect(await first.boundingBox()).toEqual(place);
  await page.keyboard.press(' ');
  const check = (n: number) => table.getByRole('row').nth(n).locator('.table-check');
  await check(1).click();
  await check(3).click({ modifiers: ['Shift'] });
  await expect(page.getByText(/^3 of \d+ rows selected/)).toBeVisible();
  await page.getByRole('button', { name: 'Select none' }).click();
  await table.focus();
  await page.keyboard.press('Control+c');
  await expect(page.getByText('3 rows copied.').first()).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const lines = copied.split('\r\n').map((line) => line.split('\t'));
  expect(lines).toHaveLength(4);
  const { rows } = await downloadCsv(page);
  expect(lines.slice(1).map(([plate]) => plate)).toEqual(rows.map((row) => row.plate));

  const xlsx = await downloaded(page, async () => {
    await page.getByRole('button', { name: 'More downloads' }).click();
    await page.getByTestId('download-xlsx').click();
  });
  const parts = Object.values(unzipSync(new Uint8Array(xlsx))).map((part) =>
    Buffer.from(part).toString('utf8'),
  );
  for (const { plate } of rows) expect(parts.join('')).toContain(plate ?? '');
  const semicolons = await downloaded(page, async () => {
    await page.getByRole('button', { name: 'More downloads' }).click();
    await page.getByTestId('download-csv-semicolon').click();
  });
  expect(semicolons.toString('utf8')).toMatch(/^\ufefffile;plate;confidence/);
});

test('photos are at hand after a reload, boxes too; Settings says what they take and can do without', async ({
  page,
}) => {
  await readPhotos(page, `${SAMPLES}/germany.jpg`);
  await page.reload();
  await untilDone(page);
  await expect(page.getByText('the photo itself is not at hand')).toHaveCount(0);
  await page.getByRole('button', { name: /^Plate 1:/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('correct-state')).toContainText('Box moved');
  await expect(page.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await page.goto('./#/settings');
  await expect(page.getByTestId('kept-photos-size')).toContainText('kept now.');
  await page.getByRole('button', { name: 'Remove them' }).click();
  await expect(page.getByTestId('kept-photos-size')).toContainText('None kept now.');
  await page.getByRole('switch', { name: 'Keep the photos of the list' }).uncheck();
  await page.goto('./#/read');
  await engineReady(page);
  await choose(page, [photo(`${PHOTOS}/virginia.jpg`)]);
  await expect(status(page)).toContainText('2 photos', { timeout: 60_000 });
  await page.reload();
  await untilDone(page);
  await page.getByRole('option', { name: /virginia/ }).click();
  await expect(page.getByText('the photo itself is not at hand')).toBeVisible();
});

test('imported photos are not read yet, are read in the background, and are then plates or none', async ({
  page,
}) => {
  await openDataset(page);
  const photos = [...'abcdef'].map((name) => ({
    ...{ name, jpeg: withExif(GERMANY, 1, name), lines: null },
  }));
  // The job's notice takes the place of the dialog that began it: never two are seen.
  const seen = await page.evaluateHandle(() => {
    const most = { dialogs: 0 };
    const count = () => {
      const shown = [...document.querySelectorAll('dialog[open]')].filter(
        (dialog) => getComputedStyle(dialog).visibility === 'visible',
      );
      most.dialogs = Math.max(most.dialogs, shown.length);
    };
    new MutationObserver(count).observe(document.body, {
      ...{ attributes: true, childList: true, subtree: true },
    });
    return most;
  });
  await importZip(page, 'photos.zip', yoloZip(photos));
  expect(await seen.evaluate(({ dialogs }) => dialogs)).toBe(1);
  const tiles = page.getByRole('listbox', { name: 'Photos' }).getByRole('option');
  await expect(tiles.filter({ hasText: 'not read yet' })).toHaveCount(6);
  // One of them in the review, by Enter alone, and the others in one go.
  await page.getByRole('button', { name: 'Review 6' }).click();
  await expect(page.getByTestId('read-this')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('review-card').getByLabel('Plate text')).toHaveValue(/\w{5,}/, {
    timeout: 60_000,
  });
  await page.getByRole('button', { name: 'All kept photos' }).click();
  await expect(tiles.filter({ hasText: 'not read yet' })).toHaveCount(5);
  await page.getByTestId('read-now').click();
  // The job may be over before a pointer's click has waited for the dialog to be gone.
  await page.getByTestId('read-job').getByRole('button', { name: 'Pause' }).dispatchEvent('click');
  await expect(page.getByTestId('read-job')).toHaveAttribute('data-state', 'paused');
  await page.getByTestId('read-job').getByRole('button', { name: 'Resume' }).click();
  await page.goto('./#/settings');
  await page.goto('./#/dataset');
  await expect(tiles.filter({ hasText: 'not read yet' })).toHaveCount(0, { timeout: 80_000 });
  await expect(tiles.filter({ hasText: /[A-Z0-9]{5,}/ })).toHaveCount(6);
});

test('an imported box without its text is queued, and our reader fills it in', async ({ page }) => {
  test.setTimeout(150_000);
  await readPhotos(page, `${SAMPLES}/germany.jpg`);
  const { rows } = await downloadCsv(page);
  const [{ x, y, width, height, plate } = {}] = rows;
  const [w, h] = await page.evaluate(async () => {
    const response = await fetch('samples/germany.jpg');
    const bitmap = await createImageBitmap(await response.blob());
    return [bitmap.width, bitmap.height];
  });
  const centre = [
    (Number(x) + Number(width) / 2) / (w ?? 1),
    (Number(y) + Number(height) / 2) / (h ?? 1),
  ];
  const size = [Number(width) / (w ?? 1), Number(height) / (h ?? 1)];
  const lines = `0 ${[...centre, ...size].map((n) => n.toFixed(6)).join(' ')}\n`;
  await openDataset(page);
  const jpeg = withExif(GERMANY, 1, 'boxed');
  await importZip(page, 'boxed.zip', yoloZip([{ name: 'boxed', jpeg, lines }]));
  await expect(page.getByRole('option', { name: /text missing/ })).toHaveCount(1);
  await page.getByRole('button', { name: 'Review 1' }).click();
  const field = page.getByTestId('review-card').getByLabel('Plate text');
  await expect(field).toHaveValue(plate ?? '?', { timeout: 60_000 });
  await field.press('Enter');
  await expect(page.getByRole('heading', { name: 'Nothing left to review' })).toBeVisible();
});

/** In the page: the steepest step of brightness over two pixels in the middle of a box, of 255. */
function steepest(page: Page, jpeg: Buffer, row: Record<string, string> = {}): Promise<number> {
  const box = ['x', 'y', 'width', 'height'].map((side) => Number(row[side]));
  return page.evaluate(
    async ([base64, [x = 0, y = 0, width = 0, height = 0]]) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes]));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      if (!context) throw new Error('no canvas');
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(x, y, width, height);
      const across = Math.floor(width);
      let most = 0;
      for (let i = 0; i < data.length / 4 - 2; i++) {
        if (i % across > across - 3) continue;
        most = Math.max(most, Math.abs((data[4 * i + 1] ?? 0) - (data[4 * i + 9] ?? 0)));
      }
      return most;
    },
    [jpeg.toString('base64'), box] as const,
  );
}

test('plates are blurred for good, a report is printed, lists mark rows, repeats are found, all is kept', async ({
  page,
}) => {
  test.setTimeout(150_000);
  await openRead(page);
  await choose(page, [
    photo(`${SAMPLES}/germany.jpg`),
    photo(`${SAMPLES}/germany.jpg`, 'again.jpg'),
  ]);
  await untilDone(page);
  const { rows } = await downloadCsv(page);
  const plate = rows[0]?.plate ?? '';
  const zip = await downloaded(page, async () => {
    await page.getByRole('button', { name: 'More downloads' }).click();
    await page.getByTestId('download-redacted').click();
  });
  const photos = Object.values(unzipSync(new Uint8Array(zip)));
  expect(photos).toHaveLength(2);
  for (const jpeg of photos) {
    expect(Buffer.from(jpeg).includes('Exif')).toBe(false);
    const [before, after] = await Promise.all([
      steepest(page, Buffer.from(photo(`${SAMPLES}/germany.jpg`).buffer), rows[0]),
      steepest(page, Buffer.from(jpeg), rows[0]),
    ]);
    // Strokes are steps from dark to light within two pixels; eight dots over the whole plate have none.
    expect(before).toBeGreaterThan(120);
    expect(after).toBeLessThan(30);
  }

  // On paper there is a report with every plate, and nothing of the screen.
  await page.evaluate(() => {
    globalThis.print = () => {
      const report = document.querySelector<HTMLElement>('.print-report');
      Object.assign(globalThis, { printed: report?.textContent ?? '' });
    };
  });
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() =>
    document.querySelector<HTMLElement>('[aria-label="More downloads"]')?.click(),
  );
  await page.getByTestId('print-report').evaluate((item: HTMLElement) => item.click());
  const printed = () => page.evaluate(() => (globalThis as { printed?: string }).printed ?? '');
  await expect.poll(printed).toContain('2 photos, 2 plates');
  expect((await printed()).split(plate)).toHaveLength(3);
  await expect(page.locator('.print-report')).toBeVisible();
  await expect(page.getByTestId('batch-status')).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect(page.locator('.print-report')).toHaveCount(0);
  await page.emulateMedia({ media: null });

  await page.getByTestId('show-table').click();
  await page.getByRole('button', { name: 'Lists' }).click();
  await page.getByTestId('list-deny-file').setInputFiles({
    ...{ name: 'deny.csv', mimeType: 'text/csv', buffer: Buffer.from(`plate,why\n${plate},x\n`) },
  });
  await expect(page.getByRole('dialog').getByText('(1)')).toBeVisible();
  await expectAccessible(page, '.dialog');
  await page.keyboard.press('Escape');
  const table = page.getByTestId('results-table');
  await expect(table.getByText('Denied', { exact: true })).toHaveCount(2); // rows that stood there before
  await page.getByTestId('show-table').click();
  const list = page.getByRole('listbox', { name: 'Photos' });
  await expect(list.getByText('Denied', { exact: true })).toHaveCount(2);
  const card = page.getByRole('article', { name: 'Plate 1' });
  await expect(card.getByText('Denied', { exact: true })).toBeVisible();
  await page.getByTestId('show-table').click();
  expect((await downloadCsv(page)).rows.map((row) => row.list)).toEqual(['deny', 'deny']);
  await page.getByRole('button', { name: 'Repeats' }).click();
  await expect(page.getByTestId('repeats')).toContainText(`${plate} 2 times in 2 photos`);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'More ways to add photos' }).click();
  await page.getByTestId('keep-all').click();
  await expect(page.getByText('2 photos kept in the dataset.').first()).toBeVisible();
});
