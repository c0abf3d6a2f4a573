/** A plate that a person drew, or whose box was moved, has its picture wherever others have theirs. */
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { expect, test } from './base.ts';
import { card, kept, read } from './plateCards.ts';
import { downloadCsv, downloaded, photo, SAMPLES } from './readScreen.ts';

/** Width and height of a PNG, as its header has them. */
const pngSize = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
};

/** The pictures in the zip of plates that the screen gives. */
async function cropsZip(page: Page): Promise<Uint8Array[]> {
  const zip = await downloaded(page, async () => {
    await page.getByRole('button', { name: 'More downloads' }).click();
    await page.getByTestId('download-crops').click();
  });
  return Object.values(unzipSync(new Uint8Array(zip)));
}

test('a drawn plate is pictured on its card, in the table, in the zip and in the report', async ({
  page,
}) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  await page.getByRole('button', { name: 'Missed plate' }).focus();
  await page.keyboard.press('Enter');
  await kept(page, 2);
  const crop = card(page, 2).locator('img.plate-crop');
  await expect(crop).toBeVisible();
  await expect(page.getByRole('option', { name: /text missing/ })).toBeVisible();
  const box = (await downloadCsv(page)).rows.find(({ checked }) => checked === 'added');
  // Six in a hundred more on each side, as readers are used to, to whole pixels.
  const wanted = [Number(box?.width) * 1.12, Number(box?.height) * 1.12];
  const seen = await crop.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  for (const [n, size] of wanted.entries()) expect(Math.abs((seen[n] ?? 0) - size)).toBeLessThan(3);

  const pictures = await cropsZip(page);
  expect(pictures).toHaveLength(2);
  expect(pictures.map(pngSize)).toContainEqual(seen);

  await page.getByTestId('show-table').click();
  const inTable = page.locator('.table-picture img').nth(1);
  await expect
    .poll(() => inTable.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(seen[0]);

  await page.evaluate(() => {
    globalThis.print = () => {
      const images = [...document.querySelectorAll<HTMLImageElement>('.print-report img')];
      const widths = images.map(({ naturalWidth }) => naturalWidth);
      Object.assign(globalThis, { widths });
    };
  });
  await page.getByRole('button', { name: 'More downloads' }).click();
  await page.getByTestId('print-report').click();
  await expect
    .poll(() => page.evaluate(() => (globalThis as { widths?: number[] }).widths ?? []))
    .toContain(seen[0]);
  await expect(page.locator('.print-report')).toContainText('text missing');
});

test('a moved box is cut out anew', async ({ page }) => {
  await read(page, photo(`${SAMPLES}/germany.jpg`));
  const crop = card(page, 1).locator('img.plate-crop');
  const widthOf = () => crop.evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(widthOf).toBeGreaterThan(0);
  const before = await widthOf();
  await page.getByRole('button', { name: /^Plate 1:/ }).focus();
  await page.keyboard.press('Shift+ArrowRight'); // wider
  for (let n = 0; n < 9; n++) await page.keyboard.press('Shift+ArrowRight');
  await kept(page, 1);
  await expect.poll(widthOf).toBeGreaterThan(before);
  const [picture] = await cropsZip(page);
  expect(pngSize(picture ?? new Uint8Array(24))[0]).toBe(await widthOf());
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('"Missed plate" shows the whole photo to draw on, from under the bar as well', async ({
    page,
  }) => {
    await read(page, photo(`${SAMPLES}/germany.jpg`));
    await page.evaluate(() => scrollTo(0, 190));
    await page.getByRole('button', { name: 'Missed plate' }).tap();
    const layer = page.getByTestId('draw-layer');
    await expect
      .poll(() =>
        layer.evaluate((sheet) => {
          const { left, top, width, height } = sheet.getBoundingClientRect();
          const at = (share: number) =>
            document.elementFromPoint(left + width / 2, top + share * height);
          return [0.02, 0.5, 0.98].every((share) => sheet.contains(at(share)));
        }),
      )
      .toBe(true);
  });
});
