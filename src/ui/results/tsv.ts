/** Rows as the table shows them, as tab-separated text: what spreadsheets take from the clipboard. */
import { inert } from '../../core/formula.ts';
import { type ListLookup, resultRows } from '../../core/results.ts';
import { itemPlates, toResult } from '../read/items.ts';
import { stateLabel } from '../read/PhotoRow.tsx';
import type { ListRow } from '../read/rows.ts';

const HEAD = ['Plate', 'Sure', 'State', 'Read as', 'Checked', 'Time', 'List', 'Photo'];

export function toTsv(rows: readonly ListRow[], listOf?: ListLookup): string {
  const lines = rows.map((shown) => {
    const { item, plate, n } = shown;
    const state = stateLabel(shown);
    const result = toResult(item);
    const all = result ? resultRows(result, listOf) : [];
    // A photo without plates has one row.
    const row = all[plate === null ? 0 : itemPlates(item).indexOf(plate)] ?? all[n];
    if (!row) return ['', '', state, '', '', '', '', item.file];
    const sure = row.confidence === null ? '' : row.confidence.toFixed(4);
    return [
      ...[row.plate, sure, state, row.readPlate, row.checked, row.takenAt.replace('T', ' ')],
      ...[row.list, row.file],
    ];
  });
  return [HEAD, ...lines].map((cells) => cells.map(cell).join('\t')).join('\r\n');
}

/** Tabs and line ends would be other cells; a formula must not run where it is pasted. */
function cell(value: string): string {
  return inert(value.replace(/[\t\r\n]+/g, ' '));
}
