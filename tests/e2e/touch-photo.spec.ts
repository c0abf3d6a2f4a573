/** Fingers on the photo and on a plate's text. */
import type { Page } from '@playwright/test';
import { expect, test } from './base.ts';
import { card, field, read, state } from './plateCards.ts';
import { downloadCsv, photo, SAMPLES } from './readScreen.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

type Point = readonly [number, number];

/** Fingers that are put down one after the other, rest, and go from their places to others. */
async function touch(
  page: Page,
  from: readonly Point[],
  to: readonly Point[],
  restMs = 0,
): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]) =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    });
  for (let n = 1; n <= from.length; n++) await send('touchStart', from.slice(0, n));
  await page.waitForTimeout(restMs);
  for (let n = 1; n <= 8; n++) {
    await send(
      'touchMove',
      from.map(([x, y], i): Point => {
        const [toX, toY] = to[i] as Point;
        return [x + ((toX - x) * n) / 8, y + ((toY - y) * n) / 8];
      }),
    );
  }
  await send('touchEnd', []);
}

const viewer = (page: Page) => page.locator('.viewer').first();
const boxOf = async (page: Page) => {
  const [row] = (await downloadCsv(page)).rows;
  return [row?.x, row?.y, row?.width, row?.height, row?.checked];
};

test('two fingers on the plate zoom the photo and leave its box alone', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const before = await boxOf(page);
  await page.evaluate(() => scrollTo(0, 0));
  const plate = await page.locator('.edit-box').boundingBox();
  if (!plate) throw new Error('no box');
  const y = plate.y + plate.height / 2;
  const ends: Point[] = [
    [plate.x, y],
    [plate.x + plate.width, y],
  ];
  await expect(viewer(page)).toHaveAttribute('data-zoomed', 'false');
  await touch(page, ends, [
    [plate.x - 60, y],
    [plate.x + plate.width + 60, y],
  ]);
  await expect(viewer(page)).toHaveAttribute('data-zoomed', 'true');
  const shown = await page.locator('.edit-box').boundingBox();
  expect(shown?.width).toBeGreaterThan(plate.width * 1.5);
  expect(await boxOf(page)).toEqual(before);
  await expect(state(page)).toContainText('not checked yet');
});

test('two fingers zoom while a missed plate is to be drawn, and one draws it then', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await page.getByRole('button', { name: 'Missed plate' }).tap();
  const layer = page.getByTestId('draw-layer');
  const place = await layer.boundingBox();
  if (!place) throw new Error('no layer');
  const [x, y] = [place.x + place.width / 2, place.y + 60];
  await touch(
    page,
    [
      [x - 20, y],
      [x + 20, y],
    ],
    [
      [x - 80, y],
      [x + 80, y],
    ],
  );
  await expect(viewer(page)).toHaveAttribute('data-zoomed', 'true');
  await expect(layer).toBeVisible();
  await expect(card(page, 2)).toHaveCount(0);
  await page.mouse.move(x - 40, y);
  await page.mouse.down();
  await page.mouse.move(x + 40, y + 25, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('article', { name: 'Plate 2, added' })).toHaveCount(1);
});

test('a swipe that begins on the box moves the page; a finger that rests there first moves the box', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const before = await boxOf(page);
  await page.evaluate(() => scrollTo(0, 0));
  const centre = async (): Promise<Point> => {
    const plate = await page.locator('.edit-box').boundingBox();
    if (!plate) throw new Error('no box');
    return [plate.x + plate.width / 2, plate.y + plate.height / 2];
  };
  const [x, y] = await centre();
  await touch(page, [[x, y]], [[x, y - 100]]);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(20);
  expect(await boxOf(page)).toEqual(before);
  // Zoomed in, the swipe pans the photo.
  await page.evaluate(() => scrollTo(0, 0));
  await page.getByRole('button', { name: 'Close-up' }).tap();
  const [closeX, closeY] = await centre();
  await touch(page, [[closeX, closeY]], [[closeX + 40, closeY + 60]]);
  expect((await centre())[1]).not.toBe(closeY);
  expect(await boxOf(page)).toEqual(before);

  const from = await centre();
  await touch(page, [from], [[from[0] + 30, from[1] - 30]], 700);
  await expect.poll(() => boxOf(page)).not.toEqual(before);
  const after = await boxOf(page);
  // Moved, not resized, in whole pixels.
  for (const n of [2, 3]) expect(Math.abs(Number(after[n]) - Number(before[n]))).toBeLessThan(2);
  expect(Number(after[0])).toBeGreaterThan(Number(before[0]));
  expect(Number(after[1])).toBeLessThan(Number(before[1]));
});

test('"Zoom in" pressed twice in a row zooms twice', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const box = page.locator('.edit-box');
  const before = (await box.boundingBox())?.width ?? 0;
  const zoom = page.getByRole('button', { name: 'Zoom in' });
  await zoom.dblclick();
  await expect.poll(async () => (await box.boundingBox())?.width ?? 0).toBeGreaterThan(before * 2);
});

test('Backspace takes out the character that was tapped, though keys were typed before', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const tapped = async (tap: (at: number) => Promise<void>) => {
    await field(page).focus();
    await field(page).evaluate((input: HTMLInputElement) => input.setSelectionRange(0, 1));
    await page.keyboard.type('XY');
    const text = await field(page).inputValue();
    // What a key has moved to does not look chosen: there Backspace would take that key back.
    await expect(field(page)).toHaveAttribute('data-following');
    await tap(2);
    await expect(field(page)).not.toHaveAttribute('data-following');
    await page.keyboard.press('Backspace');
    await expect(field(page)).toHaveValue(text.slice(0, 2) + text.slice(3));
    await page.keyboard.press('Escape');
  };
  await tapped((at) => page.locator('.plate-letter').nth(at).tap());
  await tapped(async (at) => {
    const place = await page.locator('.plate-letter').nth(at).boundingBox();
    const own = await field(page).boundingBox();
    if (!place || !own) throw new Error('no text');
    await page.touchscreen.tap(place.x + place.width / 2, own.y + own.height / 2);
  });
});
