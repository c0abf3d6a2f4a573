/** Keys within a plate's text: taking them back, and which text is meant where part of the old one is left. */
import { expect, test } from './base.ts';
import { card, field, kept, list, read, state } from './plateCards.ts';
import { downloadCsv, photo, SAMPLES } from './readScreen.ts';

test('E marks the least sure character, which the next key replaces', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`));
  const before = await field(page).inputValue();
  await list(page).getByRole('option').first().click();
  await page.keyboard.press('e');
  await page.keyboard.press('h');
  const typed = await field(page).inputValue();
  expect(typed).toHaveLength(before.length);
  expect([...typed].filter((char, n) => char !== before[n])).toEqual(['H']);
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue(before);
});

test('Ctrl Z in a text takes one key back after the other', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const before = await field(page).inputValue();
  await field(page).press('Home');
  await field(page).press('Shift+ArrowRight');
  await page.keyboard.type('xy');
  await expect(field(page)).toHaveValue(`XY${before.slice(2)}`);
  await page.keyboard.press('Control+z');
  await expect(field(page)).toHaveValue(`X${before.slice(1)}`);
  // As before, the next key replaces.
  await page.keyboard.type('q');
  await expect(field(page)).toHaveValue(`XQ${before.slice(2)}`);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(field(page)).toHaveValue(before);
  await expect(state(page)).toContainText('not checked yet');
});

test('Backspace takes a replacing key back, and not the character marked after it', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const before = await field(page).inputValue();
  await field(page).press('Home');
  await field(page).press('Shift+ArrowRight');
  await page.keyboard.type('xy');
  await page.keyboard.press('Backspace');
  await expect(field(page)).toHaveValue(`X${before.slice(1)}`);
  await page.keyboard.type('z');
  await expect(field(page)).toHaveValue(`XZ${before.slice(2)}`);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await expect(field(page)).toHaveValue(before);
  // Where nothing was typed, or a character was chosen since, it deletes.
  await page.keyboard.type('q');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Backspace');
  await expect(field(page)).toHaveValue(`Q${before.slice(2)}`);
});

test('the rest typed anew is the likelier text, also where its first character is as it was', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const before = await field(page).inputValue();
  await field(page).press('Home');
  await field(page).press('ArrowRight');
  await field(page).press('Shift+ArrowRight');
  const rest = `${before.slice(1, 3)}Q${before.slice(3)}`;
  await page.keyboard.type(rest.toLowerCase());
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('which-text')).toContainText(`${before[0]}${rest} Enter`);
  await expect(page.getByTestId('which-text')).toContainText(`${rest} Backspace`);
  await page.keyboard.press('Enter');
  await kept(page);
  expect((await downloadCsv(page)).rows[0]?.plate).toBe(`${before[0]}${rest}`);
});

test('the question about what is left of a text outlives leaving it, and takes keys after a click', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`));
  const question = page.getByTestId('which-text');
  await field(page).press('Home');
  await field(page).press('Shift+ArrowRight');
  await page.keyboard.type('qx77');
  await card(page, 1).getByRole('button', { name: 'Save' }).click();
  await expect(question).toBeVisible();
  await list(page).getByRole('option', { name: /india/ }).click();
  await list(page)
    .getByRole('option', { name: /germany/ })
    .click();
  await expect(question).toBeHidden();
  await card(page, 1).getByRole('button', { name: 'Save' }).click();
  await expect(question).toContainText('QX77 Enter');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await downloadCsv(page)).rows[0]?.plate).toBe('QX77');
});

test('a held Enter answers one plate: in the text, on a button and in the table', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`), photo(`${SAMPLES}/germany.jpg`));
  const answered = async () =>
    (await downloadCsv(page)).rows.filter(({ checked }) => checked !== '').length;
  const holdEnter = async () => {
    for (let n = 0; n < 12; n++) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
  };
  await field(page).focus();
  await holdEnter();
  expect(await answered()).toBe(1);
  await page.waitForTimeout(400); // a second Enter sooner is let go anyway
  await card(page, 2).getByRole('button', { name: 'Right', exact: true }).focus();
  await holdEnter();
  expect(await answered()).toBe(2);

  await page.getByTestId('show-table').click();
  await page.getByRole('combobox', { name: 'Show' }).selectOption({ label: 'Doubtful' });
  const table = page.getByTestId('results-table');
  await table.focus();
  await holdEnter();
  expect(await answered()).toBe(2);
  await table.focus();
  for (let n = 0; n < 12; n++) await page.keyboard.down('Delete');
  await page.keyboard.up('Delete');
  expect(await answered()).toBe(3);
});

test('letters without a Latin spelling are said to be left out before the text is saved', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await field(page).fill('73어3349');
  await expect(card(page, 1).getByRole('status')).toHaveText(/“어” is left out/);
  await field(page).press('Enter');
  await expect.poll(async () => (await downloadCsv(page)).rows[0]?.plate).toBe('733349');
});

test('an ending that was taken out and typed anew is saved as it stands, without a question', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const before = await field(page).inputValue();
  await field(page).press('End');
  for (let n = 0; n < 3; n++) await page.keyboard.press('Backspace');
  await page.keyboard.type('nau');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('which-text')).toHaveCount(0);
  await expect
    .poll(async () => (await downloadCsv(page)).rows[0]?.plate)
    .toBe(`${before.slice(0, -3)}NAU`);
});
