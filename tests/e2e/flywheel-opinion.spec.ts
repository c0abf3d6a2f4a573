import { expect, test } from './base.ts';
import { openDataset } from './flywheelTools.ts';
import { choose, openRead, photo, SAMPLES, untilDone } from './readScreen.ts';

test('tesseract has its say of a plate that was read, and of one that was drawn', async ({
  page,
}) => {
  test.setTimeout(400_000);
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/germany.jpg`)]);
  await untilDone(page, 150_000);
  const card = page.getByRole('article', { name: 'Plate 1' });
  await card.getByRole('button', { name: 'Right' }).click();
  await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await openDataset(page);
  await page.locator('.sample-tile').first().click();
  await page.getByRole('button', { name: 'Ask a second reader too (Tesseract)' }).click();
  const opinion = page.getByTestId('tesseract-opinion');
  /** A text or "nothing", and no sentence of what went wrong. */
  const answer = /^Tesseract(nothing|[A-Z0-9]+)$/;
  await expect(opinion).toHaveText(answer, { timeout: 120_000 });

  await page.getByRole('button', { name: 'Whole photo', exact: true }).click();
  await page.getByRole('button', { name: 'Missed plate' }).click();
  const at = await page.locator('.review-stage .viewer').boundingBox();
  if (!at) throw new Error('no viewer');
  await page.mouse.move(at.x + at.width * 0.3, at.y + at.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(at.x + at.width * 0.45, at.y + at.height * 0.28, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByTestId('review-card')).toContainText('plate 2 of 2');
  await expect(opinion).toHaveText(answer, { timeout: 120_000 });
  await page.getByRole('button', { name: /^Plate 1:/ }).click();
  await expect(page.getByTestId('review-card')).toContainText('plate 1 of 2');
  await expect(opinion).toHaveText(answer, { timeout: 120_000 });
});

test('E on the Read screen goes into the text of the selected plate, and Enter corrects it', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/indonesia-three.jpg`)]);
  await untilDone(page, 150_000);
  const card = (n: number) => page.getByRole('article', { name: `Plate ${n}` });
  const fieldOf = (n: number) => card(n).getByLabel('Plate text');
  const read = [await fieldOf(1).inputValue(), await fieldOf(2).inputValue()];
  await page.keyboard.press('e');
  await expect(fieldOf(1)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(fieldOf(1)).not.toBeFocused();
  await page.keyboard.press('n');
  await page.keyboard.press('e');
  await expect(fieldOf(2)).toBeFocused();
  await expect(fieldOf(2)).toHaveValue(read[1] ?? ''); // the key itself is not typed
  await page.keyboard.press('Control+a');
  await page.keyboard.type('kb12e');
  await page.keyboard.press('Enter');
  await expect(card(2).getByTestId('correct-state')).toContainText('Corrected');
  await expect(card(2).getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await expect(card(1).getByTestId('correct-state')).toContainText('not checked yet');
  await expect(fieldOf(1)).toHaveValue(read[0] ?? '');
});
