/** Results as an Excel workbook; this and the writer are loaded when one is asked for. */
// Its public entries compress in workers from blob: addresses, which our content policy forbids.
import convert from '../../../node_modules/write-excel-file/modules/export/convertFileContentToUint8ArrayUniversal.js';
import { generateXlsxFileSync } from '../../../node_modules/write-excel-file/modules/export/writeXlsxFileUniversal.js';
import type { PhotoResult } from '../../core/results.ts';
import { type CsvOptions, resultTable } from '../../core/resultsCsv.ts';

/** Wide enough for what each column holds, in characters. */
const WIDTHS: Readonly<Record<string, number>> = {
  file: 36,
  taken_at: 26,
  detector: 18,
  reader: 18,
};

/** A workbook of one sheet with the columns of the CSV; numbers are numbers, texts never formulas. */
export async function resultsToXlsx(
  results: readonly PhotoResult[],
  options: CsvOptions = {},
): Promise<Blob> {
  const { names, cells } = resultTable(results, options);
  const head = names.map((value) => ({ value, type: String, fontWeight: 'bold' }));
  const rows = cells.map((row) =>
    row.map((value) => {
      if (value === null || value === '') return null;
      return typeof value === 'number'
        ? { value, type: Number }
        : { value: printable(value), type: String };
    }),
  );
  const columns = names.map((name) => ({ width: WIDTHS[name] ?? 14 }));
  const sheet = { sheet: 'Plates', columns, stickyRowsCount: 1 };
  return generateXlsxFileSync([head, ...rows], sheet, undefined, convert);
}

/** XML 1.0 has no place for control characters, which a file's name may hold. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd').slice(0, 32_767);
}
