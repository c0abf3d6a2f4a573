/** Room, loss and the ways back: a full disk, smaller photos, deleted samples, backups of any shape. */
import { zipSync } from 'fflate';
import { expect, test } from './base.ts';
import {
  boxedZip,
  deleteAll,
  dumpDatabase,
  GERMANY,
  importZip,
  lookThrough,
  openDataset,
  sha256,
  startWithModels,
  unzip,
  wipe,
  withExif,
  yoloZip,
} from './flywheelTools.ts';
import { choose, downloaded, openRead, photo, SAMPLES, untilDone } from './readScreen.ts';

const BOX = '0 0.5 0.5 0.25 0.125\n';

test('a photo whose sample was removed elsewhere is kept anew', async ({ page, context }) => {
  await openRead(page);
  await choose(page, [photo(`${SAMPLES}/india.jpg`)]);
  await untilDone(page);
  const card = page.getByRole('article', { name: 'Plate 1' });
  const say = async (text: string) => {
    await card.getByLabel('Plate text').fill(text);
    await card.getByLabel('Plate text').press('Enter');
    await expect(card.getByTestId('correct-state')).toContainText('Corrected');
    await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  };
  await say('FIRST1');
  const other = await context.newPage();
  await openDataset(other);
  await deleteAll(other);
  await other.getByRole('button', { name: 'Remove for good' }).click();
  await expect(other.getByText('1 photo removed for good.').first()).toBeVisible();
  await say('AGAIN1');
  expect((await dumpDatabase(page)).blobs).toHaveLength(1);
});

test('another photo of the same name and length gets no label of the first', async ({ page }) => {
  const [one, two] = ['one', 'two'].map((name) => ({
    name: 'IMG_0001.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from(withExif(GERMANY, 1, name)),
  }));
  if (!one || !two) throw new Error('two photos');
  expect(one.buffer.length).toBe(two.buffer.length);
  await openRead(page);
  await choose(page, [one]);
  await untilDone(page);
  const card = page.getByRole('article', { name: 'Plate 1' });
  await card.getByLabel('Plate text').fill('FIRST1');
  await card.getByLabel('Plate text').press('Enter');
  await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await page.reload();
  await choose(page, [two]);
  await untilDone(page);
  await page.getByRole('listbox').getByRole('option').last().click();
  await expect(card.getByTestId('correct-state')).toContainText('not checked yet');
  await card.getByLabel('Plate text').fill('SECOND2');
  await card.getByLabel('Plate text').press('Enter');
  await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  const labels = JSON.stringify((await dumpDatabase(page)).labels);
  expect([labels.includes('FIRST1'), labels.includes('SECOND2')]).toEqual([true, true]);
});

test('photos are made smaller with all pixels and labels, and are still known', async ({
  page,
}) => {
  await openDataset(page);
  // A large encoding of the sample: the same pixels as PNG.
  const png = await page.evaluate(
    async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    },
    [...GERMANY],
  );
  const zip = Buffer.from(
    zipSync({ 'a.png': new Uint8Array(png), 'a.txt': new TextEncoder().encode(BOX) }, { level: 0 }),
  );
  await importZip(page, 'png.zip', zip);
  await expect(page.getByTestId('sample-count')).toHaveText(/^1 photo/);
  const before = await dumpDatabase(page);
  await page.getByRole('button', { name: 'Make photos smaller …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make smaller' }).click();
  await expect(page.getByText(/1 photo takes .* less/).first()).toBeVisible();
  const smaller = await dumpDatabase(page);
  expect(smaller.blobs).not.toEqual(before.blobs);
  expect([smaller.labels, smaller.log, smaller.splits]).toEqual([
    before.labels,
    before.log,
    before.splits,
  ]);
  const said = await lookThrough(page, 'png.zip', zip);
  expect(said).toContain('1 photo here already');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();

  // It is backed up and restored as it is now.
  await startWithModels(page);
  const after = await dumpDatabase(page);
  const backup = await downloaded(page, () =>
    page.getByRole('button', { name: 'Back up everything' }).click(),
  );
  await wipe(page);
  await importZip(page, 'backup.zip', backup);
  const back = await dumpDatabase(page);
  for (const store of Object.keys(after).filter((name) => name !== 'settings')) {
    expect([store, back[store]]).toEqual([store, after[store]]);
  }
});

test('deleted samples come back: by undo, from the trash, and by importing them again', async ({
  page,
}) => {
  await openDataset(page);
  await importZip(page, 'set.zip', boxedZip(['a', 'b']));
  await expect(page.getByTestId('sample-count')).toHaveText(/^2 photo/);
  await deleteAll(page);
  await expect(page.getByTestId('deleted-samples')).toContainText('2, still taking up room');
  await page.getByRole('button', { name: 'Bring back' }).click();
  await expect(page.getByTestId('sample-count')).toHaveText(/^2 photo/);
  await deleteAll(page);
  await importZip(page, 'again.zip', boxedZip(['a', 'c']));
  await expect(page.getByTestId('sample-count')).toHaveText(/^2 photo/);
  await expect(page.getByTestId('deleted-samples')).toContainText('1, still');
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).last().click();
  await expect(page.getByText('2 imported photos removed.').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
  // The one that lay in the trash before lies there again: it was not the import's to take away.
  await expect(page.getByTestId('deleted-samples')).toContainText('2, still');
});

test('a photo removed for good and kept anew is not taken away with the import it once came in', async ({
  page,
}) => {
  await openDataset(page);
  await importZip(page, 'set.zip', boxedZip(['a', 'b']));
  await expect(page.getByTestId('sample-count')).toHaveText(/^2 photo/);
  await deleteAll(page);
  await page.getByRole('button', { name: 'Remove for good' }).click();
  await expect(page.getByTestId('deleted-samples')).toBeHidden();
  await openRead(page);
  const name = 'again.jpg';
  await choose(page, [
    { name, mimeType: 'image/jpeg', buffer: Buffer.from(withExif(GERMANY, 1, 'a')) },
  ]);
  await untilDone(page);
  const card = page.getByRole('article', { name: 'Plate 1' });
  await card.getByRole('button', { name: 'Right' }).click();
  await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  await openDataset(page);
  await page.getByTestId('last-import').getByRole('button', { name: 'Take it back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
  await expect(page.getByText(/imported photos? removed/).first()).toBeVisible();
  await expect(page.getByTestId('sample-count')).toHaveText(/^1 photo/);
});

test('a backup is taken back as it was unpacked, and packed again with its folder', async ({
  page,
}) => {
  await openDataset(page);
  await importZip(page, 'set.zip', boxedZip(['a', 'b']));
  await expect(page.getByTestId('sample-count')).toHaveText(/^2 photo/);
  await startWithModels(page);
  const backup = await downloaded(page, () =>
    page.getByRole('button', { name: 'Back up everything' }).click(),
  );
  await expect(page.getByTestId('last-backup')).not.toContainText('never');
  const before = await dumpDatabase(page); // with the time of this backup
  const files = await unzip(backup);
  await wipe(page);
  const packed: Record<string, Uint8Array> = { '__MACOSX/._x': new Uint8Array([1]) };
  for (const [path, bytes] of files) packed[`platewheel-backup/${path}`] = bytes;
  await importZip(page, 'again.zip', Buffer.from(zipSync(packed, { level: 0 })));
  await expect(page.getByTestId('sample-count')).toHaveText(/^2 photo/);
  expect(await dumpDatabase(page)).toEqual(before);

  // A row that would land on another sample's label is refused, and nothing is taken.
  const rows = new TextDecoder().decode(files.get('stores/labels.jsonl'));
  const [first = '', second = ''] = rows.trim().split('\n');
  const { key } = JSON.parse(second);
  const stolen = JSON.stringify({ key, value: JSON.parse(first).value });
  const forged = Object.fromEntries(files);
  forged['stores/labels.jsonl'] = new TextEncoder().encode(`${first}\n${stolen}\n`);
  const said = await lookThrough(page, 'forged.zip', Buffer.from(zipSync(forged, { level: 0 })));
  expect(said).toContain('belongs to another sample');
  expect(await dumpDatabase(page)).toEqual(before);
});

test('an export that is stopped leaves nothing; the next one does not touch the last', async ({
  page,
}) => {
  await openDataset(page);
  // Turned photos are encoded anew, which leaves time to stop.
  const turned = Array.from({ length: 20 }, (_, i) => ({
    name: `p${i}`,
    jpeg: withExif(GERMANY, 6, `p${i}`),
    lines: BOX,
  }));
  await importZip(page, 'set.zip', yoloZip(turned));
  await expect(page.getByTestId('sample-count')).toHaveText(/^20 photo/);
  const files = () =>
    page.evaluate(async () => {
      const names: string[] = [];
      const root = await navigator.storage.getDirectory();
      for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys())
        names.push(name);
      return names;
    });
  await page.getByRole('button', { name: 'Export dataset' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click();
  await page.getByTestId('job').getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Stopped');
  expect(await files()).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  const back = () => page.getByRole('button', { name: 'Back up everything' }).click();
  const first = await downloaded(page, back);
  const second = await downloaded(page, back);
  expect((await files()).length).toBe(2);
  const photos = async (zip: Buffer) =>
    [...(await unzip(zip))]
      .filter(([path]) => path.startsWith('photos/'))
      .map(([, b]) => sha256(b));
  expect(await photos(first)).toEqual(await photos(second));
});

test('a database of the second version is taken over: found by name, counted by time', async ({
  page,
}) => {
  await page.goto('./manifest.webmanifest');
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const id = 'a'.repeat(64);
        const request = indexedDB.open('platewheel', 2);
        request.onupgradeneeded = () => {
          const db = request.result;
          const bare = ['settings', 'blobs', 'thumbs', 'derived', 'trash'];
          for (const name of bare) db.createObjectStore(name);
          const keyed: [string, string | string[]][] = [
            ['batches', 'id'],
            ['batchPhotos', ['batch', 'index']],
            ['samples', 'id'],
            ['predictions', ['sample', 'id']],
            ['labels', 'sample'],
            ['log', ['sample', 'revision']],
            ['groups', 'id'],
            ['splits', 'sample'],
            ['imports', 'id'],
            ['importRows', ['import', 'sample']],
          ];
          for (const [name, keyPath] of keyed) db.createObjectStore(name, { keyPath });
          const store = (name: string) => request.transaction?.objectStore(name) as IDBObjectStore;
          store('samples').createIndex('bands', 'bands', { multiEntry: true });
          store('groups').createIndex('keys', 'keys', { multiEntry: true });
          store('splits').createIndex('group', 'group');
          store('importRows').createIndex('sample', 'sample');
          store('samples').put({
            id,
            file: 'old.jpg',
            kind: 'photo',
            source: 'photo',
            addedAt: 1,
            taken: null,
            place: null,
            size: { width: 4, height: 3 },
            orientation: 1,
            type: 'image/jpeg',
            bytes: 3,
            sha256: id,
            dhash: '0123456789abcdef',
            burst: null,
            bands: ['001', '123', '245', '367', '489', '5ab', '6cd', '7ef'],
          });
          store('log').put({ sample: id, revision: 1, at: 5, edits: [], undo: [] });
        };
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
        request.onerror = () => reject(request.error);
      }),
  );
  await openDataset(page);
  await expect(page.getByTestId('sample-count')).toHaveText(/^1 photo/);
  await expect(page.getByTestId('last-backup')).toContainText('never, 1 change since');
  await expect(page.getByTestId('backup-reminder')).toBeVisible(); // it is older than a week
  const [row] = (await dumpDatabase(page)).samples as [string, [string, unknown][]][];
  const bands = row?.[1].find(([name]) => name === 'bands')?.[1];
  expect(bands).toEqual(['0:24', '1:d15', '2:13c4', '3:1abc', '4:def']);
});
