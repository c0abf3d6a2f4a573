/** What was typed of a row's plate and not saved yet. */
import { draftKeyOf } from '../correct/drafts.ts';
import { targetKey } from './items.ts';
import type { ListRow } from './rows.ts';

/** Names the draft, wherever the plate is shown. */
export const draftKeyOfRow = ({ item, plate }: ListRow): string =>
  draftKeyOf(targetKey(item), { id: plate?.id ?? '' });
