import { useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { isTyped } from '../correct/drafts.ts';
import { pending } from '../correct/saveQueue.ts';
import { ignoreSecondClick } from '../correct/secondClick.ts';
import { UndoButtons } from '../correct/UndoButtons.tsx';
import { plural } from '../format/numbers.ts';
import { ListTools } from '../read/ListTools.tsx';
import { draftKeyOfRow } from '../read/rowDraft.ts';
import type { ListRow } from '../read/rows.ts';
import { confirmPlates } from './confirmPlates.ts';
import { ListsDialog } from './ListsDialog.tsx';
import { RepeatsDialog } from './RepeatsDialog.tsx';

/** Search, filter and order of the table, and what can be done with the rows that are selected. */
export function TableTools(props: {
  readonly rows: readonly ListRow[];
  readonly picked: readonly ListRow[];
  readonly onCopy: () => void;
  readonly onNone: () => void;
}) {
  const { rows, picked } = props;
  const [dialog, setDialog] = useState<'lists' | 'repeats' | null>(null);
  return (
    <div class="table-tools">
      <ListTools />
      <p class="muted" role="status">
        {picked.length > 0
          ? `${picked.length} of ${plural(rows.length, 'row')} selected`
          : plural(rows.length, 'row')}
        {pending.value > 1 && ` · saving ${pending.value} …`}
      </p>
      <UndoButtons />
      <button type="button" class="button" disabled={rows.length === 0} onClick={props.onCopy}>
        <Icon name="copy" /> {picked.length > 0 ? 'Copy rows' : 'Copy all'}
      </button>
      <button type="button" class="button" onClick={() => setDialog('repeats')}>
        Repeats
      </button>
      <button type="button" class="button" onClick={() => setDialog('lists')}>
        Lists
      </button>
      {dialog === 'lists' && <ListsDialog onClose={() => setDialog(null)} />}
      {dialog === 'repeats' && <RepeatsDialog onClose={() => setDialog(null)} />}
      <span class="table-picked" data-unused={picked.length === 0}>
        <button
          type="button"
          class="button"
          onClick={() => {
            ignoreSecondClick();
            void acceptAll(picked);
          }}
        >
          <Icon name="check" /> All right
        </button>
        <button type="button" class="link-button" onClick={props.onNone}>
          Select none
        </button>
      </span>
    </div>
  );
}

/** Confirms the texts of these rows as they stand; one undo for all. */
async function acceptAll(rows: readonly ListRow[]): Promise<void> {
  const ready = rows.filter((row) => !isTyped(draftKeyOfRow(row)));
  const unsaved = rows.length - ready.length;
  const { accepted, tell } = await confirmPlates(ready);
  const left = ready.length - accepted;
  const parts = [
    `${plural(accepted, 'text')} marked as right.`,
    unsaved > 0 && `${unsaved} with typed text that is not saved stay as they are.`,
    left > 0 && `${left} without a text stay as they are.`,
  ];
  tell(parts.filter(Boolean).join(' '));
}
