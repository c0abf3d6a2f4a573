/** Correcting by keys, pointer and in bulk: nothing said is lost, all of it can be taken back. */
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { expect, test } from './base.ts';
import { dumpDatabase, review } from './flywheelTools.ts';
import { choose, downloaded, openRead, photo, SAMPLES, untilDone } from './readScreen.ts';

const labelOf = async (page: Page) => JSON.stringify((await dumpDatabase(page)).labels);
const state = (page: Page) => page.getByTestId('review-card').getByTestId('correct-state');

test('a review by keys alone: digits, X, J and K after Esc; undo shows what it took back', async ({
  page,
}) => {
  await review(page, ['a', 'b', 'c', 'd']);
  const card = page.getByTestId('review-card');
  await expect(card.getByLabel('Plate text')).toBeFocused();
  await page.keyboard.type('AB12');
  await page.keyboard.press('Enter');
  // At once, while the next photo is on its way.
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  await expect(card).toContainText('c.jpg');
  // The next plate takes what is typed, until Esc: the card says so.
  await expect(card.getByLabel('Plate text')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('keys-answer')).toContainText('X not a plate');
  await page.keyboard.press('x');
  await expect(card).toContainText('d.jpg');
  await page.keyboard.press('Escape');
  await page.keyboard.press('k');
  await expect(card).toContainText('c.jpg');
  await page.keyboard.press('j');
  await expect(card).toContainText('d.jpg');
  await expect(page.getByTestId('review-status')).toContainText(/Photo 4 of 4 · 3 answered/);
  await page.keyboard.press('Control+z');
  await expect(card).toContainText('c.jpg');
  await page.keyboard.press('Control+z');
  await expect(card).toContainText('b.jpg');
  await expect(state(page)).toContainText('Text missing');
  await expect(page.getByTestId('review-status')).toContainText('1 answered');
  await page.keyboard.press('Control+Shift+z');
  await expect(state(page)).toContainText('Unreadable: blurred');
  await expect(page.getByTestId('review-status')).toContainText('2 answered');
  await page.keyboard.press('e');
  await expect(card.getByLabel('Plate text')).toBeFocused();
  await expect(page.getByTestId('keys-answer')).toBeHidden();
});

test('undo shows the plate it was on, also among several of a photo', async ({ page }) => {
  await review(page, ['a', 'b'], '0 0.3 0.5 0.2 0.1\n0 0.7 0.5 0.2 0.1\n');
  const card = page.getByTestId('review-card');
  const field = card.getByLabel('Plate text');
  const answer = async (text: string, then: string) => {
    await expect(field).toBeFocused();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await expect(card).toContainText(then);
  };
  await answer('ONE1', 'a.jpg · plate 2 of 2');
  await page.keyboard.press('Control+z');
  await expect(card).toContainText('a.jpg · plate 1 of 2');
  await answer('ONE1', 'a.jpg · plate 2 of 2');
  await answer('TWO2', 'b.jpg · plate 1 of 2');
  await page.keyboard.press('Control+z');
  await expect(card).toContainText('a.jpg · plate 2 of 2');
  await expect(field).toHaveValue('');
  await page.keyboard.press('Control+z');
  await expect(card).toContainText('a.jpg · plate 1 of 2');
  await page.keyboard.press('Control+Shift+z');
  await expect(field).toHaveValue('ONE1');
});

test('a box moved by keys is kept though one goes on at once, and takes no answer back', async ({
  page,
}) => {
  await review(page, ['a', 'b']);
  const before = await labelOf(page);
  const box = page.getByRole('button', { name: /^Plate 1:/ });
  const keysAnswer = async () => {
    await page.getByTestId('review-card').getByLabel('Plate text').press('Escape');
    await expect(page.getByTestId('keys-answer')).toBeVisible();
  };
  await keysAnswer();
  await box.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('3');
  await expect(page.getByTestId('review-card')).toContainText('b.jpg');
  // Longer than the time after which moving by keys counts by itself.
  await page.waitForTimeout(1000);
  const after = await labelOf(page);
  expect(after).not.toBe(before);
  expect(after).toContain('["unreadable","dark"]');
  await keysAnswer();
  await page.getByRole('button', { name: /^Plate 1:/ }).focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('k');
  await expect(page.getByTestId('review-card')).toContainText('a.jpg');
  await expect.poll(async () => (await dumpDatabase(page)).log?.length).toBe(5);
});

test('a box is drawn, moved and resized by mouse and by touch, and all of it taken back', async ({
  page,
}) => {
  await review(page, ['a']);
  const viewer = page.locator('.review-stage .viewer');
  await page.keyboard.press('Escape');
  await page.keyboard.press('w');
  const at = await viewer.boundingBox();
  if (!at) throw new Error('no viewer');
  const point = (fx: number, fy: number) => [at.x + at.width * fx, at.y + at.height * fy] as const;
  await page.getByRole('button', { name: 'Missed plate' }).click();
  await page.mouse.move(...point(0.3, 0.2));
  await page.mouse.down();
  await page.mouse.move(...point(0.4, 0.26), { steps: 4 });
  await page.mouse.up();
  // It lies above the imported one, and is the one whose text is asked for.
  const drawn = page.getByRole('button', { name: /^Plate 1:/ });
  const other = page.getByRole('button', { name: /^Plate 2:/ });
  await expect(other).toBeVisible();
  await expect(drawn).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('review-card').getByLabel('Plate text')).toBeFocused();
  const size = async () => (await drawn.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const first = await size();
  await page.mouse.move(first.x + first.width / 2, first.y + first.height / 2);
  await page.mouse.down();
  await page.mouse.move(first.x + first.width / 2 + 40, first.y + first.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Math.round((await size()).x - first.x)).toBe(40);
  // By touch, as a phone sends it.
  const touch = await page.context().newCDPSession(page);
  const moved = await size();
  const corner = { x: moved.x + moved.width, y: moved.y + moved.height };
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', dx: number) =>
    touch.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: corner.x + dx, y: corner.y + dx / 2 }],
    });
  await send('touchStart', 0);
  for (const dx of [5, 15, 30]) await send('touchMove', dx);
  await send('touchEnd', 0);
  await expect.poll(async () => Math.round((await size()).width - moved.width)).toBe(30);
  await expect(state(page)).toHaveAttribute('data-keeping', 'kept');
  await page.keyboard.press('Escape');
  for (let i = 0; i < 3; i++)
    await page.getByRole('button', { name: 'Undo the last correction' }).click();
  await expect(other).toBeHidden();
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(other).toBeVisible();
  await expect.poll(async () => Math.round((await size()).x)).toBe(Math.round(first.x));
});

test('a bulk action is one step: kept before it is called given, and taken back as a whole', async ({
  page,
}) => {
  await review(page, ['a', 'b', 'c']);
  await page.getByRole('button', { name: 'All kept photos' }).click();
  const before = await labelOf(page);
  await page.getByRole('listbox', { name: 'Photos' }).focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'No plate', exact: true }).click();
  await expect(page.getByText('3 photos labelled.').first()).toBeVisible();
  expect((await labelOf(page)).match(/\["noPlate",true\]/g)).toHaveLength(3);
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).last().click();
  const plain = (labels: string) => labels.replace(/\["(revision|at)",\d+\]/g, '');
  await expect.poll(async () => plain(await labelOf(page))).toBe(plain(before));

  // An export is of what is chosen, or of what the filter shows, under the photos' own names.
  const exported = async () => {
    const dialog = page.getByRole('dialog');
    const zip = await downloaded(page, () =>
      dialog.getByRole('button', { name: 'Export', exact: true }).click(),
    );
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    const names = Object.keys(unzipSync(new Uint8Array(zip)));
    return names.filter((name) => name.endsWith('.jpg') && name.startsWith('images/')).sort();
  };
  const bulk = page.getByRole('region', { name: 'Chosen photos' });
  await bulk.getByRole('button', { name: 'Choose none' }).click();
  // Choosing the first photo does not move the next one from under the pointer.
  const last = page.getByRole('option', { name: /c\.jpg/ });
  const place = await last.boundingBox();
  await page
    .getByRole('option', { name: /b\.jpg/ })
    .locator('.sample-check')
    .click({ force: true });
  await expect(bulk).toBeVisible();
  expect(await last.boundingBox()).toEqual(place);
  await bulk.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByTestId('export-scope').getByText('The 1 chosen')).toBeVisible();
  const [one = '', ...others] = await exported();
  expect([one.replace(/.*\//, ''), others]).toEqual(['b.jpg', []]);
  await page.locator('#sample-search').fill('c.jpg');
  await page.getByRole('button', { name: 'Export these 1' }).click();
  expect((await exported()).map((name) => name.replace(/.*\//, ''))).toEqual(['c.jpg']);
});

test('moving the box of a reading does not confirm its text', async ({ page }) => {
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/germany.jpg`)]);
  await untilDone(page);
  const card = page.getByRole('article', { name: 'Plate 1' });
  const read = await card.getByLabel('Plate text').inputValue();
  await page.getByRole('button', { name: /^Plate 1:/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(card.getByTestId('correct-state')).toContainText('is the text right?');
  await expect(card.getByLabel('Plate text')).toHaveValue(read);
  await page.keyboard.press('Enter');
  await expect(card.getByTestId('correct-state')).toContainText('Checked: right');
});

test('"No plate here" is an answer: it goes on, says so on the way back, and is taken back as one', async ({
  page,
}) => {
  await review(page, ['a', 'b'], null);
  const card = page.getByTestId('review-card');
  const status = page.getByTestId('review-status');
  const negative = card.getByRole('button', { name: 'No plate here' });
  await negative.click();
  await expect(card).toContainText('b.jpg');
  await expect(status).toContainText('1 answered');
  await page.keyboard.press('k');
  await expect(card).toContainText('No plate here, says its label');
  await card.getByRole('button', { name: 'Next' }).click();
  await negative.click();
  await expect(page.getByRole('heading', { name: 'Nothing left to review' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(card).toContainText('b.jpg');
  await expect(status).toContainText('1 answered');
  await expect(negative).toHaveAttribute('aria-pressed', 'false');
});

test('an answered photo that is opened again shows one plate after the other', async ({ page }) => {
  await review(page, ['a'], '0 0.3 0.5 0.2 0.1\n0 0.7 0.5 0.2 0.1\n');
  const card = page.getByTestId('review-card');
  const text = card.getByLabel('Plate text');
  for (const [n, plate] of ['AB12', 'CD34'].entries()) {
    await expect(card).toContainText(`plate ${n + 1} of 2`);
    await text.fill(plate);
    await text.press('Enter');
  }
  await page.getByRole('button', { name: 'See all photos' }).click();
  await expect(page.locator('.sample-tile').first()).toContainText('CD34'); // kept by then
  await page.locator('.sample-tile').first().click();
  await expect(text).toHaveValue('AB12');
  await text.press('Enter');
  await expect(text).toHaveValue('CD34');
  await card.getByRole('button', { name: 'Unreadable' }).click();
  await card.getByRole('button', { name: 'blurred' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing left to review' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(text).toHaveValue('CD34');
});

test('"No plate here" pressed again gives an imported label back as it was', async ({ page }) => {
  await review(page, ['a']);
  const card = page.getByTestId('review-card');
  const negative = card.getByRole('button', { name: 'No plate here' });
  const box = page.locator('.plate-box').first();
  const before = await box.getAttribute('style');
  await negative.click();
  await page.getByRole('button', { name: 'See all photos' }).click();
  await expect(page.locator('.sample-tile').first()).toContainText('no plate');
  await page.locator('.sample-tile').first().click();
  await expect(card).toContainText('No plate here, says its label');
  await negative.click();
  await expect(state(page)).toContainText('Text missing');
  expect(await box.getAttribute('style')).toBe(before);
});
