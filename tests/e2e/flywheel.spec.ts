/** The flywheel on the built app: a correction is kept, backed up, restored, exported and read back. */
import { expect, test } from './base.ts';
import {
  dumpDatabase,
  GERMANY,
  importZip,
  jpegSize,
  openDataset,
  sha256,
  unzip,
  withExif,
  yoloZip,
} from './flywheelTools.ts';
import { choose, downloaded, openRead, photo, SAMPLES, untilDone } from './readScreen.ts';

const BOX = '0 0.5 0.5 0.25 0.125\n';

test('a correction on the Read screen survives a reload, and undo takes it back', async ({
  page,
}) => {
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/germany.jpg`)]);
  await untilDone(page);
  const card = page.getByRole('article', { name: 'Plate 1' });
  const field = card.getByLabel('Plate text');
  const before = await field.inputValue();
  await field.fill('AB12XYZ');
  await field.press('Enter');
  await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await expect(card.getByTestId('correct-state')).toContainText('Corrected');

  await openDataset(page);
  await page.reload();
  await expect(page.getByTestId('sample-count')).toHaveText(/^1 photo/);
  await expect(page.getByRole('option', { name: /AB12XYZ/ })).toBeVisible();

  // A photo chosen twice is stored once, and shows what was said.
  await page.goto('./#/read');
  await page.reload();
  await choose(page, [photo(`${SAMPLES}/germany.jpg`)]);
  await untilDone(page);
  const again = page.getByRole('article', { name: 'Plate 1' });
  await expect(again.getByLabel('Plate text')).toHaveValue('AB12XYZ');
  await again.getByLabel('Plate text').fill('AB99');
  await again.getByLabel('Plate text').press('Enter');
  await expect(again.getByTestId('correct-state')).toContainText('Corrected');
  await expect(again.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await page.getByRole('button', { name: 'Undo the last correction' }).click();
  await expect(again.getByLabel('Plate text')).toHaveValue('AB12XYZ');
  expect(before).not.toBe('AB12XYZ');
  const dump = await dumpDatabase(page);
  expect(dump.samples).toHaveLength(1);
  expect(dump.log).toHaveLength(3);
});

test('a confirm is one key, a fix only the changed characters', async ({ page }) => {
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/germany.jpg`)]);
  await untilDone(page);
  const card = page.getByRole('article', { name: 'Plate 1' });
  const read = await card.getByLabel('Plate text').inputValue();
  expect(read).not.toBe('');
  await page.getByRole('button', { name: /^Plate 1:/ }).focus();
  await page.keyboard.press('Enter');
  await expect(card.getByTestId('correct-state')).toContainText('Checked: right');
  await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');

  await openDataset(page);
  await page.locator('.sample-tile').first().click();
  const field = page.getByTestId('review-card').getByLabel('Plate text');
  await expect(field).toBeFocused();
  await expect
    .poll(() =>
      field.evaluate((f: HTMLInputElement) => (f.selectionEnd ?? 0) - (f.selectionStart ?? 0)),
    )
    .toBe(1);
  const at = await field.evaluate((f: HTMLInputElement) => f.selectionStart ?? 0);
  await page.keyboard.press('Q');
  const fixed = `${read.slice(0, at)}Q${read.slice(at + 1)}`;
  await expect(field).toHaveValue(fixed);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Nothing left to review' })).toBeVisible();
  await page.getByRole('button', { name: 'All kept photos' }).click();
  await expect(page.getByRole('option', { name: new RegExp(fixed) })).toBeVisible();
});

test('backup, wipe, restore: identical, in every store', async ({ page }) => {
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/germany.jpg`), photo(`${SAMPLES}/india.jpg`)]);
  await untilDone(page);
  const card = page.getByRole('article', { name: 'Plate 1' });
  await card.getByLabel('Plate text').fill('Ü-AB 12');
  await card.getByLabel('Plate text').press('Enter');
  await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await openDataset(page);
  await importZip(
    page,
    'set.zip',
    yoloZip([
      { name: 'a, "b"', jpeg: withExif(GERMANY, 1, 'a'), lines: BOX },
      { name: 'ü 車', jpeg: withExif(GERMANY, 6, 'b'), lines: '' },
      { name: '=c', jpeg: withExif(GERMANY, 3, 'c'), lines: null },
    ]),
  );
  await expect(page.getByTestId('sample-count')).toHaveText(/^4 photo/);
  // The export of a dataset keeps what it encoded, which belongs to the backup as well.
  await page.getByRole('button', { name: 'Export dataset' }).click();
  await downloaded(page, () =>
    page.getByRole('dialog').getByRole('button', { name: 'Export' }).click(),
  );
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  const backup = await downloaded(page, () =>
    page.getByRole('button', { name: 'Back up everything' }).click(),
  );
  await expect(page.getByTestId('last-backup')).not.toContainText('never');
  const before = await dumpDatabase(page); // with the time of this backup
  expect(before.derived?.length).toBeGreaterThan(0);

  await page.getByRole('button', { name: 'Wipe everything …' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('wipe');
  await page.getByRole('dialog').getByRole('button', { name: 'Wipe everything' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
  for (const [store, rows] of Object.entries(await dumpDatabase(page))) {
    expect([store, rows]).toEqual([store, []]);
  }

  // Screens that were open before show what comes back, and do not write over it.
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  await expect(page.getByTestId('batch-status')).toContainText('No photos yet');
  await page.getByRole('link', { name: 'Dataset', exact: true }).click();
  await importZip(page, 'backup.zip', backup);
  await expect(page.getByTestId('sample-count')).toHaveText(/^4 photo/);
  expect(await dumpDatabase(page)).toEqual(before);
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  await expect(page.getByTestId('batch-status')).toContainText('2 photos');
});

test('a dataset: upright for all eight orientations, same bytes twice, and read back the same', async ({
  page,
}) => {
  test.setTimeout(150_000);
  await openDataset(page);
  const stored = jpegSize(GERMANY);
  const photos = Array.from({ length: 8 }, (_, i) => ({
    name: `photo-${i + 1}`,
    jpeg: withExif(GERMANY, i + 1, `orientation ${i + 1}`),
    lines: `0 0.${40 + i} 0.5 0.2${i} 0.1\n`,
  }));
  await importZip(page, 'eight.zip', yoloZip(photos));
  const exportSet = async () => {
    await page.getByRole('button', { name: 'Export dataset' }).click();
    const bytes = await downloaded(page, () =>
      page.getByRole('dialog').getByRole('button', { name: 'Export' }).click(),
    );
    await expect(page.getByTestId('export-result')).toBeVisible();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    return bytes;
  };
  const first = await exportSet();
  expect(sha256(await exportSet())).toBe(sha256(first));

  const files = await unzip(first);
  const json = (path: string) => JSON.parse(new TextDecoder().decode(files.get(path)));
  const manifest = json('manifest.json');
  for (const { path, sha256: hash } of manifest.files) {
    expect([path, sha256(files.get(path) as Uint8Array)]).toEqual([path, hash]);
  }
  expect(manifest.photos).toHaveLength(8);
  const coco = json('coco.json');
  for (const [i, { jpeg }] of photos.entries()) {
    const entry = manifest.photos.find(
      (p: { sourceSha256: string }) => p.sourceSha256 === sha256(jpeg),
    );
    const image = files.get(entry.path) as Uint8Array;
    expect(entry.sha256).toBe(sha256(image));
    const turned = i >= 4;
    const upright = turned ? { width: stored.height, height: stored.width } : stored;
    expect(jpegSize(image)).toEqual(upright);
    expect(Buffer.from(image).includes('Exif')).toBe(false);
    expect(Buffer.from(image).includes(`orientation ${i + 1}`)).toBe(false);
    const label = new TextDecoder().decode(
      files.get(entry.path.replace('images/', 'labels/').replace('.jpg', '.txt')),
    );
    const [, ...fractions] = label.trim().split(' ').map(Number);
    const expected = [Number(`0.${40 + i}`), 0.5, Number(`0.2${i}`), 0.1];
    for (const [k, value] of expected.entries()) {
      const scale = k % 2 === 0 ? upright.width : upright.height;
      expect(Math.abs((fractions[k] ?? 9) - value) * scale).toBeLessThan(1e-6);
    }
    const listed = coco.images.find((c: { file_name: string }) => c.file_name === entry.path);
    expect([listed.width, listed.height]).toEqual([upright.width, upright.height]);
  }
  // Near-duplicates are one group: they share a split.
  expect(new Set(manifest.photos.map((p: { split: string }) => p.split)).size).toBeLessThan(9);
});

test('undo of an import removes what nobody labelled since, and says what stays', async ({
  page,
}) => {
  await openDataset(page);
  const photos = ['a', 'b', 'c'].map((name) => ({
    name,
    jpeg: withExif(GERMANY, 1, name),
    lines: BOX,
  }));
  await importZip(page, 'set.zip', yoloZip(photos));
  await expect(page.getByTestId('sample-count')).toHaveText(/^3 photo/);
  await page.locator('.sample-tile').first().click();
  const card = page.getByTestId('review-card');
  await card.getByLabel('Plate text').fill('NEW1');
  await card.getByLabel('Plate text').press('Enter');
  await page.getByRole('button', { name: 'All kept photos' }).click();
  await expect(page.getByRole('option', { name: /NEW1/ })).toBeVisible();
  // The notice's own Undo is gone after some seconds; the storage panel's stays.
  await page.getByTestId('last-import').getByRole('button', { name: 'Take it back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
  await expect(page.getByText(/2 imported photos removed. 1 photo stayed/).first()).toBeVisible();
  await expect(page.getByTestId('sample-count')).toHaveText(/^1 photo/);
  // An undo that means the import takes no answer back in its place.
  await page.keyboard.press('Control+z');
  await expect(page.getByText('What an import brought is gone').first()).toBeVisible();
  await expect(page.getByRole('option', { name: /NEW1/ })).toBeVisible();
});

test('delete with undo; a database that is gone is called lost', async ({ page }) => {
  await openDataset(page);
  await importZip(page, 'one.zip', yoloZip([{ name: 'a', jpeg: GERMANY, lines: BOX }]));
  await page.locator('.sample-tile').first().click();
  await page.getByTestId('review-card').getByLabel('Plate text').fill('KEEP1');
  await page.getByTestId('review-card').getByLabel('Plate text').press('Enter');
  await page.getByRole('button', { name: 'All kept photos' }).click();
  await page.getByRole('listbox', { name: 'Photos' }).focus();
  await page.keyboard.press(' ');
  await expect(page.getByTestId('chosen-count')).toHaveText('1 chosen');
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).last().click();
  await expect(page.getByRole('option', { name: /KEEP1/ })).toBeVisible();

  const { origin } = new URL(page.url());
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', {
    origin,
    storageTypes: 'indexeddb',
  });
  await openDataset(page);
  await expect(page.getByRole('heading', { name: 'Photos were lost' })).toBeVisible();
});
