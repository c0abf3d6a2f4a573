import { useEffect, useState } from 'preact/hooks';
import { checkedPlates } from '../../core/checkedPlates.ts';
import { isWaiting } from '../../core/dataset/row.ts';
import { doubtOfReading, type TeachItem } from '../../core/learning/teachItems.ts';
import { type FullSample, savedSamples } from '../../store/library.ts';
import { showError } from '../components/toasts.tsx';
import { isOpen } from '../correct/actions.ts';
import { rows } from '../dataset/datasetState.ts';
import { ReadNotice } from '../dataset/ReadNotice.tsx';
import { readJob } from '../dataset/readJob.ts';
import { savedEntry } from '../dataset/savedTarget.ts';
import { TeachQueue } from './TeachQueue.tsx';

/** The kept photos that wait for an answer, in the order that teaches most. */
export default function TeachSaved(props: { readonly back: string; readonly onClose: () => void }) {
  const [items, setItems] = useState<readonly TeachItem[] | null>(null);
  /** Nothing can be asked, for what there is was never read. */
  const [isUnread, setIsUnread] = useState(false);
  const isReading = readJob.value !== null;
  useEffect(() => {
    if (isReading) return;
    savedSamples().then((all) => {
      const asked = all.flatMap((one) => toItem(one) ?? []);
      setItems(asked);
      setIsUnread(asked.length === 0 && all.some(({ prediction }) => prediction === null));
    }, showError);
  }, [isReading]);
  if (!items) return <p class="screen-loading">Looking at what is kept …</p>;
  if (isUnread) return <ReadFirst {...props} />;
  return (
    <TeachQueue
      place="dataset"
      items={() => {
        const open = new Set(rows.peek().flatMap((row) => (isWaiting(row) ? [row.id] : [])));
        return items.filter(({ id }) => open.has(id));
      }}
      entry={savedEntry}
      {...props}
    />
  );
}

/** What would teach most is known of photos that were read. */
function ReadFirst(props: { readonly back: string; readonly onClose: () => void }) {
  return (
    <section class="teach">
      <div class="card review-summary">
        <h2>These photos are to be read first</h2>
        <p>Which answers teach most is told by what the reader makes of the photos.</p>
        <ReadNotice />
        <div class="correct-line">
          <button type="button" class="button" onClick={props.onClose}>
            {props.back}
          </button>
        </div>
      </div>
    </section>
  );
}

function toItem({ sample, prediction, label }: FullSample): TeachItem | null {
  if (!prediction) return null;
  const doubts = checkedPlates(prediction, label)
    .filter(isOpen)
    .map(({ read }) => doubtOfReading(read?.reading ?? null));
  const most = doubts.sort((a, b) => a.margin - b.margin)[0];
  return most ? { ...most, id: sample.id, embedding: prediction.embedding } : null;
}
