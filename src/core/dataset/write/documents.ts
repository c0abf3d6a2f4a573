/** The files of a dataset that are about all photos of it, by format. */
import type { PhotoAnnotation } from '../annotation.ts';
import type { Split } from '../types.ts';
import { writeCoco } from './coco.ts';
import { writeCvat } from './cvat.ts';
import { writeFastPlateOcr, writePlateConfig } from './fastPlateOcr.ts';
import { writeLabelConfig, writeLabelStudio } from './labelStudio.ts';
import { type CropRow, writeCropTable, writePlateTable } from './tables.ts';
import { writeDataYaml } from './yolo.ts';

const SPLITS: readonly Split[] = ['train', 'val', 'test'];

/** Paths and texts, in an order that is always the same. */
export function* documents(
  formats: readonly string[],
  photos: readonly PhotoAnnotation[],
  crops: ReadonlyMap<Split, readonly CropRow[]>,
): Generator<readonly [string, string]> {
  const wants = (format: string) => formats.includes(format);
  if (wants('yolo'))
    yield ['data.yaml', writeDataYaml(photos.some(({ split }) => split === 'test'))];
  if (wants('coco')) {
    yield ['coco.json', writeCoco(photos)];
    for (const split of SPLITS) {
      const own = photos.filter((photo) => (photo.split ?? 'train') === split);
      // Readers of COCO look for the photos of `instances_train.json` in `images/train/`.
      if (own.length > 0) {
        yield [`annotations/instances_${split}.json`, writeCoco(own, ({ image }) => image)];
      }
    }
  }
  // In a folder of its own: datumaro takes a CSV beside a COCO for another format.
  if (wants('csv')) yield ['csv/annotations.csv', writePlateTable(photos)];
  if (wants('cvat')) yield ['cvat/annotations.xml', writeCvat(photos)];
  if (wants('label-studio')) {
    yield ['label-studio/tasks.json', writeLabelStudio(photos)];
    yield ['label-studio/config.xml', writeLabelConfig()];
  }
  for (const [split, rows] of crops) {
    if (rows.length === 0) continue;
    if (wants('crops')) yield [`crops/${split}/labels.csv`, writeCropTable(rows)];
    if (wants('fast-plate-ocr')) yield [`crops/${split}/annotations.csv`, writeFastPlateOcr(rows)];
  }
  if (wants('fast-plate-ocr')) {
    yield ['crops/fast-plate-ocr.yaml', writePlateConfig([...crops.values()].flat())];
  }
}
