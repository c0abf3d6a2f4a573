/** The import dialog: it asks what files do not say, shows what it understood, and can be taken back. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, test } from './base.ts';
import { GERMANY, jpegSize, keptByFile, openDataset, withExif, zipOf } from './flywheelTools.ts';

const photo = (name: string, orientation = 1) => withExif(GERMANY, orientation, name);

async function choose(page: Page, files: Readonly<Record<string, Uint8Array | string>>) {
  await page.getByTestId('import-open').click();
  await page
    .getByTestId('import-files')
    .setInputFiles({ name: 'set.zip', mimeType: 'application/zip', buffer: zipOf(files) });
  await expect(page.getByTestId('import-preview')).toBeVisible({ timeout: 60_000 });
}

async function take(page: Page) {
  await page.getByTestId('import-go').click();
  await expect(page.getByTestId('import-done')).toHaveAttribute('data-state', 'done', {
    timeout: 60_000,
  });
}

const UNNAMED = {
  'images/a.jpg': photo('a'),
  'labels/a.txt': '0 0.5 0.5 0.8 0.8\n1 0.5 0.6 0.2 0.1\n',
  'images/b.jpg': photo('b'),
  'labels/b.txt': '0 0.5 0.5 0.8 0.8\n',
};

test('classes without names are asked about, with a picture of each', async ({ page }) => {
  await openDataset(page);
  await choose(page, UNNAMED);
  const preview = page.getByTestId('import-preview');
  await expect(preview).toContainText('with 0 plates');
  await expect(preview).toContainText('2 photos not labelled');
  const classes = page.getByTestId('import-class');
  await expect(classes).toHaveCount(2);
  await expect(classes.getByRole('img')).toHaveCount(2);
  await expect(classes.nth(0)).toHaveAttribute('data-class', /^#0/);
  await expectAccessible(page);
  await classes.nth(0).getByLabel('Something else').check();
  await classes.nth(1).getByLabel('Plates').check();
  await expect(preview).toContainText('with 1 plate');
  await expect(preview).toContainText('1 photo without a plate');
  await expect(page.getByRole('region', { name: 'Examples' }).getByRole('img')).toHaveCount(1);
  await take(page);
  const kept = await keptByFile(page);
  expect(kept['images/a.jpg']?.plates).toHaveLength(1);
  expect(kept['images/b.jpg']?.noPlate).toBe(true);
});

test('labels of photos that are here: to the unlabelled, and by choice to the others', async ({
  page,
}) => {
  test.slow();
  const { width, height } = jpegSize(GERMANY);
  const line = '0 0.5 0.5 0.25 0.125\n';
  await openDataset(page);
  await choose(page, { 'a.jpg': photo('a'), 'b.jpg': photo('b'), 'b.txt': line });
  await take(page);
  const second = {
    'a.jpg': photo('a'),
    'a.txt': line,
    'b.jpg': photo('b'),
    'b.txt': '0 0.2 0.2 0.1 0.1\n',
  };
  await choose(page, second);
  await expect(page.getByTestId('import-preview')).toContainText('labels for 1 photo already here');
  const conflict = page.getByTestId('import-conflict');
  await expect(conflict).toContainText('1 photo is here with other labels');
  await conflict.getByLabel('Look at each').check();
  await expect(conflict.getByRole('img')).toHaveCount(2);
  await expectAccessible(page);
  await take(page);
  const box = { x: width * 0.375, y: height * 0.4375, width: width / 4, height: height / 8 };
  const kept = await keptByFile(page);
  expect(kept['a.jpg']?.plates?.[0]?.box).toEqual(box);
  expect(kept['b.jpg']?.plates?.[0]?.box).toEqual(box); // mine stays

  await choose(page, second);
  await page.getByTestId('import-conflict').getByLabel('Replace mine').check();
  await expect(page.getByTestId('import-preview')).toContainText('with 1 plate');
  await take(page);
  expect((await keptByFile(page))['b.jpg']?.plates?.[0]?.box.width).toBeCloseTo(width / 10, 6);
  // Undo brings mine back, and the photo stays.
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(async () => {
    expect((await keptByFile(page))['b.jpg']?.plates?.[0]?.box).toEqual(box);
  }).toPass();
});

test('boxes drawn on the stored photo are turned along, and the person can say otherwise', async ({
  page,
}) => {
  const { width, height } = jpegSize(GERMANY);
  const xml = `<annotation><filename>a.jpg</filename><size><width>${width}</width><height>${height}</height></size><object><name>plate</name><bndbox><xmin>10</xmin><ymin>20</ymin><xmax>60</xmax><ymax>40</ymax></bndbox></object></annotation>`;
  await openDataset(page);
  await choose(page, { 'a.jpg': photo('a', 6), 'a.xml': xml });
  const frame = page.getByTestId('import-frame');
  await expect(frame).toContainText('turned along');
  await expect(frame.getByRole('img')).toHaveCount(1);
  await expect(frame.getByLabel('as they are stored')).toBeChecked();
  await take(page);
  const kept = await keptByFile(page);
  expect(kept['a.jpg']?.plates?.[0]?.box).toEqual({ x: height - 40, y: 10, width: 20, height: 50 });
});

test('a model’s boxes come as predictions, what was left out marks a photo as labelled in part', async ({
  page,
}) => {
  await openDataset(page);
  await choose(page, {
    'a.jpg': photo('a'),
    'a.txt': '0 0.5 0.5 0.25 0.125 0.91\n',
    'b/b.jpg': photo('b'),
    'b/b.txt': '0 0.5 0.5 0.25 0.125\nhello\n',
  });
  const preview = page.getByTestId('import-preview');
  await expect(preview).toContainText('1 photo with a model’s boxes');
  await expect(preview).toContainText('1 photo labelled in part');
  await take(page);
  const kept = await keptByFile(page);
  expect(kept['a.jpg']?.plates).toBeNull();
  await expect(page.getByTestId('statistics')).toContainText('Labelled in part1');
});

for (const [name, viewport, scheme] of [
  ['phone', { width: 390, height: 844 }, 'light'],
  ['small phone', { width: 320, height: 640 }, 'dark'],
] as const) {
  test(`fits a ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: scheme });
    await openDataset(page);
    await choose(page, { ...UNNAMED, 'c.jpg': photo('c', 6), 'c.txt': '0 0.5 0.5 0.1 0.1\n' });
    await expect(page.getByTestId('import-class')).toHaveCount(2);
    const wide = await page.evaluate(() => {
      const body = document.querySelector('.dialog-body') as HTMLElement;
      return body.scrollWidth - body.clientWidth;
    });
    expect(wide).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  });
}
