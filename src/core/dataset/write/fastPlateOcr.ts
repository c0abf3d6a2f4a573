/** fast-plate-ocr: a CSV of crops for each split, and the configuration that fits them. */
import { PLATE_CHARACTERS } from '../../plateText.ts';
import { writeCsv } from '../csv.ts';
import type { CropRow } from './tables.ts';

/** Slots of the longest plates; of the set's own where those are longer. */
const SLOTS = 10;

/** `annotations.csv` beside the crops: `image_path,plate_text`. */
export function writeFastPlateOcr(crops: readonly CropRow[]): string {
  return writeCsv([['image_path', 'plate_text'], ...crops.map(({ file, text }) => [file, text])]);
}

/** The plate configuration, YAML. */
export function writePlateConfig(crops: readonly CropRow[]): string {
  const longest = Math.max(0, ...crops.map(({ text }) => text.length));
  return [
    '# fast-plate-ocr train --plate-config-file fast-plate-ocr.yaml \\',
    '#   --annotations train/annotations.csv --val-annotations val/annotations.csv …',
    `max_plate_slots: ${Math.max(SLOTS, longest)}`,
    `alphabet: '${PLATE_CHARACTERS}_'`,
    "pad_char: '_'",
    'img_height: 64',
    'img_width: 128',
    'keep_aspect_ratio: false',
    'interpolation: linear',
    'image_color_mode: grayscale',
    '',
  ].join('\n');
}
