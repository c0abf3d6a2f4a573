/** Reading photos on the built app, with the shipped models. */
import { expect, test } from './base.ts';
import { inStore, unfoldMore } from './flywheelTools.ts';
import {
  boxOf,
  choose,
  downloadCsv,
  downloaded,
  engineReady,
  openRead,
  overlap,
  PHOTOS,
  photo,
  SAMPLES,
  truth,
  untilDone,
} from './readScreen.ts';

test('a first visitor clicks a sample and sees its plate', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: /United Kingdom/ }).click();
  await untilDone(page);
  await expect(page.getByRole('heading', { name: 'united-kingdom.jpg' })).toBeVisible();
  const card = page.getByRole('article', { name: 'Plate 1' });
  await expect(card).toBeVisible();
  await expect(card.getByRole('img', { name: 'Plate 1, cut out' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Plate 1:/ })).toBeVisible();

  const { rows } = await downloadCsv(page);
  const [plate] = truth('tests/fixtures/samples-truth.csv').get('united-kingdom.jpg') ?? [];
  if (!plate) throw new Error('no truth for the sample');
  expect(Math.max(...rows.map((row) => overlap(boxOf(row), plate)))).toBeGreaterThan(0.5);
});

test('fixture photos: boxes where the plates are, none where there is none, card and files agree', async ({
  page,
}) => {
  await openRead(page);
  const names = ['united-kingdom-front.jpg', 'virginia.jpg', 'vietnam-motorcycle-2.jpg'];
  await choose(
    page,
    [...names, 'no-plate.jpg'].map((name) => photo(`${PHOTOS}/${name}`)),
  );
  await untilDone(page);
  const { rows } = await downloadCsv(page);

  const plates = truth(`${PHOTOS}/truth.csv`);
  for (const name of names) {
    const found = rows.filter((row) => row.file === name).map(boxOf);
    for (const plate of plates.get(name) ?? []) {
      const best = Math.max(0, ...found.map((box) => overlap(box, plate)));
      expect(best, `${name} at ${plate.x},${plate.y}`).toBeGreaterThan(0.5);
    }
  }
  expect(rows.filter((row) => row.file === 'no-plate.jpg').map((row) => row.status)).toEqual([
    'no_plate',
  ]);

  const json = JSON.parse(
    (
      await downloaded(page, async () => {
        await page.getByRole('button', { name: 'More downloads' }).click();
        await page.getByTestId('download-json').click();
      })
    ).toString('utf8'),
  );
  const texts = json.photos.flatMap((p: { plates: { text: string }[] }) =>
    p.plates.map((plate) => plate.text),
  );
  expect(texts).toEqual(rows.filter((row) => row.status !== 'no_plate').map((row) => row.plate));

  const read = rows.find((row) => row.status === 'ok');
  if (!read) throw new Error('nothing was read on four photos');
  const shown = page
    .getByRole('listbox')
    .getByRole('option')
    .filter({ hasText: read.plate ?? '' });
  await shown.first().click();
  await expect(
    page.getByRole('group', { name: `Plate ${[...(read.plate ?? '')].join(' ')}.` }).first(),
  ).toBeVisible();
});

test('copies the text and downloads crops, one and all', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/united-kingdom.jpg`), photo(`${SAMPLES}/germany.jpg`)]);
  await untilDone(page);
  const { rows } = await downloadCsv(page);
  const text = rows.find((row) => row.file === 'united-kingdom.jpg')?.plate ?? '';
  expect(text).not.toBe('');
  const card = page.getByRole('article', { name: 'Plate 1' });
  await card.getByRole('button', { name: 'Copy text' }).click();
  await expect(page.getByText(`${text} copied.`).first()).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);

  await unfoldMore(card);
  const png = await downloaded(page, () => card.getByRole('button', { name: 'Crop' }).click());
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  const zip = await downloaded(page, async () => {
    await page.getByRole('button', { name: 'More downloads' }).click();
    await page.getByTestId('download-crops').click();
  });
  const entries = zip.toString('latin1').split('PK\u0001\u0002').length - 1;
  expect(entries).toBe(rows.filter((row) => row.status !== 'no_plate').length);
});

test('a pasted and a dropped photo are read like chosen ones', async ({ page }) => {
  await openRead(page);
  const bytes = photo(`${PHOTOS}/virginia.jpg`).buffer.toString('base64');
  for (const kind of ['paste', 'drop'] as const) {
    await page.evaluate(
      ([type, base64]) => {
        const content = Uint8Array.from(atob(base64 ?? ''), (c) => c.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], `${type}.jpg`, { type: 'image/jpeg' }));
        const event =
          type === 'paste'
            ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true })
            : new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
      },
      [kind, bytes],
    );
  }
  await untilDone(page);
  const { rows } = await downloadCsv(page);
  expect([...new Set(rows.map((row) => row.file))].sort()).toEqual(['drop.jpg', 'paste.jpg']);
});

test('settings change how photos are read and survive a reload', async ({ page }) => {
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/indonesia-three.jpg`)]);
  await untilDone(page);
  const before = (await downloadCsv(page)).rows.length;
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('slider', { name: 'How sure a plate must be' }).fill('0.95');
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
  await expect
    .poll(() => inStore(page, 'settings', 'settings'))
    .toMatchObject({ theme: 'dark', threshold: 0.95 });
  await page.reload();
  await engineReady(page);
  await expect(page.getByRole('slider', { name: 'How sure a plate must be' })).toHaveValue('0.95');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  await choose(page, [photo(`${SAMPLES}/indonesia-three.jpg`, 'again.jpg')]);
  await untilDone(page);
  const again = (await downloadCsv(page)).rows.filter((row) => row.file === 'again.jpg');
  expect(before).toBeGreaterThan(1);
  expect(again.filter((row) => row.status !== 'no_plate').length).toBeLessThan(before);
});

test('another backend and another reader take effect on the Settings screen, and say what came of it', async ({
  page,
}) => {
  await page.goto('./#/settings');
  await engineReady(page);
  const models = page.getByRole('region', { name: 'Models' });
  await page.getByRole('radio', { name: 'WebGPU' }).check({ force: true });
  await expect(models).toContainText(
    'The graphics card (WebGPU) could not be used in this browser',
    { timeout: 60_000 },
  );
  await page.getByRole('radio', { name: 'Automatic' }).first().check({ force: true });
  await expect(models).not.toContainText('could not be used');
  await page.getByRole('radio', { name: 'Tesseract' }).check({ force: true });
  await expect(models).toContainText('tesseract-7.0-eng', { timeout: 60_000 });
});
