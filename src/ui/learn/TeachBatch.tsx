import { doubtOfReading, type TeachItem } from '../../core/learning/teachItems.ts';
import { isOpen } from '../correct/actions.ts';
import { itemPlates, type PhotoItem } from '../read/items.ts';
import { batch, mode } from '../read/readState.ts';
import { entryOf } from '../results/batchEntry.ts';
import { TeachQueue } from './TeachQueue.tsx';

/** The batch's open photos, in the order that teaches most. */
export default function TeachBatch() {
  return (
    <TeachQueue
      place="batch"
      items={() => batch.items.peek().flatMap((item) => toItem(item) ?? [])}
      entry={(id) => entryOf(Number(id))}
      back="All photos"
      onClose={() => {
        mode.value = 'photos';
      }}
    />
  );
}

function toItem(item: PhotoItem): TeachItem | null {
  const { outcome, index } = item;
  if (outcome?.kind !== 'read') return null;
  const doubts = itemPlates(item)
    .filter(isOpen)
    .map(({ read }) => doubtOfReading(read?.reading ?? null));
  const most = doubts.sort((a, b) => a.margin - b.margin)[0];
  return most ? { ...most, id: `${index}`, embedding: outcome.embedding ?? null } : null;
}
