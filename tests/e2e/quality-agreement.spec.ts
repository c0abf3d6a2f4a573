/** Labels asked once more, blind. */
import { expect, test } from './base.ts';
import { field, kept, list, read } from './plateCards.ts';
import { photo, SAMPLES } from './readScreen.ts';

test('a slip in a blind answer can be taken back, and a round ended early', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`));
  const texts: string[] = [];
  for (const name of [/germany/, /india/]) {
    await list(page).getByRole('option', { name }).first().click();
    texts.push(await field(page).inputValue());
    await field(page).press('Enter');
    await kept(page);
  }
  await page.goto('./#/quality/agreement');
  await page.getByRole('button', { name: 'Begin' }).click();
  const question = page.getByTestId('blind-question');
  const answer = async (text: string) => {
    await question.getByLabel('Text of the plate').fill(text);
    await question.getByLabel('Text of the plate').press('Enter');
  };
  await expect(question).toContainText('2 plates left');
  await answer('');
  await expect(question.getByRole('alert')).toContainText('Type what it says');
  await answer('SLIP1');
  await expect(question).toContainText('1 plate left');
  await question.getByRole('button', { name: 'Answer the last one again' }).click();
  await expect(question).toContainText('2 plates left');
  await expect(question.getByRole('button', { name: 'Answer the last one again' })).toHaveCount(0);
  await answer('OTHER1');
  await expect(question).toContainText('1 plate left');
  await question.getByRole('button', { name: 'Stop here' }).click();
  const result = page.getByTestId('agreement');
  await expect(result).toContainText('0 of 1 answered alike');
  await expect(result.getByRole('cell', { name: 'OTHER1' })).toBeVisible();
  await expect(result.getByRole('cell', { name: 'SLIP1' })).toHaveCount(0);
  expect(texts).toContain(await result.getByRole('cell').first().textContent());

  await page.getByRole('button', { name: 'Ask again' }).click();
  await question.getByRole('button', { name: 'Stop here' }).click();
  await expect(page.getByRole('button', { name: 'Begin' })).toBeVisible();
});
