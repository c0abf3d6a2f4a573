/** The Read and Settings screens by keyboard alone, by axe, in light and dark, at phone width. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, test } from './base.ts';
import { choose, downloaded, openRead, photo, SAMPLES, untilDone } from './readScreen.ts';

test('keyboard alone: from the samples to a copied plate', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openRead(page);
  const sample = page.getByRole('button', { name: /Three motorcycles/ });
  await tabTo(page, '.sample:has-text("Three motorcycles")');
  await expect(sample).toBeFocused();
  await page.keyboard.press('Enter');
  await untilDone(page);

  // Boxes are Tab stops and select their card.
  await tabTo(page, '.plate-box >> nth=1');
  await expect(page.getByRole('article', { name: 'Plate 2' })).toHaveAttribute(
    'data-selected',
    'true',
  );
  await page.keyboard.press('n');
  await expect(page.getByRole('article', { name: 'Plate 3' })).toHaveAttribute(
    'data-selected',
    'true',
  );
  await page.keyboard.press('b');

  // The photo zooms and pans.
  await page.locator('.viewer').focus();
  const image = page.locator('.viewer-image');
  const fit = await image.boundingBox();
  await page.keyboard.press('+');
  await expect
    .poll(async () => (await image.boundingBox())?.width)
    .toBeGreaterThan(fit?.width ?? 0);
  const zoomed = await image.boundingBox();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await image.boundingBox())?.x).toBeLessThan(zoomed?.x ?? 0);
  await page.keyboard.press('0');
  await expect.poll(async () => (await image.boundingBox())?.width).toBe(fit?.width);

  // Each character says its confidence in numbers.
  const letter = page.locator('.plate-letter').first();
  if ((await letter.count()) > 0) {
    await letter.focus();
    await expect(letter).toHaveAccessibleName(/^[0-9A-Z], \d+(\.\d)? %/);
  }
  await downloaded(page, () => page.keyboard.press('d'));

  // The help lists what works here, and gives the focus back.
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help.getByText('Copy the plate’s text')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  // The selected photo goes, and comes back.
  const options = page.getByRole('listbox', { name: 'Photos' }).getByRole('option');
  const before = await options.count();
  await page.keyboard.press('Delete');
  await expect(page.getByText(/is out of the results/).first()).toBeVisible();
  await expect(options).toHaveCount(0);
  await page
    .getByRole('region', { name: 'Messages' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(options).toHaveCount(before);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing: ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openRead(page);
    await expect(page.locator('.sample').first()).toBeVisible();
    await expectAccessible(page);
    await choose(page, [
      photo(`${SAMPLES}/united-kingdom.jpg`),
      { name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) },
    ]);
    await untilDone(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'More downloads' }).click();
    await expectAccessible(page, '.menu-panel');
    await page.keyboard.press('Escape');
    await page
      .getByRole('listbox')
      .getByRole('option', { name: /empty\.jpg/ })
      .click();
    await page.keyboard.press('?');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.goto('./#/settings');
    await expect(page.getByRole('heading', { name: 'Models' })).toBeVisible();
    await expectAccessible(page);
  });
}

test('phone, 360 px wide: nothing sticks out, targets are large enough', async ({
  browser,
  guard,
}) => {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
  });
  await guard.watch(context);
  const page = await context.newPage();
  await openRead(page);
  await fitsWidth(page);
  await expectAccessible(page);
  await page.locator('.sample').first().tap();
  await untilDone(page);
  await expect(page.locator('.plate-card').first()).toBeVisible();
  await fitsWidth(page);
  await expectAccessible(page);
  const small = await page
    .locator('.button:visible, .icon-button:visible')
    .evaluateAll((all) =>
      all
        .filter((element) => element.getBoundingClientRect().height < 44)
        .map((element) => element.outerHTML.slice(0, 120)),
    );
  expect(small, 'touch targets under 44 px').toEqual([]);

  // The whole of it is little more than one screen.
  const pageHeight = await page.evaluate(() => document.documentElement.scrollHeight);
  expect(pageHeight).toBeLessThan(2 * 740);

  // Neither the toolbar nor a long name is cut, and keys are offered to nobody without them.
  const long = 'WhatsApp MMMMMMMMMMM 2026-11-28 at 17.42.48 (1).jpg';
  await choose(page, [photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`, long)]);
  await untilDone(page);
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 740 });
    const cut = await page.locator('.batch-bar :is(.button, p):visible').evaluateAll((all) =>
      all.flatMap((element) => {
        const { left, right } = element.getBoundingClientRect();
        const isCut = left < 0 || right > innerWidth || element.scrollWidth > element.clientWidth;
        return isCut ? [element.textContent] : [];
      }),
    );
    expect(cut, `cut at ${width} px`).toEqual([]);
  }
  await expect(page.locator('.hint:visible')).toHaveText(/Tap/);

  // The list is a sheet: a tap on a row closes it and shows the photo.
  const row = page.getByRole('listbox').getByRole('option', { name: /united-kingdom/ });
  await expect(row).toBeHidden();
  await page.getByRole('button', { name: 'List', exact: true }).tap();
  await expectAccessible(page);
  const names = await page.locator('.photo-row .file-name').evaluateAll((all) =>
    all.map(({ scrollWidth, clientWidth, textContent }) => ({
      text: textContent ?? '',
      over: scrollWidth - clientWidth,
    })),
  );
  expect(names.map(({ over }) => over)).toEqual(names.map(() => 0));
  expect(names.at(-1)?.text).toMatch(/^Whats[^…]*…[^…]*\.jpg$/);
  await page.keyboard.press('Escape');
  await expect(row).toBeHidden();
  await page.getByRole('button', { name: 'List', exact: true }).tap();
  await row.tap();
  await expect(row).toBeHidden();
  await expect(page.getByRole('heading', { name: 'united-kingdom.jpg' })).toBeInViewport();
  await page.getByRole('button', { name: 'Next photo' }).tap();
  await expect(page.getByRole('heading', { name: 'germany.jpg' })).toBeInViewport();
  await page.getByRole('button', { name: 'More downloads' }).tap();
  const sheet = await page.locator('.menu-panel').boundingBox();
  expect((sheet?.y ?? -1) >= 0 && (sheet?.y ?? 0) + (sheet?.height ?? 9e9) <= 740).toBe(true);
  // All of it is on top, also where the navigation is.
  await page.getByTestId('download-crops').tap({ trial: true });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Keyboard shortcuts' })).toBeHidden();
  await fitsWidth(page);
  await page.goto('./#/settings');
  await expect(page.getByRole('heading', { name: 'Models' })).toBeVisible();
  await fitsWidth(page);
  await context.close();
});

async function fitsWidth(page: Page): Promise<void> {
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider).toBeLessThanOrEqual(0);
}

/** Presses Tab until the wanted element has the focus, as a person would. */
async function tabTo(page: Page, selector: string): Promise<void> {
  const target = page.locator(selector);
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${selector}`);
}
