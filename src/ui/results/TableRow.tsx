import { useLayoutEffect, useRef } from 'preact/hooks';
import { MOST_CHARACTERS, normalisePlateText } from '../../core/plateText.ts';
import { announce } from '../components/announce.ts';
import { showToast } from '../components/toasts.tsx';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import { draftOf, setDraft } from '../correct/drafts.ts';
import { leftOutNote, textFault } from '../correct/textFault.ts';
import { percentText } from '../format/numbers.ts';
import { ListChip } from '../lists/ListChip.tsx';
import { toResult } from '../read/items.ts';
import { stateLabel } from '../read/PhotoRow.tsx';
import { usePlateCrop } from '../read/plateCrops.ts';
import { draftKeyOfRow } from '../read/rowDraft.ts';
import { type ListRow, rowVerdict } from '../read/rows.ts';

/** Clicks are pointer events, which tell a finger from a mouse. */
const isTouch = (event: Event) => 'pointerType' in event && event.pointerType === 'touch';

/** One row of the results table. */
export function TableRow(props: {
  readonly row: ListRow;
  readonly position: number;
  readonly top: number;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  /** `first` is the key that began it, if one did. */
  readonly editing: { readonly first: string | null } | null;
  readonly onActivate: () => void;
  readonly onToggle: () => void;
  /** Selects all rows from the active one to this. */
  readonly onExtend: () => void;
  readonly onEdit: () => void;
  /** @param text null takes it back */
  readonly onSave: (text: string | null) => void;
  /** Enter on a text as it was: on, without an answer. */
  readonly onPass: () => void;
  readonly onLeave: () => void;
  readonly onOpen: () => void;
}) {
  const { row, position } = props;
  const { item, plate } = row;
  const crop = usePlateCrop(item, plate);
  const picture = useObjectUrl(crop ?? item.thumbnail);
  const is = rowVerdict(row);
  const slash = item.file.lastIndexOf('/');
  const draft = draftOf(draftKeyOfRow(row));
  // How sure the reader was says nothing of what a person said.
  const isRead = plate?.status === 'ok' && plate.checked === '';
  const confidence = isRead ? plate.read?.reading?.confidence : undefined;
  return (
    <div
      id={`result-${position}`}
      class="table-row"
      role="row"
      aria-rowindex={position + 2}
      aria-selected={props.isChosen}
      data-active={props.isActive}
      style={{ transform: `translateY(${props.top}px)` }}
      onMouseDown={(event) => {
        if (event.shiftKey) event.preventDefault(); // rows are selected, not words
      }}
      onClick={(event) => (event.shiftKey ? props.onExtend() : props.onActivate())}
    >
      <span role="gridcell">
        <span
          class="table-check"
          data-on={props.isChosen}
          aria-hidden="true"
          onClick={(event) => {
            if (event.shiftKey) return; // the row's
            event.stopPropagation();
            props.onActivate();
            props.onToggle();
          }}
        />
      </span>
      <span role="gridcell" class="table-picture" onClick={props.onOpen} title="Open the photo">
        {picture && <img src={picture} alt="" />}
      </span>
      <span
        role="gridcell"
        class="table-plate"
        data-draft={draft !== undefined}
        onDblClick={props.onEdit}
        onClick={(event) => {
          if (isTouch(event) && plate) props.onEdit();
        }}
      >
        {props.editing ? (
          <Cell
            row={row}
            first={props.editing.first}
            onSave={props.onSave}
            onPass={props.onPass}
            onLeave={props.onLeave}
          />
        ) : (
          (draft ?? plate?.text) || <span class="muted">{plate ? '–' : ''}</span>
        )}
      </span>
      <span role="gridcell" class="table-number">
        {confidence === undefined ? '' : percentText(confidence)}
      </span>
      <span role="gridcell">
        <span class="state-chip" data-verdict={draft === undefined ? is : 'doubtful'}>
          {draft === undefined ? stateLabel(row) : 'Not saved'}
        </span>
        <ListChip text={plate?.text} />
      </span>
      <Time row={row} />
      <span role="gridcell" class="table-cut" title={item.file.slice(0, Math.max(0, slash))}>
        {item.file.slice(0, Math.max(0, slash))}
      </span>
      <span role="gridcell" class="table-cut" title={item.file}>
        <bdi>{item.file.slice(slash + 1)}</bdi>
      </span>
    </div>
  );
}

function Time({ row }: { readonly row: ListRow }) {
  const { outcome, fileTime = null } = toResult(row.item) ?? { outcome: null };
  const exif = outcome?.kind === 'read' ? outcome.taken.time : null;
  const time = (exif ?? fileTime ?? '').replace('T', ' ').slice(0, 16);
  return (
    <span role="gridcell" class="table-number" title={exif ? 'The camera says so' : 'Of the file'}>
      {time}
      {time !== '' && !exif && <span class="muted"> file</span>}
    </span>
  );
}

/** The text while it is edited. */
function Cell(props: {
  readonly row: ListRow;
  readonly first: string | null;
  readonly onSave: (text: string | null) => void;
  readonly onPass: () => void;
  readonly onLeave: () => void;
}) {
  const { row } = props;
  const isTouched = useRef(props.first !== null);
  const ref = useRef<HTMLInputElement>(null);
  const key = draftKeyOfRow(row);
  const text = row.plate?.text ?? '';
  useLayoutEffect(() => {
    const input = ref.current;
    if (!input) return;
    input.focus();
    // As a spreadsheet does: to change a character, not to replace the text.
    if (props.first === null) input.setSelectionRange(input.value.length, input.value.length);
    else {
      input.value = props.first.toUpperCase(); // now, not at the next paint: keys follow
      setDraft(key, input.value);
    }
  }, []);
  /**
   * Enter also goes down, as in a spreadsheet: a text nobody touched is not confirmed by it. An emptied
   * one is no answer, nor is one with a fault: the field says so and stays.
   */
  const save = (typed: string) => {
    if (typed === text && !isTouched.current) return props.onPass();
    const fault = textFault(typed);
    if (fault !== null) showToast({ text: fault });
    else if (normalisePlateText(typed) !== '' || text === '') {
      const leftOut = leftOutNote(typed);
      if (leftOut !== null) showToast({ text: leftOut });
      props.onSave(typed);
    } else announce('A plate needs a text: type it, or Escape takes the old one back.');
  };
  return (
    <input
      ref={ref}
      class="table-input"
      style={{ '--letters': (draftOf(key) ?? text).length }}
      aria-label="Plate text"
      value={draftOf(key) ?? text}
      placeholder={text === '' ? '' : 'Text? Esc takes back'}
      maxLength={MOST_CHARACTERS}
      spellcheck={false}
      autocomplete="off"
      onInput={({ currentTarget: input }) => {
        isTouched.current = true;
        // Written now, and the caret put back: another value at the next paint would send it to the end.
        const caret = input.selectionStart;
        input.value = input.value.toUpperCase();
        input.setSelectionRange(caret, caret);
        setDraft(key, input.value === text ? null : input.value);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') save(event.currentTarget.value);
        else if (event.key === 'Escape') props.onSave(null);
        else if (event.key === 'Tab' && !event.shiftKey) props.onLeave();
        else return;
        event.preventDefault();
      }}
      onBlur={props.onLeave}
    />
  );
}
