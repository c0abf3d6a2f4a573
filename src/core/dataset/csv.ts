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

/** By which Excel is told its separator. */
const STATED = /^\ufeff?sep=([,;\t])\r?\n/i;

export interface CsvRow {
  readonly cells: readonly string[];
  /** Where the row begins, from 1. */
  readonly line: number;
}

/**
 * Parses CSV text: quoted cells may hold separators, quotes (doubled) and line breaks. Empty lines
 * are left out. A quote never closed ends with the text. A byte order mark is dropped, and so is
 * Excel's first line `sep=;`.
 * @param separator `,` unless the header has more semicolons or tabs.
 */
export function parseCsv(text: string, separator = guessSeparator(text)): CsvRow[] {
  const rows: CsvRow[] = [];
  const end = text.length;
  const stated = STATED.exec(text);
  let at = stated?.[0].length ?? (text.charCodeAt(0) === 0xfeff ? 1 : 0);
  let line = stated ? 2 : 1;
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
  const stated = STATED.exec(text)?.[1];
  if (stated) return stated;
  const head = text.slice(0, 2000).split(/\r?\n/, 1)[0] ?? '';
  const times = (separator: string) => head.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (times(one) > times(best) ? one : best));
}
