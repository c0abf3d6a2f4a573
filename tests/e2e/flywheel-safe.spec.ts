/** What the screens say of how safe kept samples are: backups, and the browser's promise. */
import { readFileSync } from 'node:fs';
import { expect, test } from './base.ts';
import { boxedZip, importZip, openDataset, unzip, withExif, yoloZip } from './flywheelTools.ts';

/** A photo of few bytes: these tests are about many, or about what is said of them. */
const SMALL = readFileSync('public/samples/thumbs/germany.jpg');

const photoOf = (file: string) => withExif(SMALL, 1, file);

/** So many photos, each with a labelled box. */
const boxesZip = (count: number) =>
  yoloZip(
    Array.from({ length: count }, (_, i) => ({
      name: `p${i}`,
      jpeg: photoOf(`p${i}`),
      lines: '0 0.5 0.5 0.25 0.125\n',
    })),
  );

test('more than 100 changes without a backup are reminded of, until there is one', async ({
  page,
}) => {
  test.slow();
  await openDataset(page);
  await importZip(page, 'hundred.zip', boxesZip(100));
  await expect(page.getByTestId('sample-count')).toHaveText('100 photos');
  const last = page.getByTestId('last-backup');
  const reminder = page.getByTestId('backup-reminder');
  await expect(last).toHaveText('never, 100 changes since');
  await expect(reminder).toBeHidden();
  const sayNoPlate = async () => {
    await page.getByRole('listbox', { name: 'Photos' }).focus();
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'No plate', exact: true }).click();
    await expect(page.getByText('1 photo labelled.').first()).toBeVisible();
    await page.getByRole('button', { name: 'Choose none' }).click();
  };
  await sayNoPlate();
  await expect(reminder).toHaveText(/101 changes not in any backup yet/);
  await page.getByRole('button', { name: 'Back up everything' }).click();
  await expect(page.getByText(/^Backup written/).first()).toBeVisible({ timeout: 60_000 });
  await expect(reminder).toBeHidden();
  await expect(last).toHaveText(/\(just now\)$/);
  await page.getByRole('listbox', { name: 'Photos' }).press('End');
  await sayNoPlate();
  await expect(last).toHaveText(/, 1 change since$/);
  await expect(reminder).toBeHidden();
});

for (const answer of [true, false]) {
  test(`when the browser ${answer ? 'promises' : 'refuses'} to keep it, the screens say so`, async ({
    page,
  }) => {
    test.slow();
    await page.addInitScript((answer) => {
      const asked = { times: 0, promised: false, answer };
      Object.assign(globalThis, { asked });
      StorageManager.prototype.persisted = async () => asked.promised;
      StorageManager.prototype.persist = async () => {
        asked.times += 1;
        asked.promised = asked.answer;
        return asked.answer;
      };
    }, answer);
    const times = () => page.evaluate('asked.times');
    await openDataset(page);
    await importZip(page, 'one.zip', boxesZip(1));
    const yes = page.getByText('yes, the browser promised not to clear it');
    const no = page.getByText('no, the browser may clear it');
    await expect(no).toBeVisible();
    expect(await times()).toBe(0);
    // It is asked once there is a correction, and what it answers is said.
    await page.locator('.sample-tile').first().click();
    const text = page.getByTestId('review-card').getByLabel('Plate text');
    await text.fill('AB12');
    await text.press('Enter');
    await page.getByRole('button', { name: 'All kept photos' }).click();
    await expect(answer ? yes : no).toBeVisible();
    await expect(answer ? no : yes).toBeHidden();
    await expect.poll(times).toBe(1);
    if (answer) return;
    await page.getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(times).toBe(2);
    await expect(no).toBeVisible();
    await page.evaluate('asked.answer = true');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await expect(yes).toBeVisible();
  });
}

test('a promise to keep it that comes late is shown where one is', async ({ page }) => {
  await page.addInitScript(() => {
    // As where a person is asked, and takes their time.
    const asked = { waits: false, promised: false, answer: () => {} };
    Object.assign(globalThis, { asked });
    StorageManager.prototype.persisted = async () => asked.promised;
    StorageManager.prototype.persist = () =>
      new Promise((resolve) => {
        asked.waits = true;
        asked.answer = () => {
          asked.promised = true;
          resolve(true);
        };
      });
  });
  await openDataset(page);
  await importZip(page, 'one.zip', boxesZip(1));
  await page.getByRole('listbox', { name: 'Photos' }).press(' ');
  await page.getByRole('button', { name: 'No plate', exact: true }).click();
  await expect(page.getByTestId('last-backup')).toContainText('2 changes since');
  await expect.poll(() => page.evaluate('asked.waits')).toBe(true);
  await page.evaluate('asked.answer()');
  await expect(page.getByText(/which promised not to clear it/).first()).toBeVisible();
  await expect(page.getByText('yes, the browser promised not to clear it')).toBeVisible();
});

test('where the browser writes to a place of choice, the backup goes there, or nowhere', async ({
  page,
}) => {
  // Nobody can answer the picker here: it gives a real file of the private file system instead.
  await page.addInitScript(() => {
    const asked: string[] = [];
    Object.assign(globalThis, {
      asked,
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => {
        asked.push(suggestedName);
        if (asked.length === 1) throw new DOMException('The user aborted a request.', 'AbortError');
        const root = await navigator.storage.getDirectory();
        const folder = await root.getDirectoryHandle('chosen', { create: true });
        return folder.getFileHandle('backup.zip', { create: true });
      },
    });
  });
  const chosen = () =>
    page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('chosen', { create: true });
      try {
        const file = await (await folder.getFileHandle('backup.zip')).getFile();
        return Array.from(new Uint8Array(await file.arrayBuffer()));
      } catch {
        return null;
      }
    });
  await openDataset(page);
  await importZip(page, 'set.zip', boxedZip(['a', 'b']));
  const backUp = page.getByRole('button', { name: 'Back up everything' });
  await backUp.click();
  await expect.poll(() => page.evaluate('asked.length')).toBe(1);
  await expect(page.getByTestId('last-backup')).toContainText('never');
  expect(await chosen()).toBeNull();
  await backUp.click();
  await expect(page.getByText(/Backup written/).first()).toBeVisible();
  const files = await unzip(Uint8Array.from((await chosen()) ?? []));
  expect([...files.keys()]).toContain('backup.json');
  expect([...files.keys()].filter((path) => path.startsWith('photos/'))).toHaveLength(2);
});
