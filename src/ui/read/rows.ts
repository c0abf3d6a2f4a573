/** The rows of the Read screen's list: one a plate, one for a photo that has none. */
import type { CheckedPlate } from '../../core/checkedPlates.ts';
import { isDoubtful } from '../../core/results.ts';
import { toQuery } from '../../core/search.ts';
import {
  itemPlates,
  type PhotoItem,
  type PlateVerdict,
  plateVerdict,
  type Verdict,
  verdict,
} from './items.ts';

export interface ListRow {
  readonly key: string;
  readonly item: PhotoItem;
  /** Null for a photo without plates, or one that was not read. */
  readonly plate: CheckedPlate | null;
  /** Place among the photo's plates, from 0. */
  readonly n: number;
  /** Found by characters that look like the wanted ones. */
  readonly isNear: boolean;
}

export type Filter = 'all' | 'doubtful' | 'read' | 'checked' | 'none' | 'failed';
export type Order = 'input' | 'doubt' | 'plate' | 'file' | 'taken';

/** What a row says, in one word. */
export function rowVerdict({
  item,
  plate,
}: Pick<ListRow, 'item' | 'plate'>): PlateVerdict | Verdict {
  return plate ? plateVerdict(plate) : verdict(item);
}

/** Rows that fit filter and query, in the wanted order, or from its other end. */
export function listRows(
  items: readonly PhotoItem[],
  filter: Filter,
  typed: string,
  order: Order,
  isReversed = false,
): readonly ListRow[] {
  const query = toQuery(typed);
  const rows: ListRow[] = [];
  for (const item of items) {
    if (item.state === 'removed') continue;
    const plates = itemPlates(item);
    const named = query?.name(item.file) ?? true;
    const add = (plate: CheckedPlate | null, n: number) => {
      if (!fits(filter, item, plate)) return;
      // A plate that was corrected is found by what was read as well.
      const hits = plate ? [plate.text, plate.read?.reading?.text ?? ''] : [];
      const hit = query && hits.map((text) => text !== '' && query.plate(text));
      if (!named && !hit?.some(Boolean)) return;
      const isNear = !named && hit?.includes('exact') === false;
      rows.push({ key: `${item.index}-${plate?.id ?? ''}`, item, plate, n, isNear });
    };
    if (plates.length === 0) add(null, 0);
    else plates.forEach(add);
  }
  return order === 'input' ? rows : sorted(rows, order, isReversed ? -1 : 1);
}

function fits(filter: Filter, item: PhotoItem, plate: CheckedPlate | null): boolean {
  if (filter === 'all') return true;
  const is = rowVerdict({ item, plate });
  if (filter === 'doubtful') return is === 'doubtful';
  if (filter === 'read') return is === 'read';
  if (filter === 'checked') return plate !== null && plate.checked !== '' && !isDoubtful(plate);
  if (filter === 'none') return is === 'none'; // what was refused has been checked
  return is === 'failed' || is === 'stopped';
}

/** Rows without what is sorted by come last, in the order of input. */
function sorted(
  rows: readonly ListRow[],
  order: Exclude<Order, 'input'>,
  sign: 1 | -1,
): readonly ListRow[] {
  const keyed = rows.map((row) => ({ row, key: keyOf(row, order) }));
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return sign * compare(a.key, b.key);
  });
  return keyed.map(({ row }) => row);
}

function keyOf({ item, plate }: ListRow, order: Exclude<Order, 'input'>): string | number | null {
  if (order === 'plate') return plate?.text || null;
  if (order === 'file') return item.file;
  if (order === 'doubt') {
    const isOpen = plate !== null && (plate.checked === '' || isDoubtful(plate));
    return isOpen ? (plate.read?.reading?.confidence ?? 0) : null;
  }
  const taken = item.outcome?.kind === 'read' ? item.outcome.taken.time : null;
  return taken ? Date.parse(taken) : item.lastModified || null;
}

/** Place of the next plate in doubt after `at`, from the top again after the end; null for none. */
export function nextDoubtful(rows: readonly ListRow[], at: number): ListRow | null {
  const after = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))];
  return after.find(({ plate }) => plate !== null && isDoubtful(plate)) ?? null;
}
