/** What a choice of states and days would give, before anything is written. */
import type { ManifestCounts } from '../../core/dataset/manifest.ts';
import type { DatasetRow } from '../../core/dataset/row.ts';
import type { DatasetOptions } from '../../rpc/archive/contract.ts';

type Choice = Pick<DatasetOptions, 'states' | 'from' | 'until' | 'only'>;

function* chosenOf(rows: readonly DatasetRow[], { states, from, until, only }: Choice) {
  const wanted = only && new Set(only);
  for (const row of rows) {
    if (wanted && !wanted.has(row.id)) continue;
    if (row.split === null || row.state === 'unlabelled' || !states.includes(row.state)) continue;
    if ((from !== null && row.addedAt < from) || (until !== null && row.addedAt > until)) continue;
    yield { ...row, split: row.split, isWhole: row.kind !== 'crop' && row.state !== 'partly' };
  }
}

/** Photos and plates by split; partly labelled photos give crops only, so they are not in it. */
export function exportCounts(rows: readonly DatasetRow[], choice: Choice): ManifestCounts {
  const photos = { train: 0, val: 0, test: 0 };
  const plates = { train: 0, val: 0, test: 0 };
  let negatives = 0;
  for (const row of chosenOf(rows, choice)) {
    plates[row.split] += row.state === 'negative' ? 0 : row.plates - row.onlyRead;
    if (!row.isWhole) continue;
    photos[row.split] += 1;
    if (row.state === 'negative') negatives += 1;
  }
  return { photos, plates, negatives, crops: 0, unreadable: {} };
}

/** Plates that models found in photos that count as complete: whoever trains on them learns there is none. */
export function onlyReadBeside(rows: readonly DatasetRow[], choice: Choice) {
  let [photos, plates] = [0, 0];
  for (const { isWhole, onlyRead } of chosenOf(rows, choice)) {
    if (!isWhole || onlyRead === 0) continue;
    photos += 1;
    plates += onlyRead;
  }
  return { photos, plates };
}
