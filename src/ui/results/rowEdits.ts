/** Correcting from a row of the table. */
import { confirmText, refusePlate } from '../correct/actions.ts';
import { targetOf } from '../read/correcting.ts';
import type { ListRow } from '../read/rows.ts';

function targetOfRow({ item }: ListRow) {
  return item.outcome?.kind === 'read' ? targetOf(item, item.outcome) : null;
}

/** @returns whether it is kept, once that is known; false for what is no text */
export function saveText(row: ListRow, text: string): false | Promise<boolean> {
  const target = targetOfRow(row);
  return target !== null && row.plate !== null && confirmText(target, row.plate, text);
}

export function rejectRow(row: ListRow): void {
  const target = targetOfRow(row);
  if (target && row.plate) refusePlate(target, row.plate);
}
