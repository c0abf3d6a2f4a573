/** The two CSV files of a dataset: one row for each plate, and one for each readable crop. */
import { normalisePlateText } from '../plateText.ts';
import {
  type ImportProblem,
  type Parsed,
  type PhotoAnnotation,
  type PlateAnnotation,
  plainNumber,
} from './annotation.ts';
import { parseCsv, readCell, writeCsv } from './csv.ts';
import { restorePlateLabel, restoreSplit } from './restore.ts';

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

/** Reads `annotations.csv` back, photos in order of first appearance. */
export function readPlateTable(csv: string, file: string): Parsed<PhotoAnnotation[]> {
  const [header, ...rows] = parseCsv(csv);
  const problems: ImportProblem[] = [];
  const photos = new Map<string, PhotoAnnotation & { plates: PlateAnnotation[] }>();
  const column = new Map(header?.cells.map((name, i) => [name.trim(), i]));
  for (const { cells, line } of rows) {
    const cell = (name: (typeof PLATE_COLUMNS)[number]) =>
      readCell(cells[column.get(name) ?? -1] ?? '');
    const image = cell('image');
    const size = { width: Number(cell('image_width')), height: Number(cell('image_height')) };
    if (image === '' || !(size.width >= 1) || !(size.height >= 1)) {
      problems.push({ file, line, message: 'The row names no image or no size; it is left out.' });
      continue;
    }
    const photo = photos.get(image) ?? {
      image,
      file: cell('file'),
      size,
      split: restoreSplit(cell('split')),
      plates: [],
    };
    photos.set(image, photo);
    if (cell('width') === '') continue;
    const plate = restorePlateLabel(
      {
        box: {
          x: Number(cell('x')),
          y: Number(cell('y')),
          width: Number(cell('width')),
          height: Number(cell('height')),
        },
        text: cell('text'),
        raw: cell('raw') === '' ? null : cell('raw'),
        region: cell('region') === '' ? null : cell('region'),
        rows: Number(cell('rows')),
        unreadable: cell('unreadable'),
      },
      '',
    );
    if (!plate) {
      problems.push({
        file,
        line,
        message: 'The box has no area or is no number; it is left out.',
      });
      continue;
    }
    const { box, text, raw, unreadable, region, rows: lines } = plate;
    photo.plates.push({ box, text, raw, unreadable, region, rows: lines });
  }
  return { value: [...photos.values()], problems };
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

/** Reads a `labels.csv`; only `file` and `text` must be there. */
export function readCropTable(csv: string, file: string): Parsed<CropRow[]> {
  const [header, ...rows] = parseCsv(csv);
  const names = header?.cells.map((name) => name.trim().toLowerCase()) ?? [];
  const problems: ImportProblem[] = [];
  const value: CropRow[] = [];
  for (const { cells, line } of rows) {
    const cell = (name: string) => readCell(cells[names.indexOf(name)] ?? '');
    const text = normalisePlateText(cell('text'));
    if (cell('file') === '' || text === '') {
      problems.push({
        file,
        line,
        message: 'The row has no file or no plate text; it is left out.',
      });
      continue;
    }
    const lines = Number(cell('rows'));
    const region = cell('region').toLowerCase();
    value.push({
      file: cell('file'),
      text,
      region: region === '' || region === 'xx' ? null : region,
      rows: lines === 1 || lines === 2 ? lines : null,
      raw: cell('raw') === '' ? cell('text') : cell('raw'),
    });
  }
  return { value, problems };
}

/** Whether a CSV is one of crops, by its header. */
export function isCropTable(csv: string): boolean {
  const names = parseCsv(csv.slice(0, 1000))[0]?.cells.map((n) => n.trim().toLowerCase()) ?? [];
  return names.includes('file') && names.includes('text') && !names.includes('image');
}
