/** What was done last is what Undo takes back, also late, and on the photo it was done to. */
import { expect, test } from './base.ts';
import { field, kept, list, read } from './plateCards.ts';
import { choose, downloadCsv, openRead, photo, SAMPLES, untilDone } from './readScreen.ts';

const messages = (page: Parameters<typeof list>[0]) =>
  page.getByRole('region', { name: 'Messages' });

test('a list that comes back leaves each answer and each typed text with its own photo', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await field(page).fill('TYPED1');
  await page.getByRole('button', { name: 'Clear results' }).click();
  await expect(page.getByTestId('batch-status')).toHaveAttribute('data-state', 'idle');
  await choose(page, [photo(`${SAMPLES}/india.jpg`)]);
  await untilDone(page);
  await expect(field(page)).not.toHaveValue('TYPED1');
  const text = await field(page).inputValue();
  await field(page).press('Enter');
  await kept(page);
  await expect(messages(page)).not.toContainText('cleared'); // it would lie over the next list
  const undo = page.getByRole('button', { name: 'Undo the last correction' });
  await undo.click();
  await undo.click();
  await expect(list(page).getByRole('option')).toHaveCount(2);
  await list(page).getByRole('option', { name: /india/ }).click();
  await expect(field(page)).toHaveValue(text);
  await field(page).fill('NEW77');
  await field(page).press('Enter');
  await kept(page);
  const checked = async () =>
    (await downloadCsv(page)).rows.map(({ file, plate, checked }) => [file, plate, checked]);
  await expect.poll(checked).toContainEqual(['india.jpg', 'NEW77', 'corrected']);
  expect((await checked()).filter(([, , answer]) => answer !== '')).toHaveLength(1);
  await list(page)
    .getByRole('option', { name: /germany/ })
    .click();
  await expect(field(page)).toHaveValue('TYPED1');
  await page.waitForTimeout(400); // as long as a look takes: a sooner Enter is the last one's second half
  await field(page).press('Enter');
  await kept(page);
  await expect.poll(checked).toContainEqual(['germany.jpg', 'TYPED1', 'corrected']);
  await page.reload();
  await untilDone(page);
  await expect.poll(checked).toContainEqual(['india.jpg', 'NEW77', 'corrected']);
  expect((await checked()).map(([file]) => file).sort()).toEqual(['germany.jpg', 'india.jpg']);

  // A later list of the same tab begins without what was typed and left in this one.
  await field(page).first().fill('LEFT1');
  await page.getByRole('button', { name: 'Clear results' }).click();
  await expect(page.getByTestId('batch-status')).toHaveAttribute('data-state', 'idle');
  await page.reload();
  await choose(page, [photo(`${SAMPLES}/india.jpg`)]);
  await untilDone(page);
  await expect(field(page)).not.toHaveValue('LEFT1');
});

test('Ctrl Z takes back what was done last: a photo taken out, then the answers of many rows', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`));
  await page.getByTestId('show-table').click();
  const checked = async () =>
    (await downloadCsv(page)).rows.filter(({ checked }) => checked !== '').length;
  await page.getByTestId('results-table').focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'All right' }).click();
  await expect(messages(page)).toContainText('2 texts marked as right');
  expect(await checked()).toBe(2);
  await page.getByTestId('show-table').click();
  await page.getByRole('button', { name: 'Remove photo' }).click();
  await expect(list(page).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(list(page).getByRole('option')).toHaveCount(2);
  await expect(messages(page)).not.toContainText('out of the results');
  expect(await checked()).toBe(2);

  // The keys are still on the button that answered the rows.
  await page.getByTestId('show-table').click();
  await page.getByRole('button', { name: 'Copy all' }).focus();
  await page.keyboard.press('Control+z');
  await expect.poll(checked).toBe(0);
  await expect(messages(page)).not.toContainText('2 texts marked as right');
});

for (const reloads of [false, true]) {
  const when = reloads ? 'also after a reload' : 'in the same visit';
  test(`a photo that was deleted and brought back has its answer on Read again, ${when}`, async ({
    page,
  }) => {
    await read(page, photo(`${SAMPLES}/germany.jpg`));
    await field(page).fill('BACK1');
    await field(page).press('Enter');
    await kept(page);
    if (reloads) {
      await page.getByTestId('show-table').click(); // no card, which would know of it by itself
      await page.reload();
      await untilDone(page);
    }
    const plates = async () => (await downloadCsv(page)).rows.map(({ plate }) => plate);
    expect(await plates()).toEqual(['BACK1']);
    await page.getByRole('link', { name: 'Dataset', exact: true }).click();
    await page.locator('.sample-check').first().click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(page.locator('.sample-check')).toHaveCount(0);
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await expect.poll(plates).not.toEqual(['BACK1']);
    await page.getByRole('link', { name: 'Dataset', exact: true }).click();
    await messages(page).getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(page.locator('.sample-check')).toHaveCount(1);
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await expect.poll(plates).toEqual(['BACK1']);
  });
}

test('undo and redo take the keys along to their plate', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`));
  const first = page.getByRole('article', { name: 'Plate 1' }).getByLabel('Plate text');
  const cards = page.locator('.plate-card');
  const count = await cards.count();
  await page.getByRole('button', { name: 'Missed plate' }).focus();
  await page.keyboard.press('Enter');
  await expect(cards).toHaveCount(count + 1);
  await page.keyboard.type('BOX77');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await downloadCsv(page)).text).toContain('BOX77');
  for (const left of [count + 1, count]) {
    await page.getByRole('button', { name: 'Undo the last correction' }).click();
    await expect(cards).toHaveCount(left);
  }
  await first.click();
  await page.keyboard.press('Control+y');
  await expect(cards).toHaveCount(count + 1);
  await page.keyboard.press('Control+y');
  await expect.poll(async () => (await downloadCsv(page)).text).toContain('BOX77');
  await expect(cards.last()).toHaveAttribute('data-selected', 'true');
  await expect(first).not.toBeFocused();
  await page.keyboard.press('Enter');
  const checked = (await downloadCsv(page)).rows.filter(({ checked }) => checked !== '');
  expect(checked.map(({ plate }) => plate)).toEqual(['BOX77']);
});

test('what stands for a character that cannot be read is no text, and is not left out unsaid', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const before = await field(page).inputValue();
  await field(page).fill('SH?099');
  await field(page).press('Enter');
  await expect(page.getByRole('alert')).toContainText('“?” is neither a letter nor a digit');
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.getByTestId('show-table').click();
  await page.getByTestId('results-table').focus();
  await page.keyboard.press('F2');
  await page.keyboard.press('Enter');
  await expect(messages(page)).toContainText('“?” is neither a letter nor a digit');
  const [row] = (await downloadCsv(page)).rows;
  expect([row?.plate, row?.checked]).toEqual([before, '']);
});

test('undo brings a cleared list back first, then takes back what was answered in it', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await field(page).press('Enter');
  await kept(page);
  await page.getByRole('button', { name: 'Clear results' }).click();
  await expect(page.getByTestId('batch-status')).toHaveAttribute('data-state', 'idle');
  await choose(page, [photo(`${SAMPLES}/india.jpg`)]);
  await untilDone(page);
  const undo = page.getByRole('button', { name: 'Undo the last correction' });
  const redo = page.getByRole('button', { name: 'Redo' });
  const options = list(page).getByRole('option');
  const row = list(page).getByRole('option', { name: /germany/ });
  await undo.click();
  await expect(options).toHaveCount(2);
  await expect(row).toContainText('Right');
  await undo.click();
  await expect(row).not.toContainText('Right');
  await redo.click();
  await expect(row).toContainText('Right');
  await redo.click();
  await expect(options).toHaveCount(1);
  await expect(page.getByRole('heading', { name: 'india.jpg' })).toBeVisible();
  await undo.click();
  await expect(row).toContainText('Right');
});

test('Ctrl Z on the empty screen brings the list back that was cleared', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await field(page).press('Enter');
  await kept(page);
  await page.getByRole('button', { name: 'Clear results' }).click();
  await expect(list(page)).toHaveCount(0);
  await expect(messages(page)).toContainText('Results of 1 photo cleared');
  await page.keyboard.press('Control+z');
  await expect(list(page).getByRole('option', { name: /germany/ })).toContainText('Right');
  await expect(messages(page)).not.toContainText('cleared');
  await page.reload();
  await expect(list(page).getByRole('option', { name: /germany/ })).toContainText('Right');
});

test('redo brings a typed text back, not what the reader filled in meanwhile', async ({ page }) => {
  await page.goto('./#/settings');
  await page.locator('#threshold').fill('0.95'); // the plate is not found, and drawn by hand
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/germany.jpg`)]);
  await untilDone(page);
  const cards = page.locator('.plate-card');
  await expect(cards).toHaveCount(0);
  const stage = await page.locator('.viewer').first().boundingBox();
  if (!stage) throw new Error('no photo');
  const at = (x: number, y: number) =>
    [stage.x + x * stage.width, stage.y + y * stage.height] as const;
  await page.getByRole('button', { name: 'Missed plate' }).click();
  await page.mouse.move(...at(0.22, 0.55));
  await page.mouse.down();
  await page.mouse.move(...at(0.6, 0.75), { steps: 5 });
  await page.mouse.up();
  await expect(cards).toHaveCount(1);
  await expect(cards.last()).toContainText('Filled in by the reader');
  const last = cards.last().getByLabel('Plate text');
  await last.fill('QQ33QQ');
  await last.press('Enter');
  await expect(cards.last()).toContainText('Added by you');
  for (const left of [1, 0]) {
    await page.getByRole('button', { name: 'Undo the last correction' }).click();
    await expect(cards).toHaveCount(left);
  }
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(cards).toHaveCount(1);
  await expect(cards.last()).toContainText('Filled in by the reader');
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(cards.last()).toContainText('Added by you');
  await expect(last).toHaveValue('QQ33QQ');
});
