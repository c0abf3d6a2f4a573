import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PhotoAnnotation } from '../../../../src/core/dataset/annotation.ts';
import { readCoco, writeCoco } from '../../../../src/core/dataset/coco.ts';
import { parseCsv, readCell, writeCsv } from '../../../../src/core/dataset/csv.ts';
import {
  readCropTable,
  readPlateTable,
  writeCropTable,
  writePlateTable,
} from '../../../../src/core/dataset/tables.ts';
import { readVoc, writeVoc } from '../../../../src/core/dataset/voc.ts';
import { readYoloLabels, writeYoloLabels } from '../../../../src/core/dataset/yolo.ts';
import type { Box } from '../../../../src/core/types.ts';
import { oddName, photos } from './arbitraries.ts';

function expectSameBoxes(actual: readonly { box: Box }[], expected: readonly { box: Box }[]) {
  expect(actual).toHaveLength(expected.length);
  const differences = expected.flatMap(({ box }, i) =>
    (['x', 'y', 'width', 'height'] as const).map((side) =>
      Math.abs((actual[i]?.box[side] ?? Number.POSITIVE_INFINITY) - box[side]),
    ),
  );
  // One assertion for all: thousands of them would take longer than what they check.
  expect(Math.max(0, ...differences)).toBeLessThan(1e-6);
}

const withoutBoxes = (photo: Pick<PhotoAnnotation, 'plates'>) =>
  photo.plates.map(({ box: _, ...rest }) => rest);

describe('round trips of any set', () => {
  test('YOLO: boxes to 1e-6 pixels, an empty file for a negative', () => {
    fc.assert(
      fc.property(photos, (set) => {
        for (const photo of set) {
          const text = writeYoloLabels(photo);
          expect(text === '').toBe(photo.plates.length === 0);
          const { value, problems } = readYoloLabels(text, photo.size, 'x.txt');
          expect(problems).toEqual([]);
          expectSameBoxes(value, photo.plates);
        }
      }),
    );
  });

  test('COCO: boxes, texts, odd names', () => {
    fc.assert(
      fc.property(photos, (set) => {
        const { value, problems } = readCoco(JSON.parse(writeCoco(set)), 'coco.json');
        expect(problems).toEqual([]);
        expect(value).toHaveLength(set.length);
        for (const [i, photo] of set.entries()) {
          const read = value[i] as PhotoAnnotation;
          expect(read.image).toBe(`images/${photo.split}/${photo.image}`);
          expect([read.file, read.split, read.size]).toEqual([photo.file, photo.split, photo.size]);
          expectSameBoxes(read.plates, photo.plates);
          expect(withoutBoxes(read)).toEqual(withoutBoxes(photo));
        }
      }),
    );
  });

  test('VOC: boxes, texts, odd names that XML can hold', () => {
    fc.assert(
      fc.property(photos, (set) => {
        for (const photo of set) {
          const { value, problems } = readVoc(writeVoc(photo), 'x.xml');
          expect(problems).toEqual([]);
          if (!value) throw new Error('not read');
          expect([value.image, value.size]).toEqual([photo.image, photo.size]);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 cannot hold
          const holdable = /^[^\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*$/;
          if (holdable.test(photo.file)) expect(value.file).toBe(photo.file);
          expectSameBoxes(value.plates, photo.plates);
          const texts = (p: Pick<PhotoAnnotation, 'plates'>) =>
            p.plates.map(({ text, region, rows, unreadable }) => [text, region, rows, unreadable]);
          expect(texts(value)).toEqual(texts(photo));
        }
      }),
    );
  });

  test('annotations.csv: everything', () => {
    fc.assert(
      fc.property(photos, (set) => {
        const { value, problems } = readPlateTable(writePlateTable(set), 'annotations.csv');
        expect(problems).toEqual([]);
        expect(value.map(({ image, file, size, split }) => ({ image, file, size, split }))).toEqual(
          set.map(({ image, file, size, split }) => ({ image, file, size, split })),
        );
        for (const [i, photo] of set.entries()) {
          expectSameBoxes(value[i]?.plates ?? [], photo.plates);
          expect(withoutBoxes(value[i] as PhotoAnnotation)).toEqual(withoutBoxes(photo));
        }
      }),
    );
  });

  test('labels.csv of crops', () => {
    const crop = fc.record({
      file: oddName,
      text: fc.stringMatching(/^[A-Z0-9]{1,11}$/),
      region: fc.stringMatching(/^[a-w][a-z]$/),
      rows: fc.constantFrom<(1 | 2)[]>(1, 2),
      raw: oddName,
    });
    fc.assert(
      fc.property(fc.array(crop), (crops) => {
        const { value, problems } = readCropTable(writeCropTable(crops), 'labels.csv');
        expect(problems).toEqual([]);
        expect(value).toEqual(crops);
      }),
    );
  });

  test('any CSV cell, and no cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.array(fc.array(oddName, { minLength: 2 })), (rows) => {
        const csv = writeCsv(rows);
        expect(parseCsv(csv, ',').map(({ cells }) => cells.map(readCell))).toEqual(rows);
        const risky = parseCsv(csv, ',').flatMap(({ cells }) =>
          cells.filter((c) => /^[=+\-@\t\r]/.test(c)),
        );
        expect(risky).toEqual([]);
      }),
    );
  });
});
