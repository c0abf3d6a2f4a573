/** What a choice of states and days would give, before anything is written. */
import type { ManifestCounts } from '../../core/dataset/manifest.ts';
import type { DatasetRow } from '../../core/dataset/row.ts';
import type { DatasetOptions } from '../../rpc/archive/contract.ts';

/** Photos and plates by split; partly labelled photos give crops only, so they are not in it. */
export function exportCounts(
  rows: readonly DatasetRow[],
  { states, from, until, only }: Pick<DatasetOptions, 'states' | 'from' | 'until' | 'only'>,
): ManifestCounts {
  const wanted = only && new Set(only);
  const photos = { train: 0, val: 0, test: 0 };
  const plates = { train: 0, val: 0, test: 0 };
  let negatives = 0;
  for (const { id, state, split, kind, addedAt, plates: count } of rows) {
    if (wanted && !wanted.has(id)) continue;
    if (split === null || state === 'unlabelled' || !states.includes(state)) continue;
    if ((from !== null && addedAt < from) || (until !== null && addedAt > until)) continue;
    plates[split] += state === 'negative' ? 0 : count;
    if (kind === 'crop' || state === 'partly') continue;
    photos[split] += 1;
    if (state === 'negative') negatives += 1;
  }
  return { photos, plates, negatives, crops: 0, unreadable: {} };
}
