import { describe, expect, test } from 'vitest';
import { planImport } from '../../../src/archive/importPlan.ts';
import type { InFile } from '../../../src/archive/zipReader.ts';
import { writeCoco } from '../../../src/core/dataset/coco.ts';
import { writePlateTable } from '../../../src/core/dataset/tables.ts';

const files = (contents: Readonly<Record<string, string>>): InFile[] =>
  Object.entries(contents).map(([path, text]) => ({
    path,
    bytes: text.length,
    read: async () => new TextEncoder().encode(text),
  }));
const size = { width: 200, height: 100 };

/** The plan with every photo's plates at `size`, by path. */
async function plan(contents: Readonly<Record<string, string>>) {
  const { photos, formats, problems } = await planImport(
    files(contents),
    new AbortController().signal,
  );
  const byPath = Object.fromEntries(
    photos.map((photo) => [
      photo.file.path,
      {
        kind: photo.kind,
        split: photo.split,
        name: photo.name,
        plates: photo.annotate ? photo.annotate(size).value : null,
      },
    ]),
  );
  return { byPath, formats, problems };
}

describe('what a zip or folder is', () => {
  test('YOLO: images and labels apart, splits by folder, negatives, wanted classes', async () => {
    const { byPath, formats, problems } = await plan({
      'set/data.yaml': "names: ['car', 'plate']",
      'set/train/images/a.jpg': '',
      'set/train/labels/a.txt': '0 0.5 0.5 0.9 0.9\n1 0.5 0.5 0.1 0.1\n',
      'set/valid/images/b.jpg': '',
      'set/valid/labels/b.txt': '',
      'set/test/images/c.png': '',
    });
    expect([formats, problems]).toEqual([['YOLO', 'photos'], []]);
    expect(
      byPath['set/train/images/a.jpg']?.plates?.map(({ box }) => Math.round(box.width)),
    ).toEqual([20]);
    expect(byPath['set/train/images/a.jpg']?.split).toBe('train');
    expect([
      byPath['set/valid/images/b.jpg']?.split,
      byPath['set/valid/images/b.jpg']?.plates,
    ]).toEqual(['val', []]);
    expect([
      byPath['set/test/images/c.png']?.split,
      byPath['set/test/images/c.png']?.plates,
    ]).toEqual(['test', null]);
  });

  test('VOC as Kaggle packs it: annotations and images apart; the real size counts', async () => {
    const { byPath, formats } = await plan({
      'images/Cars0.png': '',
      'annotations/Cars0.xml':
        '<annotation><filename>Cars0.png</filename><size><width>400</width><height>200</height></size><object><name>licence</name><bndbox><xmin>40</xmin><ymin>20</ymin><xmax>80</xmax><ymax>40</ymax></bndbox></object></annotation>',
    });
    expect(formats).toEqual(['Pascal VOC']);
    expect(byPath['images/Cars0.png']?.plates?.[0]?.box).toEqual({
      x: 20,
      y: 10,
      width: 20,
      height: 10,
    });
  });

  test('UFPR-ALPR beside its photo', async () => {
    const { byPath, formats } = await plan({
      'training/track1/a.png': '',
      'training/track1/a.txt': 'plate: ABC-1234\nposition_plate: 10 20 30 10\n',
    });
    expect(formats).toEqual(['UFPR-ALPR']);
    expect(byPath['training/track1/a.png']?.plates?.[0]?.text).toBe('ABC1234');
    expect(byPath['training/track1/a.png']?.split).toBe('train');
  });

  test('crops with labels.csv are crops', async () => {
    const { byPath, problems } = await plan({
      'val/labels.csv':
        'file,text,region,rows,raw\nimages/a.jpg,AB12,de,1,AB 12\nimages/gone.jpg,X1,de,1,X1\n',
      'val/images/a.jpg': '',
    });
    const crop = byPath['val/images/a.jpg'];
    expect([crop?.kind, crop?.split, crop?.plates?.[0]?.box]).toEqual([
      'crop',
      'val',
      { x: 0, y: 0, ...size },
    ]);
    expect(problems.map(({ message }) => message)).toEqual([
      'There is no photo "images/gone.jpg" for this annotation.',
    ]);
  });

  test('our own dataset: its table says all, crops are not photos', async () => {
    const photo = {
      image: 'a.jpg',
      file: 'ü, "x".jpg',
      size,
      split: 'test' as const,
      plates: [
        {
          box: { x: 1.5, y: 2, width: 30, height: 9 },
          text: 'AB1',
          raw: 'ÄB-1',
          unreadable: null,
          region: 'de',
          rows: 1 as const,
        },
      ],
    };
    const { byPath, formats } = await plan({
      'manifest.json': '{"type": "platewheel-dataset"}',
      'annotations.csv': writePlateTable([photo]),
      'coco.json': writeCoco([photo]),
      'images/test/a.jpg': '',
      'labels/test/a.txt': '0 0.1 0.1 0.1 0.1\n',
      'crops/test/images/a_0.png': '',
      'crops/test/labels.csv': 'file,text\nimages/a_0.png,AB1\n',
    });
    expect(formats).toEqual(['Platewheel dataset']);
    expect(byPath).toEqual({
      'images/test/a.jpg': { kind: 'photo', split: 'test', name: photo.file, plates: photo.plates },
    });
  });

  test('COCO by name from anywhere; what has no photo is told', async () => {
    const { byPath, problems } = await plan({
      'annotations/instances.json': JSON.stringify({
        images: [
          { id: 1, file_name: 'a.jpg', width: 200, height: 100 },
          { id: 2, file_name: 'gone.jpg', width: 200, height: 100 },
        ],
        annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [1, 2, 3, 4] }],
        categories: [{ id: 1, name: 'plate' }],
      }),
      'photos/a.jpg': '',
      'broken.json': '{',
    });
    expect(byPath['photos/a.jpg']?.plates?.[0]?.box).toEqual({ x: 1, y: 2, width: 3, height: 4 });
    expect(problems.map(({ file }) => file).sort()).toEqual([
      'annotations/instances.json',
      'broken.json',
    ]);
  });

  test('plain photos; hidden files and Mac leftovers are none', async () => {
    const { byPath, formats, problems } = await plan({
      'a.jpg': '',
      'day 1/b.HEIC': '',
      '__MACOSX/._a.jpg': '',
      '__MACOSX/._a.xml': '\u0000\u0005\u0016\u0007 <<',
      '.thumb/a.jpg': '',
      '.thumb/a.json': '{',
      'readme.txt': 'hello',
    });
    expect([Object.keys(byPath), formats]).toEqual([['a.jpg', 'day 1/b.HEIC'], ['photos']]);
    expect(problems).toEqual([]);
  });
});
