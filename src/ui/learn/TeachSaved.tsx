import { useEffect, useState } from 'preact/hooks';
import { checkedPlates } from '../../core/checkedPlates.ts';
import { isWaiting } from '../../core/dataset/row.ts';
import { doubtOfReading, type TeachItem } from '../../core/learning/teachItems.ts';
import { type FullSample, savedSamples } from '../../store/library.ts';
import { showError } from '../components/toasts.tsx';
import { isOpen } from '../correct/actions.ts';
import { rows } from '../dataset/datasetState.ts';
import { savedEntry } from '../dataset/savedTarget.ts';
import { TeachQueue } from './TeachQueue.tsx';

/** The kept photos that wait for an answer, in the order that teaches most. */
export default function TeachSaved(props: { readonly back: string; readonly onClose: () => void }) {
  const [items, setItems] = useState<readonly TeachItem[] | null>(null);
  useEffect(() => {
    savedSamples().then((all) => setItems(all.flatMap((one) => toItem(one) ?? [])), showError);
  }, []);
  if (!items) return <p class="screen-loading">Looking at what is kept …</p>;
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

function toItem({ sample, prediction, label }: FullSample): TeachItem | null {
  if (!prediction) return null;
  const doubts = checkedPlates(prediction, label)
    .filter(isOpen)
    .map(({ read }) => doubtOfReading(read?.reading ?? null));
  const most = doubts.sort((a, b) => a.margin - b.margin)[0];
  return most ? { ...most, id: sample.id, embedding: prediction.embedding } : null;
}
