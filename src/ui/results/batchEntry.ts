/** A photo of the batch as a review goes through it. */
import { savedPhoto } from '../../store/library.ts';
import { targetOf } from '../read/correcting.ts';
import { type PhotoItem, targetKey } from '../read/items.ts';
import { batch } from '../read/readState.ts';
import type { ReviewEntry } from '../review/useEntry.ts';

/** @param index of the photo in the batch */
export function entryOf(index: number): ReviewEntry {
  const item = (): PhotoItem | undefined => batch.items.peek()[index];
  return {
    ...targetKey({ index }),
    photo: async () => {
      const now = item();
      if (now?.source) return now.source;
      const kept = now?.sample ? await savedPhoto(now.sample) : null;
      return kept ? new Blob([kept]) : (now?.thumbnail ?? null);
    },
    target: async () => {
      const now = item();
      return now?.outcome?.kind === 'read' ? targetOf(now, now.outcome) : null;
    },
  };
}
