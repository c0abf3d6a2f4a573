/** What was done last is what Undo takes back, also late, and on the photo it was done to. */
import { expect, test } from './base.ts';
import { field, kept, list, read } from './plateCards.ts';
import { choose, downloadCsv, photo, SAMPLES, untilDone } from './readScreen.ts';

const messages = (page: Parameters<typeof list>[0]) =>
  page.getByRole('region', { name: 'Messages' });

test('a list that comes back leaves each answer and each typed text with its own photo', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await field(page).fill('TYPED1');
  await page.getByRole('button', { name: 'Clear results' }).click();
  await choose(page, [photo(`${SAMPLES}/india.jpg`)]);
  await untilDone(page);
  await expect(field(page)).not.toHaveValue('TYPED1');
  const text = await field(page).inputValue();
  await field(page).press('Enter');
  await kept(page);
  await page.getByRole('button', { name: 'Undo the last correction' }).click();
  await messages(page).getByRole('button', { name: 'Undo', exact: true }).first().click();
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
