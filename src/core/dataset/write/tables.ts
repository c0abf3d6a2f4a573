/** The two CSV files of a dataset: one row for each plate, and one for each readable crop. */
import { type PhotoAnnotation, plainNumber } from '../annotation.ts';
import { writeCsv } from '../csv.ts';

const PLATE_COLUMNS = [
  'image',
  'file',
  'split',
  'image_width',
  'image_height',
  'x',
  'y',
  'width',
  'height',
  'text',
  'raw',
  'region',
  'rows',
  'unreadable',
] as const;

/** `annotations.csv`: a row for each plate; a photo without plates has one row without a box. */
export function writePlateTable(photos: readonly PhotoAnnotation[]): string {
  const rows = photos.flatMap((photo) => {
    const head = [
      photo.image,
      photo.file,
      photo.split ?? '',
      String(photo.size.width),
      String(photo.size.height),
    ];
    if (photo.plates.length === 0) return [[...head, ...Array<string>(9).fill('')]];
    return photo.plates.map(({ box, text, raw, region, rows: lines, unreadable }) => [
      ...head,
      ...[box.x, box.y, box.width, box.height].map(plainNumber),
      text ?? '',
      raw ?? '',
      region ?? '',
      lines === null ? '' : String(lines),
      unreadable ?? '',
    ]);
  });
  return writeCsv([[...PLATE_COLUMNS], ...rows]);
}

/** A plate crop with its text, as the reader trains on. */
export interface CropRow {
  readonly file: string;
  readonly text: string;
  readonly region: string | null;
  readonly rows: 1 | 2 | null;
  readonly raw: string | null;
}

/** `labels.csv` beside the crops: `file,text,region,rows,raw`; an unknown region is `xx`. */
export function writeCropTable(crops: readonly CropRow[]): string {
  return writeCsv([
    ['file', 'text', 'region', 'rows', 'raw'],
    ...crops.map(({ file, text, region, rows, raw }) => [
      file,
      text,
      region ?? 'xx',
      String(rows ?? 1),
      raw ?? text,
    ]),
  ]);
}
