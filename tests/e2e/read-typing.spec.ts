/** What keys do in a plate's text: replace, save, take back, take another; nothing is saved unseen. */
import { expectAccessible } from './axe.ts';
import { expect, test } from './base.ts';
import { card, field, kept, list, read, state } from './plateCards.ts';
import { downloadCsv, photo, SAMPLES, untilDone } from './readScreen.ts';

test('Enter saves and goes on to the next plate in doubt; keys after it land there or nowhere', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`), photo(`${SAMPLES}/germany.jpg`));
  const doubtful = list(page).getByRole('option', { name: /Doubtful/ });
  let left = await doubtful.count();
  expect(left).toBeGreaterThan(0);
  await doubtful.first().click();
  await page.keyboard.press('e');
  while (left > 0) {
    // Typed without waiting: the first key replaces the least sure character.
    await page.keyboard.press('Q');
    await page.keyboard.press('Enter');
    left -= 1;
    await expect(doubtful).toHaveCount(left);
  }
  // Nothing in doubt any more: the text has let go of the keys, and J goes to the next photo.
  await expect(page.locator('.plate-field:focus')).toHaveCount(0);
  const { rows } = await downloadCsv(page);
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { name: 'germany.jpg' })).toBeVisible();
  expect((await downloadCsv(page)).rows).toEqual(rows);
});

test('a text left without Enter stays as a draft and is not saved; Escape takes it back', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`));
  const before = await field(page).inputValue();
  await field(page).fill('DRAFT1');
  await list(page).getByRole('option', { name: /india/ }).click();
  await expect(field(page)).not.toHaveValue('DRAFT1');
  expect((await downloadCsv(page)).rows[0]?.plate).toBe(before);
  await expect(page.getByText(/1 typed text not saved yet is not in it/).first()).toBeVisible();
  await list(page)
    .getByRole('option', { name: /germany/ })
    .click();
  await expect(field(page)).toHaveValue('DRAFT1');
  await expect(state(page)).toContainText('Not saved');
  await page.reload();
  await untilDone(page);
  await expect(field(page)).toHaveValue('DRAFT1');
  await field(page).press('Escape');
  await expect(field(page)).toHaveValue(before);
  await expect(state(page)).toContainText('not checked yet');
});

test('what a whole plate typed over a longer one leaves of it is asked about, never saved unseen', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const plate = async () => (await downloadCsv(page)).rows[0]?.plate;
  const before = await field(page).inputValue();
  expect(before.length).toBeGreaterThan(5);
  const typeOver = async (keys: string) => {
    await field(page).press('Home');
    await field(page).press('Shift+ArrowRight');
    await page.keyboard.type(keys);
    await page.keyboard.press('Enter');
  };
  const question = page.getByTestId('which-text');
  const left = `QX77${before.slice(4)}`;
  await typeOver('qx77');
  await expect(question).toContainText('QX77 Enter');
  await expect(question).toContainText(`${left} Backspace`);
  await expect(state(page)).toHaveText('Not saved yet');
  // Keys meant for the next plate do not land in this one, and their Enter does not answer.
  await page.keyboard.type('ABC');
  await expect(question).toContainText('Those keys were let go');
  await page.keyboard.press('Enter');
  await expect(question).toBeVisible();
  await expect(field(page)).toHaveValue(left);
  await page.keyboard.press('Enter');
  await kept(page);
  expect(await plate()).toBe('QX77');
  await expect(question).toBeHidden();

  await typeOver('zzz');
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(field(page)).toHaveValue('QX77');
  await field(page).focus();
  await typeOver('zzz');
  await question.getByRole('button', { name: 'ZZZ7 Backspace' }).focus();
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue('ZZZ7');
  await kept(page);
  expect(await plate()).toBe('ZZZ7');

  // A fix of two characters asks nothing.
  await field(page).focus();
  await typeOver('aa');
  await expect(question).toBeHidden();
  await kept(page);
  expect(await plate()).toBe('AAZ7');

  // Behind or before the old text it is the same; no key is lost when both are longer than a plate.
  await field(page).press('End');
  await page.keyboard.type('hp38gi539xyz77');
  await page.keyboard.press('Enter');
  await expect(question).toContainText('both together are longer than a plate');
  await expectAccessible(page);
  await question.getByRole('button', { name: /^HP38GI539XYZ77/ }).click();
  await kept(page);
  expect(await plate()).toBe('HP38GI539XYZ77');
  await field(page).press('Home');
  await page.keyboard.type('BBB');
  await card(page, 1).getByRole('button', { name: 'Save' }).click();
  await question.getByRole('button', { name: /^BBB Enter/ }).click();
  await kept(page);
  expect(await plate()).toBe('BBB');
  await field(page).fill('ABCDEFGH123456789');
  await expect(card(page, 1).getByRole('alert')).toContainText('at most 16 characters');
  await expect(card(page, 1).getByRole('button', { name: 'Save' })).toBeDisabled();
});

test('a button stays under the finger when the text lets go of the keys at its end', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await field(page).press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('9');
  const save = card(page, 1).getByRole('button', { name: 'Save' });
  const place = await save.boundingBox();
  await field(page).evaluate((input: HTMLElement) => input.blur());
  expect(await save.boundingBox()).toEqual(place);
  await field(page).press('End');
  await save.click();
  await kept(page);
});

test('one click or key takes another text, or another character', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`));
  const others = card(page, 1).locator('.alternatives .alternative');
  const wanted = (await others.first().locator('b').textContent()) ?? '';
  await others.first().click();
  await expect(card(page, 1).getByLabel('Plate text')).toHaveValue(wanted);
  await kept(page);
  expect((await downloadCsv(page)).rows[0]).toMatchObject({ plate: wanted, checked: 'corrected' });
  // Over an answer it is put into the field, to be saved.
  const other = (await others.first().locator('b').textContent()) ?? '';
  await others.first().click();
  await expect(card(page, 1).getByLabel('Plate text')).toHaveValue(other);
  await expect(state(page)).toContainText('Not saved');
  await expect(card(page, 1).getByLabel('Plate text')).toBeFocused(); // Enter saves it
  expect((await downloadCsv(page)).rows[0]).toMatchObject({ plate: wanted, checked: 'corrected' });
  await card(page, 1).getByLabel('Plate text').press('Escape');

  await card(page, 2).click({ position: { x: 5, y: 5 } });
  const second = await card(page, 2).locator('.alternatives .alternative b').first().textContent();
  await page.keyboard.press('Alt+1');
  await expect(card(page, 2).getByLabel('Plate text')).toHaveValue(second ?? '');

  const third = card(page, 3);
  const text = await third.getByLabel('Plate text').inputValue();
  const character = third.locator('.plate-detail .alternative').first();
  const [, to = '', from = ''] =
    /^(\w) .*instead of (\w)/.exec((await character.getAttribute('aria-label')) ?? '') ?? [];
  await character.click();
  const typed = await third.getByLabel('Plate text').inputValue();
  expect([...typed].filter((char, i) => char !== text[i])).toEqual([to]);
  expect(text).toContain(from);
  await third.getByRole('button', { name: 'Save' }).click();
  await kept(page, 3);

  // Nothing to save is said, and a reason why there is nothing is one click.
  await third.getByLabel('Plate text').fill('');
  await third.getByLabel('Plate text').press('Enter');
  await expect(third.getByRole('alert')).toContainText('Type what it says, or choose why');
  await third.getByRole('button', { name: 'blurred' }).click();
  await kept(page, 3);
  await expect(state(page, 3)).toContainText('Unreadable: blurred');
});

test('a click anywhere on a character chooses it, on its right half too; behind the text none', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const text = field(page);
  const chosen = () =>
    text.evaluate((input: HTMLInputElement) => [input.selectionStart, input.selectionEnd]);
  const letters = page.locator('.plate-letter');
  const row = (await text.boundingBox()) ?? { y: 0, height: 0 };
  const count = await letters.count();
  expect(count).toBeGreaterThan(4);
  for (let n = 0; n < count; n++) {
    const letter = (await letters.nth(n).boundingBox()) ?? { x: 0, width: 0 };
    for (const share of [0.1, 0.85]) {
      await page.mouse.click(letter.x + share * letter.width, row.y + row.height / 3);
      expect(await chosen()).toEqual([n, n + 1]);
    }
  }
  const last = (await letters.nth(count - 1).boundingBox()) ?? { x: 0, width: 0 };
  await page.mouse.click(last.x + 2.5 * last.width, row.y + row.height / 3);
  expect(await chosen()).toEqual([count, count]);
});
