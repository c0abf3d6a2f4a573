import { failureReason } from '../../core/results.ts';
import { FileName } from '../components/FileName.tsx';
import { Icon } from '../components/Icon.tsx';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import { isTyped } from '../correct/drafts.ts';
import { percentText } from '../format/numbers.ts';
import { plateWords } from '../format/plateWords.ts';
import { ListChip } from '../lists/ListChip.tsx';
import { stoppedOutcome } from './items.ts';
import { draftKeyOfRow } from './rowDraft.ts';
import { type ListRow, rowVerdict } from './rows.ts';

const STATE_LABEL: Readonly<Record<ReturnType<typeof rowVerdict>, string>> = {
  pending: 'Waiting',
  stopped: 'Not read',
  failed: 'Failed',
  none: 'No plate',
  doubtful: 'Doubtful',
  read: 'Read',
  confirmed: 'Right',
  corrected: 'Corrected',
  rejected: 'Not a plate',
  added: 'Added',
};

/** A person said that there is none. */
const isSaidNone = ({ item, plate }: ListRow) => plate === null && item.label?.noPlate === true;

/** The state of a row in a word. */
export function stateLabel(row: ListRow): string {
  const { plate } = row;
  if (plate?.status === 'unreadable' && plate.label?.unreadable) return 'Not readable';
  if (isSaidNone(row)) return 'Checked';
  return row.item.state === 'reading' ? 'Reading' : STATE_LABEL[rowVerdict(row)];
}

/** One plate in the list, or a photo without any: picture, text, name, and its state in a word. */
export function PhotoRow({ row }: { readonly row: ListRow }) {
  const { item, plate, isNear } = row;
  const picture = plate?.predicted == null ? null : (item.crops[plate.predicted] ?? null);
  const thumbnail = useObjectUrl(picture ?? item.thumbnail);
  const is = rowVerdict(row);
  const isDraft = plate !== null && isTyped(draftKeyOfRow(row));
  const confidence =
    plate?.checked === '' && plate.status === 'ok' && plate.read?.reading?.confidence;
  return (
    <div class="photo-row" data-verdict={is} data-state={item.state}>
      <span class="photo-thumb" data-plate={picture !== null}>
        {thumbnail ? (
          <img src={thumbnail} alt="" />
        ) : (
          <Icon name={is === 'failed' ? 'warning' : 'photo'} />
        )}
      </span>
      <span class="photo-row-text">
        <span class="photo-row-main">
          <RowMain row={row} />
        </span>
        <span class="photo-row-name">
          {isNear && 'looks alike · '}
          <FileName name={item.file} max={isNear ? 12 : 22} />
        </span>
      </span>
      <span class="photo-row-end">
        {typeof confidence === 'number' && (
          <span class="row-confidence">{percentText(confidence)}</span>
        )}
        <ListChip text={plate?.text} />
        <span class="state-chip" data-verdict={isDraft ? 'doubtful' : is}>
          {isDraft ? 'Not saved' : stateLabel(row)}
        </span>
      </span>
    </div>
  );
}

function RowMain({ row }: { readonly row: ListRow }) {
  const { item, plate } = row;
  const { outcome } = item;
  if (plate) {
    if (plate.status === 'rejected') {
      const read = plate.read?.reading?.text;
      return read ? <s class="muted">{read}</s> : <span class="muted">not a plate</span>;
    }
    return <span class={plate.text === '' ? 'muted' : 'row-plate'}>{plateWords(plate)}</span>;
  }
  if (item.state === 'stopped') return <Note text={failureReason(stoppedOutcome(item).code)} />;
  if (outcome === null) return <span class="muted">…</span>;
  if (outcome.kind === 'failed') return <Note text={failureReason(outcome.code)} />;
  return <span class="muted">{isSaidNone(row) ? 'no plate here' : 'no plate found'}</span>;
}

function Note({ text }: { readonly text: string }) {
  return <span class="row-note">{text}</span>;
}
