/** Open Images: one CSV of boxes in shares, classes as codes that another CSV explains. */
import type { CsvRow } from '../csv.ts';
import { splitOfFolders, splitOfName } from '../import/splitLists.ts';
import { cornersBox, type SaidObject, type Statement, statement } from '../import/statement.ts';
import { classOf, numberOf, objectOf, type ReadContext } from './reader.ts';

/** The code of "Vehicle registration plate", for sets that come without their descriptions. */
const PLATE_CODE = '/m/01jfm_';

/** Names by code from `class-descriptions-boxable.csv`; null for another table. */
export function readClassDescriptions(rows: readonly CsvRow[]): ReadonlyMap<string, string> | null {
  const pairs = rows.map(({ cells }) => cells);
  if (
    pairs.length === 0 ||
    !pairs.every(
      ([code, , ...more]) => /^(\/[mgt]\/\S+|LabelName)$/.test(code ?? '') && more.length === 0,
    )
  ) {
    return null;
  }
  return new Map(pairs.map(([code = '', name = '']) => [code, name]));
}

export function readOpenImages(
  [header, ...rows]: readonly CsvRow[],
  path: string,
  { notes }: ReadContext,
  descriptions: ReadonlyMap<string, string>,
): Statement[] | null {
  const names = header?.cells.map((name) => name.trim()) ?? [];
  if (
    !['ImageID', 'LabelName', 'XMin', 'XMax', 'YMin', 'YMax'].every((name) => names.includes(name))
  )
    return null;
  const photos = new Map<string, { objects: SaidObject[]; leftOut: number }>();
  for (const { cells } of rows) {
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    const photo = photos.get(cell('ImageID')) ?? { objects: [], leftOut: 0 };
    photos.set(cell('ImageID'), photo);
    const code = cell('LabelName');
    const name =
      descriptions.get(code) ?? (code === PLATE_CODE ? 'Vehicle registration plate' : code);
    if (cell('IsGroupOf') === '1' && /plate/i.test(name)) {
      photo.leftOut += 1;
      notes.add(
        path,
        'A box around a group of plates (IsGroupOf) is no single plate; it is left out.',
      );
      continue;
    }
    const [x1, y1, x2, y2] = ['XMin', 'YMin', 'XMax', 'YMax'].map((n) => numberOf(cell(n)));
    const box = cornersBox(x1 as number, y1 as number, x2 as number, y2 as number);
    photo.objects.push(objectOf({ box, unit: 'share', class: classOf('Open Images', path, name) }));
  }
  return [...photos].map(([image, said]) =>
    statement({
      from: path,
      format: 'Open Images',
      image,
      split: splitOfFolders(path) ?? splitOfName(path),
      ...said,
      whole: false, // only classes that were verified for a photo have boxes
    }),
  );
}
