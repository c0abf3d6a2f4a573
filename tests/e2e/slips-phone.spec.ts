/** Things that once were covered, cut off or moved away on a phone. */
import { expect, test } from './base.ts';
import { read } from './plateCards.ts';
import { photo, SAMPLES } from './readScreen.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('the table shows the whole of a long text while it is edited', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await page.getByTestId('show-table').click();
  await page.getByTestId('results-table').focus();
  await page.keyboard.type('wm12wm34wm56');
  const input = page.locator('.table-input');
  await expect(input).toHaveValue('WM12WM34WM56');
  expect(await input.evaluate((own) => own.scrollWidth - own.clientWidth)).toBeLessThanOrEqual(0);
});

test('on the smallest phone the table shows all of "Not saved"', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await page.getByTestId('show-table').click();
  const table = page.getByTestId('results-table');
  await table.focus();
  await page.keyboard.type('WM1234');
  await page.keyboard.press('Tab');
  await expect(table.getByText('Not saved', { exact: true })).toBeInViewport({ ratio: 1 });
  await expect(table.getByText('Read', { exact: true })).toHaveCount(0);
});

test('Review: undo, a missed plate and "no plate" are in sight above the bar', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 664 });
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`));
  await page.getByTestId('check-doubtful').click();
  await expect(page.getByTestId('review-card')).toBeVisible();
  const bar = await page.getByRole('navigation', { name: 'Screens' }).boundingBox();
  for (const name of ['Missed plate', 'No plates here', 'Undo the last correction', 'Redo']) {
    const button = page.getByRole('button', { name });
    await expect(button).toBeInViewport({ ratio: 1 });
    const box = await button.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0), name).toBeLessThanOrEqual(bar?.y ?? 0);
  }
});

test('Check: all answers are in sight above the tools, whatever is suggested', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`));
  await page.getByTestId('check-doubtful').click();
  const review = page.getByTestId('review-card');
  await expect(review.locator('.alternatives .alternative').first()).toBeVisible();
  const tools = await page.getByRole('toolbar', { name: 'Correct this photo' }).boundingBox();
  for (const name of ['Right', 'Not a plate', 'Unreadable']) {
    const box = await review.getByRole('button', { name, exact: true }).boundingBox();
    expect((box?.y ?? 999) + (box?.height ?? 0), name).toBeLessThanOrEqual(tools?.y ?? 0);
  }
});

test('an answer stays under the finger from plate to plate, whatever is suggested', async ({
  page,
}) => {
  const names = ['indonesia-three', 'germany', 'india', 'united-kingdom'];
  await read(page, ...names.map((name) => photo(`${SAMPLES}/${name}.jpg`)));
  const place = async (name: string) => {
    const card = page.locator('.plate-card[data-selected="true"], [data-testid=review-card]');
    const button = card.getByRole('button', { name, exact: true });
    await expect(button).toBeVisible();
    const box = await button.boundingBox();
    const scrolled = await page.evaluate(() => document.scrollingElement?.scrollTop ?? 0);
    return [Math.round(box?.x ?? 0), Math.round((box?.y ?? 0) + scrolled)];
  };
  // One photo has four plates, the others one: some are in doubt, some are not.
  const own = await place('Not a plate');
  for (const _ of names.slice(1)) {
    await page.getByRole('button', { name: 'Next photo' }).tap();
    expect(await place('Not a plate')).toEqual(own);
  }
  await page.getByTestId('check-doubtful').tap();
  const asked = await place('Not a plate');
  await page.getByTestId('review-card').getByRole('button', { name: 'Right' }).tap();
  await expect(page.getByTestId('review-status')).toContainText('1 answered');
  expect(await place('Not a plate')).toEqual(asked);
});

test('"Missed plate" brings the photo into view, to draw on', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/indonesia-three.jpg`));
  const button = page.getByRole('button', { name: 'Missed plate' });
  await button.scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await button.tap();
  await expect(page.getByTestId('draw-layer')).toBeInViewport({ ratio: 0.9 });
});
