/** Keys and moments that once answered unseen, got lost, or left behind what was to be gone. */

import type { Page } from '@playwright/test';
import { expect, test } from './base.ts';
import { dumpDatabase, GERMANY, jpegSize, review, wipe } from './flywheelTools.ts';
import { card, field, list, read, state } from './plateCards.ts';
import { downloadCsv, PHOTOS, photo, SAMPLES } from './readScreen.ts';

const checked = async (page: Page) =>
  (await downloadCsv(page)).rows.filter((row) => row.checked !== '').length;

test('digits typed outside a text answer one plate at most, and the screen says so', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`), photo(`${SAMPLES}/germany.jpg`));
  await expect(page.getByTestId('keys-answer')).toContainText('E to type');
  await page.keyboard.type('457', { delay: 60 });
  await expect(
    page.getByText(/cannot be read \(covered\). Ctrl Z takes it back/).first(),
  ).toBeVisible();
  expect(await checked(page)).toBe(1);
  await page.keyboard.press('Control+z');
  await expect.poll(() => checked(page)).toBe(0);
});

test('a text typed outside its field answers no plate that comes up meanwhile', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`), photo(`${SAMPLES}/germany.jpg`));
  await expect(page.getByTestId('keys-answer')).toBeVisible();
  // The first digit answers; letters say that it is a text, so that no later one does.
  await page.keyboard.type('12ab34', { delay: 140 });
  expect(await checked(page)).toBe(1);
  await page.keyboard.press('Control+z');
  await expect.poll(() => checked(page)).toBe(0);
  await page.getByTestId('download-csv').evaluate((button: HTMLElement) => button.blur());
  await page.keyboard.type('zy34', { delay: 140 });
  await page.keyboard.press('Enter');
  await expect(page.getByText(/“ZY34” went nowhere/).first()).toBeVisible();
  expect(await checked(page)).toBe(0);
  // Nor does one overrule what was answered.
  await field(page).fill('MINE77');
  await field(page).press('Enter');
  await expect.poll(() => checked(page)).toBe(1);
  await list(page)
    .getByRole('option', { name: /MINE77/ })
    .click();
  await page.waitForTimeout(600); // sooner it would be one more character of the text above
  await page.keyboard.press('3');
  await expect(page.getByText(/MINE77 has its answer/).first()).toBeVisible();
  expect((await downloadCsv(page)).rows.map(({ plate }) => plate)).toContain('MINE77');
});

test('a text that was typed and left is not passed over by Enter outside it', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await field(page).fill('AB1');
  await field(page).evaluate((input: HTMLElement) => input.blur());
  await page.keyboard.press('Enter');
  await expect(field(page)).toBeFocused();
  await expect(state(page)).toContainText('Not saved');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await downloadCsv(page)).rows[0]?.plate).toBe('AB1');
});

test('Review: after a redone "not a plate" Enter goes on, and so does a tap', async ({ page }) => {
  await review(page, ['a', 'b']);
  const reviewCard = page.getByTestId('review-card');
  await expect(reviewCard.getByLabel('Plate text')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('keys-answer')).toBeVisible();
  await page.keyboard.press('2');
  await expect(reviewCard).toContainText('b.jpg');
  await expect(
    page.getByText(/cannot be read .*Keys go into the text again/).first(),
  ).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(reviewCard).toContainText('a.jpg');
  await page.keyboard.press('Control+y');
  await expect(reviewCard.getByTestId('correct-state')).toContainText('Unreadable');
  await page.keyboard.press('Enter');
  await expect(reviewCard).toContainText('b.jpg');
  await page.keyboard.press('Control+z');
  await expect(reviewCard).toContainText('a.jpg');
  await page.keyboard.press('Control+y');
  await reviewCard.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(reviewCard).toContainText('b.jpg');
  await expect(reviewCard.getByRole('button', { name: 'Next', exact: true })).toHaveCount(0);
});

test('the line about keys that answer is gone while a text takes them', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`));
  const says = page.getByTestId('keys-answer').first();
  await expect(says).toBeVisible();
  await field(page).focus();
  await expect(says).toBeHidden();
});

test('a held Enter answers one plate, and no other that comes up meanwhile', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`), photo(`${SAMPLES}/germany.jpg`));
  await page.getByTestId('check-doubtful').click();
  await expect(page.getByTestId('review-card').getByLabel('Plate text')).toBeFocused();
  for (let n = 0; n < 8; n++) {
    await page.keyboard.down('Enter'); // again without a release: it is held
    await page.waitForTimeout(40);
  }
  await page.keyboard.up('Enter');
  await expect(page.getByTestId('review-status')).toContainText('1 answered');
});

test('the second half of a double Enter answers no plate that nobody has seen', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`), photo(`${SAMPLES}/germany.jpg`));
  await page.getByTestId('check-doubtful').click();
  const text = page.getByTestId('review-card').getByLabel('Plate text');
  const answered = page.getByTestId('review-status');
  await expect(text).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(answered).toContainText('1 answered');
  await page.waitForTimeout(400); // as long as a look takes
  await page.keyboard.press('Enter');
  await expect(answered).toContainText('2 answered');
  // What is typed ahead belongs to its plate, and so does the Enter after it.
  await page.keyboard.press('Q');
  await page.keyboard.press('Enter');
  await expect(answered).toContainText('3 answered');
});

test('Review: keys answer one plate; what is typed at the next is its text', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`), photo(`${SAMPLES}/germany.jpg`));
  await page.getByTestId('check-doubtful').click();
  const text = page.getByTestId('review-card').getByLabel('Plate text');
  await expect(text).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('x');
  await page.keyboard.type('12345');
  await expect(text).toBeFocused();
  await expect(text).toHaveValue(/12345/);
  await expect(page.getByTestId('review-status')).toContainText('1 answered');
});

test('characters typed while keys answer are not passed over by Enter', async ({ page }) => {
  const { width: w, height: h } = jpegSize(GERMANY);
  await review(page, ['a', 'b'], `0 ${236 / w} ${262 / h} ${230 / w} ${96 / h}\n`); // on the plate
  const reviewCard = page.getByTestId('review-card');
  const text = reviewCard.getByLabel('Plate text');
  await expect(text).toHaveValue(/.{4}/, { timeout: 60_000 });
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('keys-answer')).toBeVisible();
  await page.keyboard.type('zz9');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/“ZZ9” went nowhere/).first()).toBeVisible();
  await expect(reviewCard).toContainText('a.jpg');
  await expect(reviewCard.getByTestId('correct-state')).not.toContainText('Checked');
  await page.keyboard.press('e');
  await expect(text).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(reviewCard).toContainText('b.jpg');
});

test('a review that began in the middle says what still waits; its last answer can be undone', async ({
  page,
}) => {
  await review(page, ['a', 'b']);
  await page.getByRole('button', { name: 'All kept photos' }).click();
  await page.locator('.sample-tile').last().click();
  const reviewCard = page.getByTestId('review-card');
  await expect(reviewCard.getByLabel('Plate text')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('keys-answer')).toBeVisible();
  await page.keyboard.press('2'); // blurred
  await expect(page.getByRole('heading', { name: 'The end of this list' })).toBeVisible();
  await expect(page.getByText('1 photo of the dataset still waits for an answer.')).toBeVisible();
  await page.getByRole('button', { name: 'Review it' }).click();
  await expect(reviewCard).toContainText('a.jpg');
  await reviewCard.getByLabel('Plate text').press('Escape');
  await page.keyboard.press('2');
  await expect(page.getByRole('heading', { name: 'Nothing left to review' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo the last correction' }).click();
  await expect(reviewCard).toContainText('a.jpg');
});

test('"Check doubtful" goes through all that its button counts, whatever is searched for', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`), photo(`${SAMPLES}/germany.jpg`));
  await page.locator('#photo-search').fill('germany');
  await page.getByTestId('check-doubtful').click();
  await expect(page.getByTestId('review-card')).toContainText('indonesia-three');
});

test('the table: Tab leaves a text for the table, Esc there takes it back', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`));
  await page.getByTestId('show-table').click();
  const table = page.getByTestId('results-table');
  await table.focus();
  await page.keyboard.type('AB1');
  await page.keyboard.press('Tab');
  await expect(table).toBeFocused();
  await expect(table.getByText('Not saved')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(table.getByText('Not saved')).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(table).not.toBeFocused();
});

test('the table: an emptied text asks for one and stays open', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const before = await field(page).inputValue();
  await page.getByTestId('show-table').click();
  const table = page.getByTestId('results-table');
  await table.focus();
  await page.keyboard.press('F2');
  const cell = table.getByLabel('Plate text');
  await cell.fill('');
  await cell.press('Enter');
  await expect(cell).toBeFocused();
  await expect(cell).toHaveAttribute('placeholder', /Esc takes back/);
  await cell.press('Escape');
  await expect(cell).toHaveCount(0);
  await expect(table.getByText(before)).toBeVisible();
  expect((await downloadCsv(page)).rows[0]?.checked).toBe('');
});

test('one plate is taken off a list, and put back', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await page.getByTestId('show-table').click();
  await page.getByRole('button', { name: 'Lists' }).click();
  await page.getByLabel('Add to allowed plates').fill('AB 12\nCD 34');
  await page.getByRole('button', { name: 'Add', exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('(2)')).toBeVisible();
  await dialog.getByRole('button', { name: 'Take AB12 off the list' }).click();
  await expect(dialog.getByText('(1)')).toBeVisible();
  await expect(dialog.getByText('CD34')).toBeVisible();
});

test('a reading that comes into an open field is to be confirmed or typed over, and is nobody’s draft', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { width: w, height: h } = jpegSize(GERMANY);
  await review(page, ['a', 'b', 'c'], `0 ${236 / w} ${262 / h} ${230 / w} ${96 / h}\n`); // on the plate
  const reviewCard = page.getByTestId('review-card');
  const text = reviewCard.getByLabel('Plate text');
  await expect(text).toHaveValue(/.{4}/, { timeout: 60_000 });
  const filled = await text.inputValue();
  await expect(reviewCard.getByTestId('correct-state')).toContainText('Filled in by the reader');
  await expect(reviewCard.getByRole('button', { name: 'Right' })).toBeVisible();
  // A key replaces a character, it is not put behind them.
  await page.keyboard.press('9');
  expect((await text.inputValue()).length).toBe(filled.length);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('keys-answer')).toBeVisible();
  await page.keyboard.press('j');
  await expect(reviewCard).toContainText('b.jpg');
  await expect(text).toHaveValue(filled, { timeout: 60_000 });
  await page.keyboard.press('Enter');
  await expect(reviewCard).toContainText('c.jpg');
  await expect(text).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('k');
  await expect(reviewCard).toContainText('b.jpg');
  await expect(text).toHaveValue(filled);
  await expect(reviewCard.getByTestId('correct-state')).toContainText('Added by you');
});

test('a wipe leaves nothing of an open batch or of what was learnt, not even in memory', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${PHOTOS}/virginia.jpg`));
  await field(page).press('Enter');
  await expect(state(page)).toHaveAttribute('data-keeping', 'kept');
  await page.goto('./#/dataset');
  await wipe(page);
  await page.goto('./#/read');
  await expect(page.locator('.plate-card')).toHaveCount(0);
  await page.waitForTimeout(3000);
  await page.goto('./#/dataset');
  const { settings: _, ...stores } = await dumpDatabase(page);
  expect(Object.entries(stores).filter(([, rows]) => rows.length > 0)).toEqual([]);
});

test.describe('on a small phone', () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

  test('Save stays where it is when the text lets go of the keys', async ({ page }) => {
    await read(page, photo(`${SAMPLES}/indonesia-three.jpg`));
    const save = card(page, 1).getByRole('button', { name: 'Save' });
    const { length } = await field(page).inputValue();
    for (let at = 0; at < length; at++) {
      await field(page).focus();
      await field(page).evaluate(
        (input: HTMLInputElement, n) => input.setSelectionRange(n, n + 1),
        at,
      );
      await page.keyboard.press('Shift'); // the field looks where its caret is
      await page.keyboard.type('Q');
      const before = await save.boundingBox();
      await field(page).evaluate((input: HTMLElement) => input.blur());
      expect(await save.boundingBox(), `at ${at}`).toEqual(before);
      await field(page).focus();
      await field(page).press('Escape');
    }
  });
});
