/** Results as CSV: for spreadsheets and scripts. */
import { inert } from './formula.ts';
import { type ListLookup, type PhotoResult, type ResultRow, resultRows } from './results.ts';

type Cell = string | number | null;

interface Column {
  readonly name: string;
  readonly of: (row: ResultRow) => Cell;
}

const COLUMNS: readonly Column[] = [
  { name: 'file', of: (row) => row.file },
  { name: 'plate', of: (row) => row.plate },
  { name: 'confidence', of: (row) => rounded(row.confidence) },
  { name: 'detection_confidence', of: (row) => rounded(row.detectionConfidence) },
  { name: 'x', of: (row) => row.box?.x ?? null },
  { name: 'y', of: (row) => row.box?.y ?? null },
  { name: 'width', of: (row) => row.box?.width ?? null },
  { name: 'height', of: (row) => row.box?.height ?? null },
  { name: 'rows', of: (row) => row.rows },
  { name: 'detector', of: (row) => row.detector },
  { name: 'reader', of: (row) => row.reader },
  { name: 'status', of: (row) => row.status },
  { name: 'read_plate', of: (row) => row.readPlate },
  { name: 'checked', of: (row) => row.checked },
  { name: 'taken_at', of: (row) => row.takenAt },
  { name: 'taken_from', of: (row) => row.takenFrom },
  { name: 'list', of: (row) => row.list },
];

/** Where a photo was taken is written only when a person asks for it. */
const PLACE_COLUMNS: readonly Column[] = [
  { name: 'latitude', of: (row) => row.place?.latitude ?? null },
  { name: 'longitude', of: (row) => row.place?.longitude ?? null },
];

export const CSV_HEADER = COLUMNS.map(({ name }) => name).join(',');

export interface CsvOptions {
  /** `;` is what spreadsheets expect where numbers are written with a comma. */
  readonly delimiter?: ',' | ';';
  /** Also where each photo was taken. */
  readonly includePlace?: boolean;
  readonly listOf?: ListLookup;
}

/** Names and cells of all rows, for any kind of table. Confidences have four decimals. */
export function resultTable(
  results: readonly PhotoResult[],
  { includePlace = false, listOf }: CsvOptions = {},
): { readonly names: readonly string[]; readonly cells: readonly (readonly Cell[])[] } {
  const columns = includePlace ? [...COLUMNS, ...PLACE_COLUMNS] : COLUMNS;
  return {
    names: columns.map(({ name }) => name),
    cells: results.flatMap((result) =>
      resultRows(result, listOf).map((row) => columns.map(({ of }) => of(row))),
    ),
  };
}

/**
 * UTF-8 text of a CSV file: no BOM, CRLF after every row, RFC 4180 quoting. With semicolons,
 * numbers have a decimal comma, as the spreadsheets that ask for them expect.
 */
export function resultsToCsv(results: readonly PhotoResult[], options: CsvOptions = {}): string {
  const { delimiter = ',' } = options;
  const { names, cells } = resultTable(results, options);
  const text = (cell: Cell, column: number): string => {
    if (typeof cell !== 'number') return csvCell(cell ?? '', delimiter);
    const written = FOUR_DECIMALS.has(names[column] ?? '') ? cell.toFixed(4) : String(cell);
    // A negative number is a number, not a formula.
    return delimiter === ';' ? written.replace('.', ',') : written;
  };
  const lines = [names.join(delimiter), ...cells.map((row) => row.map(text).join(delimiter))];
  return `${lines.join('\r\n')}\r\n`;
}

const FOUR_DECIMALS = new Set(['confidence', 'detection_confidence']);

const rounded = (value: number | null) => (value === null ? null : Number(value.toFixed(4)));

/** One cell, never a formula. */
export function csvCell(value: string, delimiter: ',' | ';' = ','): string {
  const safe = inert(value);
  const quoted = /["\r\n]/.test(safe) || safe.includes(delimiter);
  return quoted ? `"${safe.replaceAll('"', '""')}"` : safe;
}
