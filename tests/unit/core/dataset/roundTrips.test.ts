/** Whatever is written reads back, through the very path an import takes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PhotoAnnotation } from '../../../../src/core/dataset/annotation.ts';
import { parseCsv, readCell, writeCsv } from '../../../../src/core/dataset/csv.ts';
import { MANIFEST_TYPE } from '../../../../src/core/dataset/manifest.ts';
import { writeCoco } from '../../../../src/core/dataset/write/coco.ts';
import { writeCvat } from '../../../../src/core/dataset/write/cvat.ts';
import { writeLabelStudio } from '../../../../src/core/dataset/write/labelStudio.ts';
import { writeCropTable, writePlateTable } from '../../../../src/core/dataset/write/tables.ts';
import { writeVoc } from '../../../../src/core/dataset/write/voc.ts';
import { writeDataYaml, writeYoloLabels } from '../../../../src/core/dataset/write/yolo.ts';
import { oddName, photos } from './arbitraries.ts';
import { importOf } from './import/importOf.ts';

type Files = Record<string, string>;
const pathOf = ({ split, image }: PhotoAnnotation) => `images/${split}/${image}`;
const pictures = (set: readonly PhotoAnnotation[]): Files =>
  Object.fromEntries(set.map((photo) => [pathOf(photo), '']));
const forEach = (
  set: readonly PhotoAnnotation[],
  path: (photo: PhotoAnnotation) => string,
  write: (photo: PhotoAnnotation) => string,
): Files => Object.fromEntries(set.map((photo) => [path(photo), write(photo)]));
const stem = (photo: PhotoAnnotation) => `${photo.split}/${photo.image.replace('.jpg', '')}`;

/** What is written, and how much of a plate the format keeps. */
const FORMATS: readonly [
  string,
  (set: readonly PhotoAnnotation[]) => Files,
  'box' | 'text' | 'said' | 'all',
][] = [
  [
    'YOLO',
    (set) => ({
      'data.yaml': writeDataYaml(true),
      ...forEach(set, (p) => `labels/${stem(p)}.txt`, writeYoloLabels),
    }),
    'box',
  ],
  ['COCO', (set) => ({ 'coco.json': writeCoco(set) }), 'all'],
  ['CVAT for images', (set) => ({ 'cvat/annotations.xml': writeCvat(set) }), 'said'],
  ['Label Studio', (set) => ({ 'label-studio/tasks.json': writeLabelStudio(set) }), 'text'],
  ['VOC', (set) => forEach(set, (p) => `voc/${stem(p)}.xml`, writeVoc), 'said'],
  [
    'our table',
    (set) => ({ 'manifest.json': MANIFEST_TYPE, 'csv/annotations.csv': writePlateTable(set) }),
    'all',
  ],
  [
    'our table without its manifest',
    (set) => ({ 'annotations.csv': writePlateTable(set) }),
    'said',
  ],
];

describe('round trips of any set', () => {
  test.each(FORMATS)('%s', async (_, write, keeps) => {
    await fc.assert(
      fc.asyncProperty(photos, async (set) => {
        fc.pre(set.length > 0);
        const sizes = new Map(set.map((photo) => [pathOf(photo), photo.size]));
        const { photos: read, notes } = await importOf(
          { ...pictures(set), ...write(set) },
          (path) => ({
            stored: sizes.get(path) ?? { width: 1, height: 1 },
            orientation: 1,
          }),
        );
        expect(notes).toEqual([]);
        for (const photo of set) {
          const got = read[pathOf(photo)];
          expect(got?.state).toBe(photo.plates.length === 0 ? 'negative' : 'labelled');
          expect(got?.split).toBe(photo.split);
          expect(got?.plates).toHaveLength(photo.plates.length);
          const far = photo.plates.flatMap(({ box }, i) =>
            (['x', 'y', 'width', 'height'] as const).map((side) =>
              Math.abs((got?.plates[i]?.box[side] ?? 1e9) - box[side]),
            ),
          );
          // One assertion for all: thousands of them would take longer than what they check.
          expect(Math.max(0, ...far)).toBeLessThan(1e-6);
          if (keeps === 'box') continue;
          const said = (plates: PhotoAnnotation['plates']) =>
            plates.map(({ text, raw, region, rows, unreadable }) => [
              ...[text, unreadable],
              ...(keeps === 'text' ? [] : [region, rows]),
              ...(keeps === 'all' ? [raw] : []),
            ]);
          expect(said(got?.plates ?? [])).toEqual(said(photo.plates));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('labels.csv of crops', async () => {
    const crop = fc.record({
      text: fc.stringMatching(/^[A-Z0-9]{1,11}$/),
      region: fc.option(fc.stringMatching(/^[a-w][a-z]$/)),
      rows: fc.constantFrom<(1 | 2)[]>(1, 2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(crop, { minLength: 1, maxLength: 9 }), async (rows) => {
        const crops = rows.map((row, i) => ({ ...row, file: `images/${i}.png`, raw: null }));
        const files = Object.fromEntries(crops.map(({ file }) => [`val/${file}`, '']));
        const { photos: read } = await importOf({
          ...files,
          'val/labels.csv': writeCropTable(crops),
        });
        for (const { file, text, region, rows: lines } of crops) {
          const got = read[`val/${file}`];
          expect([got?.kind, got?.split]).toEqual(['crop', 'val']);
          expect(got?.plates).toEqual([
            {
              box: { x: 0, y: 0, width: 400, height: 300 },
              text,
              raw: null,
              region,
              rows: lines,
              unreadable: null,
            },
          ]);
        }
      }),
      { numRuns: 60 },
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
