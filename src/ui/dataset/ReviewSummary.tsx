/** What of the dataset waits for an answer, and the end of going through it. */
import { isWaiting, sortRows } from '../../core/dataset/row.ts';
import { plural } from '../format/numbers.ts';
import { numbers, rows } from './datasetState.ts';

/** Ids of photos to go through, from `start` on; a new `round` begins anew. */
export interface Reviewed {
  readonly queue: readonly string[];
  readonly start: number;
  readonly round?: number;
}

let rounds = 0;

/** What waits for an answer, the most doubtful first. */
export function reviewOpen(
  review: (what: Reviewed) => void,
  open = rows.peek().filter(isWaiting),
): void {
  rounds += 1;
  review({ queue: sortRows(open, 'least-sure').map(({ id }) => id), start: 0, round: rounds });
}

/** The end of a review: what stands now, and where to go. */
export function ReviewSummary(props: {
  readonly onClose: () => void;
  readonly onMore: () => void;
}) {
  const { states, corrected } = numbers.value;
  const waiting = rows.value.filter(isWaiting).length;
  if (waiting > 0) {
    return (
      <>
        <h2>The end of this list</h2>
        <p>
          {plural(waiting, 'photo')} of the dataset still {waiting === 1 ? 'waits' : 'wait'} for an
          answer.
        </p>
        <div class="correct-line">
          <button type="button" class="button button-primary" onClick={props.onMore}>
            Review {waiting === 1 ? 'it' : 'them'}
          </button>
          <button type="button" class="button" onClick={props.onClose}>
            See all photos
          </button>
        </div>
      </>
    );
  }
  return (
    <>
      <h2>Nothing left to review</h2>
      <p>
        Every plate has its answer: {plural(states.labelled, 'photo')} with checked plates,{' '}
        {corrected} of them corrected, {states.negative} without a plate.
      </p>
      <div class="correct-line">
        <button type="button" class="button button-primary" onClick={props.onClose}>
          See all photos
        </button>
        <a class="button" href="#/read">
          Read more photos
        </a>
      </div>
    </>
  );
}
