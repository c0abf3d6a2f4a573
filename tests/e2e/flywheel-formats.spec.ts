/** Datasets of others: boxes and texts are what the files say, and half an import is none. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from './base.ts';
import {
  GERMANY,
  importZip,
  jpegSize,
  keptByFile,
  openDataset,
  withExif,
  zipOf,
} from './flywheelTools.ts';

const SIZE = jpegSize(GERMANY);
/** A plate as the formats below say it, unless they say more. */
const BARE = { text: null, raw: null, unreadable: null, region: null, rows: null };
const photo = (name: string, orientation = 1) => withExif(GERMANY, orientation, name);

test('Pascal VOC as Kaggle has it: images and annotations side by side', async ({ page }) => {
  test.slow();
  const xml = (name: string, size: { width: number; height: number }, objects: string[]) =>
    `<annotation>
    <folder>images</folder>
    <filename>${name}</filename>
    <size><width>${size.width}</width><height>${size.height}</height><depth>3</depth></size>
    <segmented>0</segmented>${objects.join('')}
</annotation>`;
  const object = (name: string, box: readonly [number, number, number, number]) => `
    <object>
        <name>${name}</name>
        <pose>Unspecified</pose><truncated>0</truncated><occluded>0</occluded>
        <bndbox>${['xmin', 'ymin', 'xmax', 'ymax'].map((n, i) => `<${n}>${box[i]}</${n}>`).join('')}</bndbox>
    </object>`;
  const half = { width: SIZE.width / 2, height: SIZE.height / 2 };
  await openDataset(page);
  await importZip(
    page,
    'archive.zip',
    zipOf({
      'images/Cars0.jpg': photo('Cars0'),
      'images/Cars1.jpg': photo('Cars1'),
      'images/Cars2.jpg': photo('Cars2'),
      'annotations/Cars0.xml': xml('Cars0.jpg', SIZE, [object('licence', [26, 25, 119, 61])]),
      'annotations/Cars1.xml': xml('Cars1.jpg', SIZE, [
        object('licence', [34, 28, 104, 48]),
        object('car', [1, 2, 300, 200]),
        object('licence', [134, 108, 150.5, 118.25]),
      ]),
      // Annotated on a copy of half the size.
      'annotations/Cars2.xml': xml('Cars2.jpg', half, [object('licence', [10, 20, 50, 40])]),
    }),
  );
  const kept = await keptByFile(page);
  const plates = (name: string) => kept[`images/${name}.jpg`]?.plates;
  expect(Object.keys(kept)).toHaveLength(3);
  expect(plates('Cars0')).toEqual([{ ...BARE, box: { x: 26, y: 25, width: 93, height: 36 } }]);
  expect(plates('Cars1')).toEqual([
    { ...BARE, box: { x: 34, y: 28, width: 70, height: 20 } },
    { ...BARE, box: { x: 134, y: 108, width: 16.5, height: 10.25 } },
  ]);
  expect(plates('Cars2')).toEqual([{ ...BARE, box: { x: 20, y: 40, width: 80, height: 40 } }]);
});

test('UFPR-ALPR and its relatives: a box or four corners, the plate with a dash', async ({
  page,
}) => {
  test.slow();
  const track = 'training/track0001/track0001';
  await openDataset(page);
  await importZip(
    page,
    'ufpr.zip',
    zipOf({
      [`${track}[01].jpg`]: photo('01'),
      [`${track}[01].txt`]: [
        'camera: GoPro Hero4 Silver',
        'position_vehicle: 20 30 300 200',
        '\ttype: car',
        '\tmake: Volkswagen',
        'plate: AYO-9034',
        'position_plate: 101 152 60 20',
        '\tchar 1: 103 156 6 12',
        '\tchar 2: 111 157 6 12',
        '',
      ].join('\r\n'),
      [`${track}[02].jpg`]: photo('02'),
      [`${track}[02].txt`]: [
        'type: motorcycle',
        'plate: QRM-1E23',
        'layout: Mercosur',
        'corners: 100,203 160,200 162,241 98.5,244',
        '',
      ].join('\n'),
    }),
  );
  const kept = await keptByFile(page);
  expect(kept[`${track}[01].jpg`]).toMatchObject({
    split: 'train',
    plates: [
      {
        ...BARE,
        box: { x: 101, y: 152, width: 60, height: 20 },
        text: 'AYO9034',
        raw: 'AYO-9034',
        rows: 1,
      },
    ],
  });
  expect(kept[`${track}[02].jpg`]).toMatchObject({
    split: 'train',
    plates: [
      {
        ...BARE,
        box: { x: 98.5, y: 200, width: 63.5, height: 44 },
        text: 'QRM1E23',
        raw: 'QRM-1E23',
        rows: 2,
      },
    ],
  });
});

test('COCO: plates only, texts from attributes, a photo without boxes is a negative', async ({
  page,
}) => {
  test.slow();
  const image = (id: number, file_name: string) => ({ id, file_name, ...SIZE });
  const coco = {
    categories: [
      { id: 3, name: 'car' },
      { id: 7, name: 'license_plate' },
    ],
    images: [image(10, 'val/a.jpg'), image(11, 'b.jpg')],
    annotations: [
      { id: 1, image_id: 10, category_id: 3, bbox: [1, 2, 300, 200] },
      {
        id: 2,
        image_id: 10,
        category_id: 7,
        bbox: [40.5, 50.25, 80, 20],
        attributes: { text: 'kl-ab 12', region: 'de', rows: 1 },
      },
      {
        id: 3,
        image_id: 10,
        category_id: 7,
        bbox: [200, 150, 30, 10],
        attributes: { unreadable: 'blurred' },
      },
    ],
  };
  await openDataset(page);
  await importZip(
    page,
    'coco.zip',
    zipOf({
      'annotations/instances.json': JSON.stringify(coco),
      'images/val/a.jpg': photo('a'),
      'images/b.jpg': photo('b'),
      'images/c.jpg': photo('nobody looked at it'),
    }),
  );
  const kept = await keptByFile(page);
  expect(Object.keys(kept).sort()).toEqual(['images/b.jpg', 'images/c.jpg', 'images/val/a.jpg']);
  expect(kept['images/val/a.jpg']?.plates).toEqual([
    {
      ...BARE,
      box: { x: 40.5, y: 50.25, width: 80, height: 20 },
      text: 'KLAB12',
      raw: 'kl-ab 12',
      region: 'de',
      rows: 1,
    },
    { ...BARE, box: { x: 200, y: 150, width: 30, height: 10 }, unreadable: 'blurred' },
  ]);
  // The negative looks the same: one group, whose own draw may be stricter than what is asked.
  expect(['val', 'test']).toContain(kept['images/val/a.jpg']?.split);
  expect(kept['images/b.jpg']).toMatchObject({ noPlate: true, plates: [] });
  expect(kept['images/c.jpg']).toMatchObject({ noPlate: false, plates: null, split: null });
});

test('a folder of photos: each is kept under its path, and nobody has labelled it', async ({
  page,
}, info) => {
  test.slow();
  const folder = info.outputPath('holiday');
  const files: Record<string, Uint8Array | string> = {
    'a.jpg': photo('a'),
    'day 2/ü b.jpg': photo('b', 6),
    'day 2/again.jpg': photo('a'),
    'notes.txt': 'milk, bread',
    '.DS_Store': 'x',
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  await openDataset(page);
  await page.getByRole('button', { name: 'Import', exact: true }).first().click();
  await page.getByTestId('import-folder').setInputFiles(folder);
  const preview = page.getByTestId('import-preview');
  await expect(preview).toContainText('photos: adds 2 photos with 0 plates');
  await expect(preview).toContainText('2 photos not labelled');
  await expect(preview).toContainText('1 photo here already, or given twice');
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByTestId('sample-count')).toHaveText(/^2 photos/);
  const kept = await keptByFile(page);
  // Of two files that are the same, whichever came first.
  expect(Object.keys(kept)).toEqual(expect.arrayContaining(['day 2/ü b.jpg']));
  expect(kept['day 2/ü b.jpg']).toMatchObject({
    source: 'import',
    kind: 'photo',
    orientation: 6,
    size: { width: SIZE.height, height: SIZE.width },
    plates: null,
    split: null,
  });
  await expect(page.getByRole('option', { name: /not labelled/ })).toHaveCount(2);
});
