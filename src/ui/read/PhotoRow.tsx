import { failureReason, plateStatus } from '../../core/results.ts';
import { FileName } from '../components/FileName.tsx';
import { Icon } from '../components/Icon.tsx';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import { percentText } from '../format/numbers.ts';
import { type PhotoItem, plateTexts, stoppedOutcome, type Verdict, verdict } from './items.ts';

const STATE_LABEL: Readonly<Record<Verdict, string>> = {
  pending: 'Waiting',
  stopped: 'Not read',
  failed: 'Failed',
  none: 'No plate',
  doubtful: 'Doubtful',
  read: 'Read',
};

/** One photo in the list: preview, name, what was read, and its state in a word. */
export function PhotoRow({ item }: { readonly item: PhotoItem }) {
  const thumbnail = useObjectUrl(item.thumbnail);
  const is = verdict(item);
  return (
    <div class="photo-row" data-verdict={is} data-state={item.state}>
      <span class="photo-thumb">
        {thumbnail ? (
          <img src={thumbnail} alt="" />
        ) : (
          <Icon name={is === 'failed' ? 'warning' : 'photo'} />
        )}
      </span>
      <span class="photo-row-text">
        <span class="photo-row-main">
          <RowMain item={item} is={is} />
        </span>
        <span class="photo-row-name">
          <FileName name={item.file} max={30} />
        </span>
      </span>
      <span class="photo-row-end">
        <Confidence item={item} />
        <span class="state-chip" data-verdict={is}>
          {item.state === 'reading' ? 'Reading' : STATE_LABEL[is]}
        </span>
      </span>
    </div>
  );
}

function RowMain({ item, is }: { readonly item: PhotoItem; readonly is: Verdict }) {
  const { outcome } = item;
  if (item.state === 'stopped')
    return <Note text={failureReason(stoppedOutcome(item.source).code)} />;
  if (outcome === null) return <span class="muted">…</span>;
  if (outcome.kind === 'failed') return <Note text={failureReason(outcome.code)} />;
  if (is === 'none') return <span class="muted">no plate found</span>;
  const [first] = plateTexts(outcome);
  return (
    <>
      <span class="row-plate">{first ?? 'unreadable'}</span>
      {outcome.plates.length > 1 && <span class="row-more">+{outcome.plates.length - 1}</span>}
    </>
  );
}

function Note({ text }: { readonly text: string }) {
  return <span class="row-note">{text}</span>;
}

/** The lowest confidence of the photo's texts. */
function Confidence({ item }: { readonly item: PhotoItem }) {
  const plates = item.outcome?.kind === 'read' ? item.outcome.plates : [];
  const sure = plates.filter((plate) => plateStatus(plate) === 'ok');
  if (sure.length === 0) return null;
  const lowest = Math.min(...sure.map((plate) => plate.reading?.confidence ?? 0));
  return <span class="row-confidence">{percentText(lowest)}</span>;
}
