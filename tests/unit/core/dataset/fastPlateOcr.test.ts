import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  writeFastPlateOcr,
  writePlateConfig,
} from '../../../../src/core/dataset/write/fastPlateOcr.ts';
import type { CropRow } from '../../../../src/core/dataset/write/tables.ts';
import { importOf } from './import/importOf.ts';

const crops = fc
  .array(fc.stringMatching(/^[A-Z0-9]{1,14}$/), { minLength: 1, maxLength: 9 })
  .map((texts) =>
    texts.map(
      (text, i): CropRow => ({ file: `images/${i}.png`, text, raw: null, region: null, rows: 1 }),
    ),
  );

test('what is exported for fast-plate-ocr reads back, each text in its slots and alphabet', async () => {
  await fc.assert(
    fc.asyncProperty(crops, async (rows) => {
      const config = parse(writePlateConfig(rows));
      const pictures = Object.fromEntries(rows.map(({ file }) => [`train/${file}`, '']));
      const table = writeFastPlateOcr(rows);
      expect(table.split('\r\n')[0]).toBe('image_path,plate_text');
      const { photos } = await importOf({ ...pictures, 'train/annotations.csv': table });
      for (const { file, text } of rows) {
        expect(photos[`train/${file}`]?.plates.map((plate) => plate.text)).toEqual([text]);
        expect(text.length).toBeLessThanOrEqual(config.max_plate_slots);
        expect([...text].every((char) => config.alphabet.includes(char))).toBe(true);
      }
      expect(config.alphabet).toContain(config.pad_char);
    }),
    { numRuns: 60 },
  );
});
