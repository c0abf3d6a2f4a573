/** CSV as RFC 4180 has it, safe to open in a spreadsheet and exact to read back. */

import { isFormula } from '../formula.ts';

/** Formulas get an apostrophe in front, and so does what begins with one, so that it reads back. */
const isRisky = (cell: string): boolean => cell.startsWith("'") || isFormula(cell);

/** Rows of cells as CSV text, lines ended by CR LF. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('');
}

function writeCell(value: string): string {
  const safe = isRisky(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A cell as it was before `writeCsv` made it inert. */
export function readCell(cell: string): string {
  return cell.startsWith("'") && isRisky(cell.slice(1)) ? cell.slice(1) : cell;
}

export interface CsvRow {
  readonly cells: readonly string[];
  /** Where the row begins, from 1. */
  readonly line: number;
}

/**
 * Parses CSV text: quoted cells may hold separators, quotes (doubled) and line breaks. Empty lines
 * are left out. A quote never closed ends with the text. A byte order mark is dropped.
 * @param separator `,` unless the header has more semicolons than commas.
 */
export function parseCsv(text: string, separator = guessSeparator(text)): CsvRow[] {
  const rows: CsvRow[] = [];
  const end = text.length;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  while (at < end) {
    const started = line;
    const cells: string[] = [];
    for (;;) {
      let cell = '';
      if (text[at] === '"') {
        at++;
        for (;;) {
          const close = text.indexOf('"', at);
          const part = text.slice(at, close < 0 ? end : close);
          cell += part;
          line += part.split('\n').length - 1;
          at = close < 0 ? end : close + 1;
          if (text[at] !== '"' || close < 0) break;
          cell += '"';
          at++;
        }
      }
      const from = at;
      while (at < end && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++;
      cells.push(cell + text.slice(from, at));
      if (text[at] !== separator) break;
      at++;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    line++;
    if (cells.length > 1 || cells[0] !== '') rows.push({ cells, line: started });
  }
  return rows;
}

function guessSeparator(text: string): string {
  const head = text.slice(0, 2000).split(/\r?\n/, 1)[0] ?? '';
  return head.split(';').length > head.split(',').length ? ';' : ',';
}
