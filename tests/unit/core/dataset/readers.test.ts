import { describe, expect, test } from 'vitest';
import { readCoco } from '../../../../src/core/dataset/coco.ts';
import { parseCsv } from '../../../../src/core/dataset/csv.ts';
import { readCropTable } from '../../../../src/core/dataset/tables.ts';
import { isUfpr, readUfpr } from '../../../../src/core/dataset/ufpr.ts';
import { readVoc } from '../../../../src/core/dataset/voc.ts';
import { plateClasses, readYamlNames, readYoloLabels } from '../../../../src/core/dataset/yolo.ts';

describe('YOLO as others write it', () => {
  const size = { width: 200, height: 100 };

  test('names its bad lines', () => {
    const text = '0 0.5 0.5 0.2 0.2\n\nhello\n0 50 50 20 20\n0 0.5 0.5 0 0.1\n';
    const { value, problems } = readYoloLabels(text, size, 'a.txt');
    expect(value.map(({ box }) => box)).toEqual([{ x: 80, y: 40, width: 40, height: 20 }]);
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 5]);
  });

  test('polygons become their bounds; only wanted classes are taken', () => {
    const text = '1 0.1 0.1 0.3 0.1 0.3 0.2 0.1 0.2\n0 0.5 0.5 0.2 0.2\n';
    const { value } = readYoloLabels(text, size, 'a.txt', new Set([1]));
    expect(value).toHaveLength(1);
    expect(value[0]?.box.x).toBeCloseTo(20, 9);
    expect(value[0]?.box.height).toBeCloseTo(10, 9);
  });

  test('data.yaml in its three spellings', () => {
    expect(readYamlNames('nc: 2\nnames: [\'car\', "plate"]\n')).toEqual(['car', 'plate']);
    expect(readYamlNames('names:\n  - car\n  - plate\nnc: 2\n')).toEqual(['car', 'plate']);
    expect(readYamlNames('names:\n  0: car\n  1: plate\n')).toEqual(['car', 'plate']);
  });

  test('which class is the plate', () => {
    expect(plateClasses(['car', 'License_Plate'])).toEqual(new Set([1]));
    expect(plateClasses(['object'])).toEqual(new Set([0]));
    expect(plateClasses(['car', 'person'])).toBeNull();
  });
});

describe('VOC as Kaggle has it', () => {
  const xml = (inner: string) =>
    `<annotation><folder>images</folder><filename>Cars0.png</filename><size><width>500</width><height>268</height><depth>3</depth></size><segmented>0</segmented>${inner}</annotation>`;

  test('reads its box', () => {
    const object =
      '<object><name>licence</name><pose>Unspecified</pose><bndbox><xmin>226</xmin><ymin>125</ymin><xmax>419</xmax><ymax>173</ymax></bndbox></object>';
    const { value, problems } = readVoc(xml(object), 'Cars0.xml');
    expect(problems).toEqual([]);
    expect(value?.image).toBe('Cars0.png');
    expect(value?.plates[0]?.box).toEqual({ x: 226, y: 125, width: 193, height: 48 });
  });

  test.each([
    ['a doctype', '<!DOCTYPE a [<!ENTITY x "y">]><annotation></annotation>'],
    ['an entity of its own', '<annotation><filename>&boom;</filename></annotation>'],
    ['unclosed elements', '<annotation><filename>a</annotation>'],
    ['a bare angle bracket', '<annotation>a < b</annotation>'],
    ['deep nesting', '<a>'.repeat(10_000)],
    // A megabyte of either took hours when each was looked for to the end of the file.
    ['comments never closed', `<a>${'<!--'.repeat(250_000)}`],
    ['brackets never closed', '<'.repeat(1_000_000)],
  ])('refuses %s', (_, source) => {
    const { value, problems } = readVoc(source, 'x.xml');
    expect(value).toBeNull();
    expect(problems).toHaveLength(1);
  });
});

describe('UFPR-ALPR', () => {
  test('position_plate, with characters in two rows', () => {
    const text = [
      'camera: GoPro Hero4 Silver',
      'position_vehicle: 10 20 300 400',
      '\ttype: motorcycle',
      'plate: ABC-1234',
      'position_plate: 872 673 61 44',
      '\tchar 1: 878 678 10 14',
      '\tchar 2: 890 678 10 14',
      '\tchar 3: 902 678 10 14',
      '\tchar 4: 878 696 10 14',
    ].join('\n');
    expect(isUfpr(text)).toBe(true);
    const { value, problems } = readUfpr(text, 'a.txt');
    expect(problems).toEqual([]);
    expect(value).toEqual([
      {
        box: { x: 872, y: 673, width: 61, height: 44 },
        text: 'ABC1234',
        raw: 'ABC-1234',
        unreadable: null,
        region: null,
        rows: 2,
      },
    ]);
  });

  test('corners', () => {
    const { value } = readUfpr(
      'type: car\nplate: AYO9034\ncorners: 10,21 110,20 111,60 9,61\n',
      'a.txt',
    );
    expect(value[0]?.box).toEqual({ x: 9, y: 20, width: 102, height: 41 });
    expect(value[0]?.text).toBe('AYO9034');
  });

  test('says which line has no box', () => {
    const { value, problems } = readUfpr('plate: A\nposition_plate: 1 2 x\n', 'a.txt');
    expect(value).toEqual([]);
    expect(problems[0]?.line).toBe(2);
  });

  test('YOLO is none of it', () => expect(isUfpr('0 0.5 0.5 0.1 0.1')).toBe(false));

  test.each([
    ['lines', '\n'.repeat(1_000_000)],
    ['blanks', `plate: A\n${' '.repeat(1_000_000)}x`],
  ])('a megabyte of %s is read at once', (_, text) => {
    isUfpr(text);
    expect(readUfpr(text, 'a.txt').value).toEqual([]);
  });
});

describe('tables', () => {
  test('lines are those of the file, also after quoted line breaks', () => {
    expect(parseCsv('a,b\n"x\ny",1\n\nlast,2\n').map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  test('semicolons, a byte order mark, and missing columns', () => {
    const { value } = readCropTable('\ufefffile;text\r\nc/1.jpg;öa-12\r\n', 'labels.csv');
    expect(value).toEqual([
      { file: 'c/1.jpg', text: 'OA12', region: null, rows: null, raw: 'öa-12' },
    ]);
  });

  test('rows without text are named', () => {
    const { value, problems } = readCropTable('file,text\na.jpg,\n,AB\nb.jpg,AB1\n', 'labels.csv');
    expect(value).toHaveLength(1);
    expect(problems.map(({ line }) => line)).toEqual([2, 3]);
  });
});

test('COCO: foreign categories and broken rows are told', () => {
  const { value, problems } = readCoco(
    {
      categories: [
        { id: 3, name: 'car' },
        { id: 9, name: 'number-plate' },
      ],
      images: [{ id: 1, file_name: 'a.jpg', width: 10, height: 10 }, { id: 2 }],
      annotations: [
        { id: 1, image_id: 1, category_id: 3, bbox: [0, 0, 5, 5] },
        { id: 2, image_id: 1, category_id: 9, bbox: [1, 1, 5, 5] },
        { id: 3, image_id: 1, category_id: 9, bbox: [1, 1, 5] },
        { id: 4, image_id: 7, category_id: 9, bbox: [1, 1, 5, 5] },
      ],
    },
    'c.json',
  );
  expect(value[0]?.plates.map(({ box }) => box)).toEqual([{ x: 1, y: 1, width: 5, height: 5 }]);
  expect(problems).toHaveLength(3);
});
