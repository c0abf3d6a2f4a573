/** Slips of the hand that once saved a wrong text, on the wrong plate, or lost a typed one. */
import { expect, test } from './base.ts';
import { GERMANY, importZip, openDataset, review, withExif, yoloZip } from './flywheelTools.ts';
import { card, field, kept, list, read, state } from './plateCards.ts';
import { choose, downloadCsv, openRead, photo, SAMPLES, untilDone } from './readScreen.ts';

test('the table: small letters leave the caret where it was', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const before = await field(page).inputValue();
  await page.getByTestId('show-table').click();
  await page.getByTestId('results-table').focus();
  await page.keyboard.press('F2');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Delete');
  await page.keyboard.type('qx');
  await page.keyboard.press('Enter');
  const wanted = `${before[0]}QX${before.slice(2)}`;
  await expect.poll(async () => (await downloadCsv(page)).rows[0]?.plate).toBe(wanted);
});

test('the table: Enter goes down texts that nobody changed, and confirms none', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`), photo(`${SAMPLES}/germany.jpg`));
  await page.getByTestId('show-table').click();
  const table = page.getByTestId('results-table');
  const answers = async () => (await downloadCsv(page)).rows.map(({ checked }) => checked);
  await table.focus();
  for (let n = 0; n < 6; n++) await page.keyboard.press('Enter', { delay: 50 });
  await expect(table).toHaveAttribute('aria-activedescendant', 'result-3');
  expect((await answers()).filter(Boolean)).toEqual([]);
  // The same text typed anew says that it is right.
  await table.focus();
  await page.keyboard.press('End');
  const last = table.getByRole('row').last().locator('.table-plate');
  await page.keyboard.type((await last.textContent()) ?? '');
  await page.keyboard.press('Enter');
  await expect.poll(answers).toEqual(['', '', '', '', 'confirmed']);
});

test('the table: a row that leaves the filter when it is saved makes no other be skipped', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`));
  await page.getByTestId('show-table').click();
  await page.locator('.table-tools select').first().selectOption('doubtful');
  const table = page.getByTestId('results-table');
  await expect(table.getByRole('row')).toHaveCount(4);
  const { rows } = await downloadCsv(page);
  await table.getByRole('row').nth(1).click();
  await table.focus();
  for (const text of ['AA1', 'BB2', 'CC3']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }
  await expect(table.getByRole('row')).toHaveCount(1);
  const after = (await downloadCsv(page)).rows;
  const said = after.filter(({ checked }) => checked !== '').map(({ plate }) => plate);
  expect(said).toEqual(['AA1', 'BB2', 'CC3']);
  expect(after.map((row) => row.read_plate)).toEqual(rows.map((row) => row.read_plate));
});

test('the table: a column sorts forwards, backwards, then as the photos were added', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/india.jpg`), photo(`${SAMPLES}/germany.jpg`));
  await page.getByTestId('show-table').click();
  const name = page.getByRole('columnheader', { name: 'Photo' });
  const first = page.getByTestId('results-table').getByRole('row').nth(1);
  const press = () => name.getByRole('button').click();
  for (const [sorted, file] of [
    ['ascending', 'germany.jpg'],
    ['descending', 'india.jpg'],
    ['none', 'india.jpg'],
  ] as const) {
    await press();
    await expect(name).toHaveAttribute('aria-sort', sorted);
    await expect(first).toContainText(file);
    await expect(first).toHaveAttribute('data-active', 'true'); // one begins at the top
  }
});

test('what was typed and not saved stands in the table and beside the photo alike', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`));
  await page.getByTestId('show-table').click();
  const table = page.getByTestId('results-table');
  await table.focus();
  await page.keyboard.type('ab1');
  await page.keyboard.press('Tab'); // left without Enter
  await page.getByTestId('show-table').click();
  await expect(field(page)).toHaveValue('AB1');
  await expect(state(page)).toContainText('Not saved');
  await list(page).getByRole('option', { name: /india/ }).click();
  await field(page).fill('cd2');
  await page.getByTestId('show-table').click();
  await expect(table.getByText('Not saved')).toHaveCount(2);
  await downloadCsv(page);
  await expect(page.getByText('2 typed texts not saved yet are not in it').first()).toBeVisible();
  await page.reload();
  await untilDone(page);
  await expect(table.getByText('Not saved')).toHaveCount(2); // the table, as it was left
  await page.getByTestId('show-table').click();
  await expect(list(page).getByText('Not saved')).toHaveCount(2);
  await list(page).getByRole('option', { name: /india/ }).click();
  await field(page).press('Escape');
  await downloadCsv(page);
  await expect(page.getByText('1 typed text not saved yet is not in it').first()).toBeVisible();
});

test('what was typed is dropped when the plate gets another answer', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`));
  await field(page).fill('TYPED1');
  await card(page, 1).getByRole('button', { name: 'Not a plate' }).click();
  await page.getByTestId('show-table').click();
  const table = page.getByTestId('results-table');
  await expect(table.getByText('Not a plate')).toHaveCount(1);
  await expect(table.getByText('Not saved')).toHaveCount(0);
  await expect(table.getByText('TYPED1')).toHaveCount(0);
  await downloadCsv(page);
  await expect(page.getByText('not saved yet')).toHaveCount(0);
});

test('after a reload the batch never shows what was read instead of what was said', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`), photo(`${SAMPLES}/germany.jpg`));
  const rows = list(page).locator('.photo-row');
  for (const [n, text] of ['AA1', 'BB2', 'CC3'].entries()) {
    await rows.nth(n).click();
    await field(page).fill(text);
    await field(page).press('Enter');
    await kept(page);
  }
  await page.addInitScript(() => {
    const shown: string[] = [];
    Object.assign(globalThis, { shown });
    new MutationObserver(() => {
      const texts = [...document.querySelectorAll('.photo-row')].map((row) => row.textContent);
      if (texts.length > 0) shown.push(texts.slice(0, 3).join(' '));
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.reload();
  await untilDone(page);
  await expect(rows.nth(2)).toContainText('CC3');
  const shown = await page.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.filter((texts) => !/AA1.*BB2.*CC3/.test(texts))).toEqual([]);
});

test('a reload leads back to the plate that was shown', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/indonesia-three.jpg`));
  const rows = list(page).locator('.photo-row');
  await rows.nth(2).click();
  const text = await field(page).inputValue();
  await page.reload();
  await untilDone(page);
  await expect(field(page)).toHaveValue(text);
  await expect(list(page).getByRole('option', { selected: true })).toContainText(text);
  await expect(list(page).getByRole('option', { selected: true })).toContainText('indonesia-three');
  await rows.first().click();
  await page.reload();
  await untilDone(page);
  await expect(list(page).getByRole('option', { selected: true })).toContainText('germany');
});

test('the second half of a double click answers no plate that nobody has seen', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`));
  await page.keyboard.press('e');
  const first = page.getByRole('button', { name: 'Right' }).first();
  await first.dblclick({ delay: 20 });
  await kept(page, 1);
  await page.waitForTimeout(400);
  const checked = async () => (await downloadCsv(page)).rows.map((row) => row.checked);
  expect((await checked()).filter(Boolean)).toHaveLength(1);
  // An answer by key makes no click be let go, however soon it comes.
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await checked()).filter(Boolean)).toHaveLength(0);
  await page.getByTestId('download-csv').click();
  await page.keyboard.press('Enter');
  await checked();
  await page.keyboard.press('Control+z');
  await first.click();
  await expect.poll(async () => (await checked()).filter(Boolean)).toHaveLength(1);
  // A click after a look counts.
  await page.waitForTimeout(400);
  await card(page, 2).getByRole('button', { name: 'Right' }).click();
  await expect.poll(async () => (await checked()).filter(Boolean)).toHaveLength(2);
});

test('the second half of a double click does not press what took the button’s place', async ({
  page,
}) => {
  await openRead(page);
  const names = ['germany', 'india', 'indonesia-three'];
  await choose(
    page,
    [...names, ...names].map((name, n) => photo(`${SAMPLES}/${name}.jpg`, `${n}.jpg`)),
  );
  await page.getByRole('button', { name: 'Cancel' }).click();
  const others = page.getByRole('button', { name: /^Read the other/ });
  await expect(others).toBeVisible();
  await others.dblclick();
  await untilDone(page);
  await expect(page.getByTestId('batch-status')).not.toContainText('not read');
});

test('"Next photo" counts as often as it is pressed, however fast', async ({ page }) => {
  const names = ['germany', 'india', 'united-kingdom'];
  await read(page, ...names.map((name) => photo(`${SAMPLES}/${name}.jpg`)));
  await page.getByRole('button', { name: 'Next photo' }).dblclick();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('united-kingdom.jpg');
});

test('a double click on "Remove photo" takes one photo out', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`));
  await page.getByRole('button', { name: 'Remove photo' }).dblclick();
  await expect(page.getByTestId('batch-status')).toContainText('1 photo');
  await expect(list(page).getByRole('option')).toHaveCount(1);
});

test('Review: Esc takes back what was typed and stays in the text; only another one leaves it', async ({
  page,
}) => {
  await review(page, ['a', 'b']);
  const reviewCard = page.getByTestId('review-card');
  const text = reviewCard.getByLabel('Plate text');
  await expect(text).toBeFocused();
  await page.keyboard.type('77');
  await page.keyboard.press('Escape');
  await expect(text).toBeFocused();
  await page.keyboard.type('2557');
  await page.keyboard.press('Enter');
  await expect(reviewCard).toContainText('b.jpg');
  await expect(page.getByTestId('review-status')).toContainText('1 answered');
  await page.keyboard.press('ArrowUp');
  await expect(text).toHaveValue('2557');
  await expect(text).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('keys-answer')).toBeVisible();
});

test('Dataset: Shift-click chooses all between; what a filter hides is said', async ({ page }) => {
  await openDataset(page);
  const photos = ['a', 'b', 'c', 'd'].map((name) => ({
    name,
    jpeg: withExif(GERMANY, 1, name),
    lines: null,
  }));
  await importZip(page, 'set.zip', yoloZip(photos));
  await page.getByLabel('Order').selectOption('file');
  const check = (n: number) => page.locator('.sample-tile').nth(n).locator('.sample-check');
  await check(0).click();
  await check(2).click({ modifiers: ['Shift'] });
  await expect(page.getByTestId('chosen-count')).toHaveText('3 chosen');
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('');
  await page.locator('#sample-search').fill('a.jpg');
  await expect(page.getByTestId('chosen-count')).toHaveText('3 chosen, 2 of them not shown');
});

test('plates typed for a list wait there when its dialog is closed', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await page.getByTestId('show-table').click();
  const open = () => page.getByRole('button', { name: 'Lists' }).click();
  await open();
  await page.getByLabel('Add to allowed plates').fill('AB 12');
  await page.keyboard.press('Escape');
  await expect(page.getByText('What you typed is on no list yet').first()).toBeVisible();
  await open();
  await expect(page.getByLabel('Add to allowed plates')).toHaveValue('AB 12');
  await page.getByRole('button', { name: 'Add', exact: true }).first().click();
  await expect(page.getByRole('dialog').getByText('(1)')).toBeVisible();
});

test('"All right" says all at once, but for texts typed and not saved; one undo takes it back', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/indonesia-three.jpg`));
  await page.getByTestId('show-table').click();
  const table = page.getByTestId('results-table');
  const chips = (name: string) => table.locator('.state-chip').getByText(name, { exact: true });
  await table.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('F2');
  await page.keyboard.type('X');
  await table.getByRole('row').nth(3).getByText('indonesia-three.jpg').click();
  await expect(chips('Not saved')).toHaveCount(1);
  await table.focus();
  await page.keyboard.press('Control+a');
  const texts = (await table.getByRole('row').count()) - 2;
  // In the next frames: whoever reads the photos anew must find them answered.
  const now = await page.evaluate(async () => {
    const all = [...document.querySelectorAll('button')];
    all.find((button) => button.textContent?.includes('All right'))?.click();
    for (let n = 0; n < 2; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return [...document.querySelectorAll('.results-table .state-chip')].filter(
      (chip) => chip.textContent === 'Right',
    ).length;
  });
  expect(now).toBe(texts);
  await expect(page.getByText(/1 with typed text that is not saved/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Undo the last correction' }).click();
  await expect(chips('Right')).toHaveCount(0);
  await expect(chips('Not saved')).toHaveCount(1);
});
