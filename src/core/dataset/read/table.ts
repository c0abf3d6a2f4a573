/**
 * Tables of plates, by their columns: our own `annotations.csv` and results, `file,text` of crops,
 * fast-plate-ocr's `image_path,plate_text`, `filename,words`, TensorFlow's and pandas' boxes.
 */
import { type CsvRow, readCell } from '../csv.ts';
import { isTextName } from '../import/said.ts';
import { splitOfFolders, splitOfName } from '../import/splitLists.ts';
import {
  boundsOf,
  type SaidObject,
  type Statement,
  sizeOf,
  statement,
  withArea,
} from '../import/statement.ts';
import { restoreSplit } from '../restore.ts';
import { classOf, confidenceOf, objectOf, pairs, type ReadContext } from './reader.ts';

const IMAGE = [
  'image',
  'image_path',
  'imagepath',
  'img_path',
  'img',
  'filename',
  'file_name',
  'file',
  'path',
  'image_name',
  'img_name',
  'name',
];
const TEXT = [
  'text',
  'plate_text',
  'platetext',
  'words',
  'plate',
  'plate_number',
  'number_plate',
  'license_plate',
  'lp',
  'number',
  'transcription',
  'ocr',
  'registration',
];
const CLASS = ['class', 'class_name', 'label', 'label_name', 'category'];
const CORNERS = [
  ['x1', 'y1', 'x2', 'y2', 'x3', 'y3', 'x4', 'y4'],
  ['xmin', 'ymin', 'xmax', 'ymax'],
  ['x1', 'y1', 'x2', 'y2'],
  ['x_min', 'y_min', 'x_max', 'y_max'],
  ['left', 'top', 'right', 'bottom'],
] as const;
const SIDES = [
  ['x', 'y', 'width', 'height'],
  ['x', 'y', 'w', 'h'],
  ['left', 'top', 'width', 'height'],
  ['bbox_x', 'bbox_y', 'bbox_width', 'bbox_height'],
] as const;

/** Columns of boxes in ways that are not read: no table of crops. */
const PLACES =
  /^((bounding_?)?box(es)?|bbox|rect(angle)?|polygon|points|coord(inate)?s?|segmentation|x|cx|xc|x_?cent(er|re)|x_?1|x_?min|left)$/;
/** What stands in a column that says whether there is a plate. */
const FLAG = /^(|[01]|true|false|yes|no|y|n)$/i;

interface Columns {
  readonly at: (name: string) => number;
  readonly image: string;
  readonly text: string | null;
  readonly className: string | null;
  readonly corners: readonly string[] | null;
  readonly sides: readonly string[] | null;
}

function columnsOf(header: CsvRow | undefined): Columns | null {
  const names = header?.cells.map((name) => name.trim().toLowerCase().replace(/[ -]/g, '_')) ?? [];
  const first = (wanted: readonly string[]) => wanted.find((name) => names.includes(name)) ?? null;
  const group = (groups: readonly (readonly string[])[]) =>
    groups.find((group) => group.every((name) => names.includes(name))) ?? null;
  const image = first(IMAGE);
  if (image === null) return null;
  const corners = group(CORNERS);
  const sides = corners ? null : group(SIDES);
  const said = first(TEXT);
  // Without boxes `filename,label` is a crop with its text.
  const text = said ?? (corners || sides ? null : first(CLASS));
  if (!corners && !sides && names.some((name) => PLACES.test(name))) return null;
  if (text === null && !corners && !sides) return null;
  const className = corners || sides ? first(CLASS) : null;
  return { at: (name) => names.indexOf(name), image, text, className, corners, sides };
}

/** Reads a table; null when its columns are no table of plates. */
export function readTable(
  rows: readonly CsvRow[],
  path: string,
  { notes }: ReadContext,
): Statement[] | null {
  const columns = columnsOf(rows[0]);
  if (!columns) return null;
  const { at, image, corners, sides } = columns;
  const isCrops = !corners && !sides;
  if (isCrops && !holdsTexts(rows.slice(1), columns)) return null;
  // What a model read (our own results) says nothing of photos where it saw no plate.
  const isModels = ['detection_confidence', 'confidence', 'score'].some((name) => at(name) >= 0);
  const photos = new Map<
    string,
    { first: (name: string) => string; objects: SaidObject[]; leftOut: number }
  >();
  for (const { cells, line } of rows.slice(1)) {
    const exact = (name: string) => readCell(cells[at(name)] ?? '');
    const cell = (name: string) => exact(name).trim();
    const name = cell(image);
    if (name === '') {
      notes.add(path, 'A row names no photo; it is left out.', line);
      continue;
    }
    const photo = photos.get(name) ?? { first: exact, objects: [], leftOut: 0 };
    photos.set(name, photo);
    if (isBare(cell, columns)) {
      if (!isCrops) continue; // a photo without plates has a row without a box
      photo.leftOut += 1;
      notes.add(path, 'A row has no plate text; it is left out.', line);
      continue;
    }
    const object = readRow(cell, exact('raw'), columns, path);
    if (!isCrops && object.box === null)
      notes.add(path, 'A row has no box with an area; it is left out.', line);
    if (!isCrops && object.box === null) photo.leftOut += 1;
    else photo.objects.push(object);
  }
  return [...photos].map(([name, { first, objects, leftOut }]) =>
    statement({
      from: path,
      format: isCrops ? 'plate crops' : 'table of plates',
      image: name,
      original: image === 'file' ? null : first('file') || null,
      split: restoreSplit(first('split')) ?? splitOfFolders(path) ?? splitOfName(path),
      kind: isCrops ? 'crop' : 'photo',
      frame: frameOf(first, columns),
      objects,
      leftOut,
      whole: !isCrops && !isModels,
    }),
  );
}

/** Whether a column of crops' texts holds texts, neither flags nor names of classes. */
function holdsTexts(rows: readonly CsvRow[], { at, text }: Columns): boolean {
  const name = text ?? '';
  const values = rows.map(({ cells }) => readCell(cells[at(name)] ?? '').trim());
  if (CLASS.includes(name)) return values.some(isTextName);
  return /text|words|transcription|ocr/.test(name) || !values.every((value) => FLAG.test(value));
}

type Cell = (name: string) => string;

/** Whether a row says nothing but its photo. */
const isBare = (cell: Cell, { corners, sides, text }: Columns) =>
  [...(corners ?? sides ?? [text ?? ''])].every((name) => cell(name) === '');

/** Where boxes are corners, `width` and `height` are the photo's. */
const frameOf = (cell: Cell, { corners }: Columns) =>
  sizeOf(decimal(cell('image_width')), decimal(cell('image_height'))) ??
  (corners ? sizeOf(decimal(cell('width')), decimal(cell('height'))) : null);

function readRow(
  cell: Cell,
  raw: string,
  { corners, sides, text, className }: Columns,
  path: string,
): SaidObject {
  const numbers = (corners ?? sides ?? []).map((name) => decimal(cell(name)));
  const [x = Number.NaN, y = Number.NaN, width = Number.NaN, height = Number.NaN] = numbers;
  const box = corners ? boundsOf(pairs(numbers)) : withArea({ x, y, width, height });
  const name = className === null ? '' : cell(className);
  return objectOf(
    {
      box,
      class: name === '' ? null : classOf('table', path, name),
      confidence:
        confidenceOf(cell('detection_confidence')) ??
        confidenceOf(cell('score')) ??
        confidenceOf(cell('confidence')),
    },
    {
      text: text === null ? '' : cell(text),
      raw,
      unreadable: cell('unreadable'),
      region: cell('region') || cell('country') || cell('plate_region'),
      rows: cell('rows'),
    },
  );
}

/** A number with a point, or with the comma of many countries. */
const decimal = (text: string) =>
  text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));
