/** What a person corrects on the Read screen is what every list and file shows, at once and after a reload. */
import { expect, test } from './base.ts';
import { card, field, kept, list, read, state } from './plateCards.ts';
import { downloadCsv, downloaded, PHOTOS, photo, SAMPLES, untilDone } from './readScreen.ts';

test('a corrected text is everywhere at once: card, badge, list, CSV, JSON, copy; undo goes back', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const before = await field(page).inputValue();
  await field(page).fill('ABO 1234');
  await field(page).press('Enter');
  await kept(page);
  const everywhere = async (text: string, checked: string) => {
    await expect(field(page)).toHaveValue(text);
    await expect(page.getByRole('button', { name: `Plate 1: ${text}` })).toBeVisible();
    await expect(list(page).getByRole('option', { name: new RegExp(text) })).toBeVisible();
    const { rows } = await downloadCsv(page);
    expect(rows[0]).toMatchObject({ plate: text, read_plate: before, checked, status: 'ok' });
    const json = JSON.parse(
      (
        await downloaded(page, async () => {
          await page.getByRole('button', { name: 'More downloads' }).click();
          await page.getByTestId('download-json').click();
        })
      ).toString('utf8'),
    );
    expect(json.photos[0].plates[0]).toMatchObject({ text, read: before });
    await card(page, 1).getByRole('button', { name: 'Copy text' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  };
  await everywhere('ABO1234', 'corrected');
  await page.reload();
  await untilDone(page);
  await everywhere('ABO1234', 'corrected');
  await card(page, 1).getByRole('button', { name: 'Not a plate' }).click();
  await kept(page);
  expect((await downloadCsv(page)).rows[0]).toMatchObject({
    ...{ plate: '', read_plate: before, checked: 'rejected', status: 'rejected' },
  });
  await page.getByRole('button', { name: 'Undo the last correction' }).click();
  await everywhere('ABO1234', 'corrected');
});

test('a plate that was missed enters the results, and leaves them when taken back', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await page.getByRole('button', { name: 'Missed plate' }).focus();
  await page.keyboard.press('Enter');
  await expect(card(page, 2)).toBeVisible();
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('new 1');
  await page.keyboard.press('Enter');
  await kept(page, 2);
  const added = async () => (await downloadCsv(page)).rows.map((row) => [row.plate, row.checked]);
  expect(await added()).toContainEqual(['NEW1', 'added']);
  await expect(list(page).getByRole('option', { name: /NEW1.*Added/ })).toBeVisible();
  await card(page, 2).getByRole('button', { name: 'Not a plate' }).click();
  await expect(card(page, 2)).toHaveCount(0);
  expect(await added()).not.toContainEqual(['NEW1', 'added']);
});

test('after a reload every text can be corrected, also without the photo', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await page.reload();
  await untilDone(page);
  await field(page).fill('LATER1');
  await field(page).press('Enter');
  await kept(page);
  expect((await downloadCsv(page)).rows[0]).toMatchObject({
    plate: 'LATER1',
    checked: 'corrected',
  });
  await page.reload();
  await untilDone(page);
  await expect(field(page)).toHaveValue('LATER1');
  expect((await downloadCsv(page)).rows[0]).toMatchObject({
    plate: 'LATER1',
    checked: 'corrected',
  });
});

test('plates are dense at 1440 px, and a wide crop stays inside its card', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`), photo(`${SAMPLES}/united-kingdom.jpg`));
  const heights = () =>
    page
      .locator('.plate-card')
      .evaluateAll((all) => all.map((c) => c.getBoundingClientRect().height));
  expect(Math.max(...(await heights()))).toBeLessThanOrEqual(280);
  // However wide a crop is: as wide as a panorama of a plate.
  await page
    .locator('.plate-crop')
    .first()
    .evaluate((img: HTMLImageElement) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [3000, 40];
      img.src = canvas.toDataURL();
    });
  const column = await page.locator('.cards').boundingBox();
  const first = await page.locator('.plate-card').first().boundingBox();
  expect((first?.x ?? 0) + (first?.width ?? 9e9)).toBeLessThanOrEqual(
    (column?.x ?? 0) + (column?.width ?? 0),
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440);
  // One text a plate, and it is the field.
  const text = await field(page).inputValue();
  await expect(
    page.locator('.cards').getByText(text, { exact: true }).and(page.locator(':visible')),
  ).toHaveCount(0);
});

test('the list has a row a plate with its own state, sorts, and finds plates as people write them', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`), photo(`${SAMPLES}/germany.jpg`));
  const { rows } = await downloadCsv(page);
  const options = list(page).getByRole('option');
  await expect(options).toHaveCount(rows.length);
  for (const [n, row] of rows.entries()) {
    const sure = Number(row.confidence) >= 0.8;
    await expect(options.nth(n)).toContainText(row.plate ?? '');
    await expect(options.nth(n)).toContainText(sure ? 'Read' : 'Doubtful');
  }
  await page.getByRole('combobox', { name: 'Sort' }).selectOption('By plate');
  const sorted = rows.map((row) => row.plate ?? '').sort();
  await expect(options.first()).toContainText(sorted[0] ?? '');

  const [plate] = sorted;
  const search = page.getByRole('searchbox', { name: 'Search names and plates' });
  await downloadCsv(page);
  const unsure = rows.filter((row) => Number(row.confidence) < 0.8).length;
  expect(rows.filter((row) => row.status === 'doubtful')).toHaveLength(unsure);
  expect(unsure).toBeGreaterThan(1);
  await expect(
    page
      .getByText(`${unsure} readings in it are doubtful and not checked`, { exact: false })
      .first(),
  ).toBeVisible();
  await search.fill(`${plate?.slice(0, 2)} ${plate?.slice(2, 5)}-${plate?.slice(5).toLowerCase()}`);
  await expect(options).toHaveCount(1);
  await expect(page.locator('.list-filter')).toContainText('1 row');
  const alike = (plate ?? '')
    .replaceAll('0', 'O')
    .replaceAll('1', 'I')
    .replaceAll('5', 'S')
    .replaceAll('6', 'G')
    .replaceAll('2', 'Z')
    .replaceAll('8', 'B');
  expect(alike).not.toBe(plate);
  await search.fill(alike);
  await expect(options.first()).toContainText('looks alike');
  // Enter shows what was found.
  await search.press('Enter');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(options).toHaveCount(rows.length);
});

test('where corrections are kept is said once, quietly, and not over the buttons', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await expect(page.getByTestId('storage-notice')).toHaveCount(0);
  await field(page).fill('AB1');
  await field(page).press('Enter');
  await kept(page);
  await expect(page.getByTestId('storage-notice')).toHaveCount(1);
  await expect(page.locator('.toast')).toHaveCount(0);
  await expect(page.getByText('export to be safe')).toHaveCount(0);
});

test('small things: the photo twice, undo that cannot, "no plate here" and back, a toolbar that stays', async ({
  page,
}) => {
  await read(page, photo(`${PHOTOS}/virginia.jpg`));
  const undo = page.getByRole('button', { name: 'Undo the last correction' });
  expect(Number(await undo.evaluate((b) => getComputedStyle(b).opacity))).toBeLessThan(0.5);
  const missed = page.getByRole('button', { name: 'Missed plate' });
  const width = (await missed.boundingBox())?.width;
  await missed.click();
  expect((await missed.boundingBox())?.width).toBe(width);
  await missed.click();
  await page.getByRole('button', { name: 'No plate here' }).click();
  await expect(page.getByRole('heading', { name: 'No plate here, you said' })).toBeVisible();
  await expect(page.getByText('No plate found')).toHaveCount(0);
  await page.getByRole('button', { name: 'Take that back' }).click();
  await expect(state(page)).toContainText('not checked yet');

  const again = () =>
    page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'same.jpg', { lastModified: 1e12 }));
      const input = document.querySelector<HTMLInputElement>('[data-testid=photo-input]');
      if (!input) throw new Error('no input');
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
  await again();
  await again();
  await expect(page.getByText('1 photo left out: already in the list.').first()).toBeVisible();
  await expect(list(page).getByRole('option', { name: /same/ })).toHaveCount(1);
  await downloadCsv(page);
  await expect(page.getByText(/plates\.csv written: 2 photos\./).first()).toBeVisible();
  await page.getByRole('searchbox').fill('nothing like it');
  expect((await downloadCsv(page)).rows).toHaveLength(2);
  const told = page.getByText(/written: 2 photos, also what the filter or search hides\./);
  await expect(told.first()).toBeVisible();
});
