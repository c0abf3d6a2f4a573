import { computed, useSignalEffect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../../core/quality/sureSet.ts';
import { isDoubtful } from '../../core/results.ts';
import { pending } from '../correct/saveQueue.ts';
import { plural } from '../format/numbers.ts';
import { itemPlates, type PhotoItem, verdict } from '../read/items.ts';
import { batch, filter, mode, order, query, selectPhoto } from '../read/readState.ts';
import { type ListRow, listRows } from '../read/rows.ts';
import { ReviewView } from '../review/ReviewView.tsx';
import type { ReviewEntry } from '../review/useEntry.ts';
import { AcceptSure } from './AcceptSure.tsx';
import { savedAnswers } from './answers.ts';
import { entryOf } from './batchEntry.ts';

interface QueuedPhoto extends ReviewEntry {
  /** Of the photo in the batch. */
  readonly index: number;
}

/** All plates in doubt, whatever is searched for, in the list's order: those that the button counts. */
const doubtfulRows = computed(() => listRows(batch.items.value, 'doubtful', '', order.value));

/** All plates in doubt, one after the other, then what came of it. */
export default function CheckDoubtful() {
  const [queue, setQueue] = useState(() => withDoubtful([], doubtfulRows.peek()));
  // Photos that are read meanwhile come at the end.
  useSignalEffect(() => {
    const now = doubtfulRows.value;
    setQueue((before) => withDoubtful(before, now));
  });
  const [round, setRound] = useState(0);
  const again = () => {
    setQueue(withDoubtful([], doubtfulRows.peek()));
    setRound(round + 1);
  };
  return (
    <ReviewView
      key={round}
      queue={queue}
      start={0}
      asks={isDoubtful}
      back="All photos"
      progress={() => `${plural(batch.counts.value.doubtful, 'plate')} left`} // what its button counted
      onClose={close}
      summary={() => <Summary onAgain={again} />}
    />
  );
}

/** @returns the queue with the photos in doubt that it did not have, itself where there are none */
function withDoubtful(
  queue: readonly QueuedPhoto[],
  shown: readonly ListRow[],
): readonly QueuedPhoto[] {
  const known = new Set(queue.map(({ index }) => index));
  const news = new Set<number>();
  for (const { plate, item } of shown) {
    if (plate && isDoubtful(plate) && !known.has(item.index)) news.add(item.index);
  }
  if (news.size === 0) return queue;
  return [...queue, ...[...news].map((index) => ({ index, ...entryOf(index) }))];
}

/** Nothing was found there, and nobody has said that there is none: a plate may have been missed. */
const isBare = (item: PhotoItem): boolean =>
  verdict(item) === 'none' && itemPlates(item).length === 0 && item.label?.noPlate !== true;

function close(): void {
  mode.value = 'photos';
}

/** What the batch comes to now: how much is sure, checked and changed, and what to do next. */
function Summary(props: { readonly onAgain: () => void }) {
  const { total, plates, doubtful, checked, checkedPlates, rejected, changed } = batch.counts.value;
  const [answers, setAnswers] = useState<readonly Answer[] | null>(null);
  const isKept = pending.value === 0;
  useEffect(() => {
    if (isKept) void savedAnswers().then(setAnswers, () => setAnswers([]));
  }, [checked, isKept]);
  const sure = Math.max(0, plates - doubtful - checkedPlates);
  const bare = batch.items.value.filter(isBare);
  return (
    <>
      <h2>
        {doubtful === 0 ? 'Nothing left in doubt' : `${plural(doubtful, 'plate')} still in doubt`}
      </h2>
      <div class="figures" data-testid="check-summary">
        <span>
          <b>{total}</b> {total === 1 ? 'photo' : 'photos'}
        </span>
        <span>
          <b>{plates}</b> {plates === 1 ? 'plate' : 'plates'}
        </span>
        <span>
          <b>{sure}</b> sure
        </span>
        <span>
          <b>{checkedPlates}</b> checked
        </span>
        <span>
          <b>{changed}</b> corrected
        </span>
        {rejected > 0 && (
          <span>
            <b>{rejected}</b> not a plate
          </span>
        )}
      </div>
      {answers && sure > 0 && <AcceptSure answers={answers} />}
      <div class="correct-line">
        <button type="button" class="button button-primary" onClick={close}>
          Back to the photos
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            mode.value = 'table';
          }}
        >
          See all in a table
        </button>
        {bare.length > 0 && (
          <button
            type="button"
            class="button"
            onClick={() => {
              query.value = '';
              filter.value = 'none';
              selectPhoto(bare[0]?.index ?? null);
              close();
            }}
          >
            Look at {plural(bare.length, 'photo')} without a plate
          </button>
        )}
        {doubtful > 0 && (
          <button type="button" class="button" data-testid="check-again" onClick={props.onAgain}>
            Check {doubtful === 1 ? 'it' : 'them'} now
          </button>
        )}
      </div>
    </>
  );
}
