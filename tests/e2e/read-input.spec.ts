/** Hostile names and bad files on the screen; every kind of bad file is in photo-files.spec.ts. */
import { expect, test } from './base.ts';
import { choose, downloadCsv, openRead, PHOTOS, photo, untilDone } from './readScreen.ts';

const HOSTILE_NAMES = [
  '"><img src=x onerror=alert(1)>.jpg',
  '=cmd|x.jpg',
  'a,b;"c".jpg',
  'two\nlines.jpg',
  '\u202Egpj.exe.jpg',
  'مرحبا.jpg',
  '🚗👩🏽‍🚀.jpg',
  `${'x'.repeat(200)}.jpg`,
];

test('hostile names are text everywhere and come back from the CSV', async ({ page }) => {
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await openRead(page);
  await choose(
    page,
    HOSTILE_NAMES.map((name) => photo(`${PHOTOS}/no-plate.jpg`, name)),
  );
  await untilDone(page);
  const { rows, text } = await downloadCsv(page);
  expect(rows.map((row) => row.file)).toEqual(
    HOSTILE_NAMES.map((name) => (name.startsWith('=') ? `'${name}` : name)),
  );
  expect(text.charCodeAt(0), 'no byte order mark').not.toBe(0xfeff);
  const list = page.getByRole('listbox', { name: 'Photos' });
  const titles = await list
    .getByRole('option')
    .locator('bdi')
    .evaluateAll((all) => all.map((bdi) => bdi.getAttribute('title')));
  expect(titles).toEqual(HOSTILE_NAMES);
  for (const option of await list.getByRole('option').all()) {
    await option.click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  expect(dialogs).toBe(0);
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider, 'no sideways scrolling').toBeLessThanOrEqual(0);
});

test('a bad file says what is wrong, in the list and in full, and can be filtered out', async ({
  page,
}) => {
  await openRead(page);
  await choose(page, [
    { name: 'zero.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) },
    photo(`${PHOTOS}/no-plate.jpg`),
  ]);
  await untilDone(page);
  const list = page.getByRole('listbox', { name: 'Photos' });
  const bad = list.getByRole('option', { name: /empty file.*zero\.jpg.*Failed/ });
  await bad.click();
  await expect(page.getByRole('heading', { name: 'This photo could not be read' })).toBeVisible();
  await expect(page.locator('.notice-card p')).toHaveText(/\w+.*\. .*(again|Choose|Copy)/);
  await expect(page.locator('.viewer-image')).toHaveCount(0);

  await page.getByRole('combobox', { name: 'Show' }).selectOption('Not read');
  await expect(list.getByRole('option')).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Show' }).selectOption('No plate');
  await expect(list.getByRole('option', { name: /no-plate\.jpg/ })).toHaveCount(1);
  await page.getByRole('searchbox').fill('nothing is called this');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(list.getByRole('option')).toHaveCount(2);
});

test('a watched folder: photos written into it are read as they come, until it is gone', async ({
  page,
}) => {
  await openRead(page);
  await choose(page, [photo(`${PHOTOS}/no-plate.jpg`)]);
  // Nobody can answer the browser's own dialog here: it hands out this folder, as real as any.
  await page.evaluate(() => {
    const gate = async () =>
      (await navigator.storage.getDirectory()).getDirectoryHandle('gate', { create: true });
    const put = async (folder: FileSystemDirectoryHandle, name: string) => {
      const file = await folder.getFileHandle(name, { create: true });
      const stream = await file.createWritable();
      await stream.write(await (await fetch('samples/india.jpg')).blob());
      await stream.close();
    };
    const comes = async () => {
      await put(await (await gate()).getDirectoryHandle('today', { create: true }), 'new.jpg');
    };
    const goes = async () =>
      (await navigator.storage.getDirectory()).removeEntry('gate', { recursive: true });
    const showDirectoryPicker = async () => {
      await put(await gate(), 'old.jpg');
      return gate();
    };
    Object.assign(globalThis, { showDirectoryPicker, comes, goes });
  });
  const folder = (what: 'comes' | 'goes') =>
    page.evaluate(
      (what) => (globalThis as unknown as Record<string, () => unknown>)[what]?.(),
      what,
    );
  await page.getByRole('button', { name: 'More ways to add photos' }).click();
  await page.getByRole('button', { name: 'Watch a folder' }).click();
  await expect(page.getByText('Watching “gate”').last()).toBeVisible();
  await page.waitForTimeout(1000); // it has looked at what lies there
  await folder('comes');
  await expect(page.getByRole('option', { name: /KA05MG1909/ })).toBeVisible({ timeout: 40_000 });
  const { rows } = await downloadCsv(page);
  expect(rows.map(({ file }) => file)).toEqual(['no-plate.jpg', 'today/new.jpg']);
  await folder('goes');
  const said = page.getByRole('region', { name: 'Messages' });
  await expect(said.getByText('“gate” cannot be read any more')).toBeVisible();
});
