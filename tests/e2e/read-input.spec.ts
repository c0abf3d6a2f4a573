/** Hostile names and bad files: told apart, told clearly, and never in the way of the others. */
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

test('bad files get a clear line and the rest is read', async ({ page }) => {
  await openRead(page);
  const good = photo(`${PHOTOS}/virginia.jpg`);
  const bad = (name: string, content: Buffer | string) => ({
    name,
    mimeType: 'image/jpeg',
    buffer: Buffer.from(content),
  });
  await choose(page, [
    bad('zero.jpg', ''),
    bad('text.jpg', 'This is a letter, not a photo.'),
    bad('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'),
    bad('cut.jpg', good.buffer.subarray(0, 400)),
    bad('huge.png', pngHeader(20_000, 20_000)),
    good,
  ]);
  await untilDone(page);
  const { rows } = await downloadCsv(page);
  const statusOf = (file: string) => rows.find((row) => row.file === file)?.status;
  expect(statusOf('zero.jpg')).toBe('error: empty file');
  expect(statusOf('text.jpg')).toBe('error: not an image');
  expect(statusOf('drawing.svg')).toMatch(/^error: /);
  expect(statusOf('cut.jpg')).toBe('error: damaged or truncated');
  expect(statusOf('huge.png')).toBe('error: over 100 megapixels');
  expect(statusOf('virginia.jpg')).toMatch(/^(ok|unreadable)$/);

  await page
    .getByRole('listbox')
    .getByRole('option', { name: /huge\.png/ })
    .click();
  await expect(page.getByRole('heading', { name: 'This photo could not be read' })).toBeVisible();
  await expect(page.locator('.notice-card p')).toContainText('megapixels');
});

/** A PNG that says how large it is and then ends: enough to be refused before any decoding. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(33);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(header);
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  Buffer.from('0802000000', 'hex').copy(header, 24);
  return header;
}
