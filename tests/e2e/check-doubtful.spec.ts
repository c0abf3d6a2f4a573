/** Checking what is in doubt, plate by plate, and what the summary says of it. */
import { expectAccessible } from './axe.ts';
import { expect, test } from './base.ts';
import { withExif } from './exif.ts';
import { choose, downloadCsv, photo, readPhotos, SAMPLES, untilDone } from './readScreen.ts';

/** An Enter sooner after the last one is its second half, for nobody has seen the plate. */
const LOOK_MS = 400;

test('what is in doubt is checked by keys alone, and a summary says what came of it', async ({
  page,
}) => {
  await readPhotos(page, `${SAMPLES}/indonesia-three.jpg`, `${SAMPLES}/germany.jpg`);
  const button = page.getByTestId('check-doubtful');
  const doubtful = Number(/\d+/.exec((await button.textContent()) ?? '')?.[0]);
  expect(doubtful).toBeGreaterThan(1);
  await button.click();
  await expect(page.getByTestId('review-card').getByLabel('Plate text')).toBeFocused();
  await expect(page.getByTestId('review-status')).toHaveText(`${doubtful} plates left`);
  // One answer is an edit of a character, the others confirm, as soon as the plate can be seen.
  let keys = 0;
  const press = async (key: string) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  await press('Q');
  for (let n = 1; n <= doubtful; n++) {
    await press('Enter');
    await expect(page.getByTestId('review-status')).toContainText(`${n} answered`);
    await page.waitForTimeout(LOOK_MS);
  }
  const summary = page.getByTestId('check-summary');
  await expect(page.getByTestId('review-status')).toContainText(`${doubtful} answered`);
  await expect(summary).toContainText('2 photos');
  await expect(summary).toContainText('5 plates');
  await expect(summary).toContainText(`${doubtful} checked`);
  await expect(summary).toContainText('1 corrected');
  expect(keys / doubtful).toBeLessThanOrEqual(1.5);
  await expect(page.getByTestId('accept-sure')).toContainText('Not enough yet');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Back to the photos' }).click();
  await expect(page.getByTestId('check-doubtful')).toHaveCount(0);
  const { rows } = await downloadCsv(page);
  expect(rows.filter((row) => row.checked === 'confirmed')).toHaveLength(doubtful - 1);
  expect(rows.filter((row) => row.checked === 'corrected')).toHaveLength(1);
});

test('a check that is open goes on with photos read meanwhile; what is no plate is not "corrected"', async ({
  page,
}) => {
  await readPhotos(page, `${SAMPLES}/indonesia-three.jpg`);
  await page.getByTestId('check-doubtful').click();
  const left = page.getByTestId('review-status');
  const doubtful = Number(/\d+/.exec((await left.textContent()) ?? '')?.[0]);
  await expect(page.getByTestId('review-card').getByLabel('Plate text')).toBeFocused();
  // Of the same bytes it would be the same photo, and what was said of one be said of both.
  const { buffer, ...file } = photo(`${SAMPLES}/indonesia-three.jpg`, 'later.jpg');
  await choose(page, [{ ...file, buffer: Buffer.from(withExif(buffer, 1, 'later')) }]);
  await expect(left).toContainText(`${2 * doubtful} plates left`);
  await page.getByTestId('review-card').getByLabel('Plate text').focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('x');
  for (let n = 1; n < 2 * doubtful; n++) {
    if (n === doubtful) await expect(page.getByTestId('review-card')).toContainText('later.jpg');
    await page.waitForTimeout(LOOK_MS);
    await page.keyboard.press('Enter');
    await expect(left).toContainText(`${n + 1} answered`);
  }
  const summary = page.getByTestId('check-summary');
  await expect(summary).toContainText('0 corrected');
  await expect(summary).toContainText('1 not a plate');
});

test('an undo of what an earlier check answered says where it was', async ({ page }) => {
  const { buffer, ...file } = photo(`${SAMPLES}/indonesia-three.jpg`, 'later.jpg');
  await readPhotos(page, `${SAMPLES}/indonesia-three.jpg`);
  await choose(page, [{ ...file, buffer: Buffer.from(withExif(buffer, 1, 'later')) }]);
  await untilDone(page);
  await page.getByTestId('check-doubtful').click();
  const card = page.getByTestId('review-card');
  for (;;) {
    await expect(card.getByLabel('Plate text')).toBeFocused();
    if ((await card.textContent())?.includes('later.jpg')) break;
    const left = await page.getByTestId('review-status').textContent();
    await page.waitForTimeout(LOOK_MS);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('review-status')).not.toHaveText(left ?? '');
  }
  await page.getByRole('button', { name: 'All photos' }).click();
  await page.getByTestId('check-doubtful').click();
  await expect(card).toContainText('later.jpg');
  await expect(card.getByLabel('Plate text')).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText(
    'an answer to indonesia-three.jpg, which is not in this list',
  );
});

test('what was passed over is checked from the summary, and one goes back from it by keys', async ({
  page,
}) => {
  await readPhotos(page, `${SAMPLES}/indonesia-three.jpg`);
  await page.getByTestId('check-doubtful').click();
  const text = page.getByTestId('review-card').getByLabel('Plate text');
  await expect(text).toBeFocused();
  const summary = page.getByTestId('check-summary');
  for (let n = 1; n <= 4; n++) {
    await expect(page.getByTestId('review-card')).toContainText(`plate ${n} of 4`);
    await expect(text).toBeFocused();
    await page.keyboard.press('ArrowDown');
  }
  await expect(summary).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(text).toBeFocused();
  // Wherever the focus is, e.g. after the help was closed.
  await page.getByRole('button', { name: 'Missed plate' }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByTestId('review-card')).toContainText('plate 3 of 4');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('review-card')).toContainText('plate 4 of 4');
  await expect(text).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.getByTestId('check-again').click();
  await expect(text).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('review-status')).toContainText('1 answered');
});

test('"No plates here" says which plates it was about, and gives them back', async ({ page }) => {
  await readPhotos(page, `${SAMPLES}/indonesia-three.jpg`, `${SAMPLES}/germany.jpg`);
  await page.getByTestId('check-doubtful').click();
  const card = page.getByTestId('review-card');
  await card.getByLabel('Plate text').fill('KEPT77');
  await card.getByLabel('Plate text').press('Enter');
  await expect(page.getByTestId('review-status')).toContainText('1 answered');
  await card.getByRole('button', { name: 'No plates here' }).click();
  const said = page.getByText(/No plate in this photo: .*KEPT77.* are no plates now/);
  await expect(said.first()).toBeVisible();
  await page
    .getByRole('region', { name: 'Messages' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await page.getByRole('button', { name: 'All photos' }).click();
  await expect(async () => {
    const { rows } = await downloadCsv(page);
    expect(rows.filter(({ checked }) => checked !== '').map(({ plate }) => plate)).toEqual([
      'KEPT77',
    ]);
  }).toPass({ timeout: 15_000 });
});

test('the reasons for "Unreadable" come below: no answer moves under the pointer', async ({
  page,
}) => {
  await readPhotos(page, `${SAMPLES}/indonesia-three.jpg`);
  await page.getByTestId('check-doubtful').click();
  const button = page.getByTestId('review-card').getByRole('button', { name: 'Unreadable' });
  const place = await button.boundingBox();
  await button.click();
  await expect(page.getByRole('button', { name: 'covered' })).toBeVisible();
  expect(await button.boundingBox()).toEqual(place);
});

test('what is typed after a click on the photo is the text, and answers nothing', async ({
  page,
}) => {
  await readPhotos(page, `${SAMPLES}/indonesia-three.jpg`);
  await page.getByTestId('check-doubtful').click();
  const text = page.getByTestId('review-card').getByLabel('Plate text');
  await expect(text).toBeFocused();
  const before = await text.inputValue();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(text).not.toBeFocused();
  await page.keyboard.type('x5');
  await expect(text).toBeFocused();
  await expect(text).toHaveValue(/X5/);
  expect(await text.inputValue()).toHaveLength(before.length);
  await expect(page.getByTestId('review-status')).not.toContainText('answered');
  // Outside the text on purpose, keys answer.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('5');
  await expect(page.getByTestId('review-status')).toContainText('1 answered');
});

test('after a double click Enter answers the next plate, and not by the button under the pointer', async ({
  page,
}) => {
  await readPhotos(page, `${SAMPLES}/indonesia-three.jpg`);
  await page.getByTestId('check-doubtful').click();
  const card = page.getByTestId('review-card');
  await card.getByRole('button', { name: 'Not a plate' }).dblclick({ delay: 30 });
  await expect(page.getByTestId('review-status')).toContainText('1 answered');
  await expect(card.getByLabel('Plate text')).toBeFocused();
  await page.waitForTimeout(700);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('review-status')).toContainText('2 answered');
  await page.getByRole('button', { name: 'All photos' }).click();
  const { rows } = await downloadCsv(page);
  expect(rows.map(({ checked }) => checked).sort()).toEqual(['', '', 'confirmed', 'rejected']);
});
