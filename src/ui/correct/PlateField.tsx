import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MOST_CHARACTERS } from '../../core/plateText.ts';
import type { Reading } from '../../core/types.ts';
import { CharacterBars } from './CharacterBars.tsx';
import { characterAt } from './characterAt.ts';
import { draftOf, isTyped, setDraft } from './drafts.ts';
import { isSecondEnter } from './secondEnter.ts';
import { giveKeys, pressAnywhere } from './typeAhead.ts';
import { type TypedRun, typedOn, upTo } from './typedRun.ts';

const DRAG_PX = 4;

/** More can be typed than a plate has, so that no key is lost before that is said. */
const MOST_TYPED = 2 * MOST_CHARACTERS;

/**
 * A plate's text, large, and itself the field it is corrected in. It comes up with the least sure
 * character selected; a typed character selects the next: a fix costs only the characters that
 * change. Enter saves, Escape takes back what was typed, else leaves the field; left in between, it stays
 * as a draft.
 */
export function PlateField(props: {
  readonly id: string;
  /** Names the plate's draft. */
  readonly draftKey: string;
  readonly text: string;
  readonly reading: Reading | null;
  readonly autoFocus: boolean;
  /** It is the field of the selected plate, which automation finds by `plate-text`. */
  readonly selected: boolean;
  /** What was typed in one go; the field's to write, to be asked about before a text is saved. */
  readonly run: { current: TypedRun | null };
  /** Asked at each character: false where none is taken, for a question about the text stands. */
  readonly takes: () => boolean;
  /** Enter, with what stands there; the draft is the caller's to clear. */
  readonly onConfirm: (typed: string) => void;
}) {
  const ref = useRef<HTMLInputElement>(null);
  const { draftKey, text, reading, run, takes } = props;
  const draft = draftOf(draftKey);
  const shown = draft ?? text;
  /** The character that the next key replaces; its runners-up are offered. */
  const [at, setAt] = useState<number | null>(null);

  /** Where the pointer went down: from there on one may have dragged over several characters. */
  const pressedAt = useRef(0);
  /** What stood there before each key, and where the next character is that a replacing key marked. */
  const history = useRef<{ readonly text: string; readonly marked: number | null }[]>([]);
  /** The mark is where the last key put it: nobody has chosen a character since. */
  const isFollowing = useRef(false);
  /** Seen as well: what a key has moved to is underlined, what a person has chosen stands out. */
  const follow = (is: boolean) => {
    isFollowing.current = is;
    ref.current?.toggleAttribute('data-following', is);
  };
  useEffect(() => {
    history.current = [];
    follow(false);
  }, [draftKey]);
  const type = (typed: string, marked: number | null = null) => {
    history.current.push({ text: draftOf(draftKey) ?? text, marked });
    follow(marked !== null);
    const next = typed.toUpperCase().slice(0, MOST_TYPED);
    setDraft(draftKey, next === text ? null : next);
    return next;
  };
  /** Marks a character, at once: a key may follow before the next frame. */
  const select = (position: number) => {
    ref.current?.setSelectionRange(position, position + 1);
    setAt(position);
  };
  /** Puts another text there, for keys to replace what is least sure of it, or else its change. */
  const put = (next: string, position = leastSure(reading, next)) => {
    run.current = null;
    if (ref.current) ref.current.value = next;
    select(position);
  };
  /** Takes the last key back, and where none is known all that was typed. */
  const undoKey = () => {
    const last = history.current.pop();
    const before = last?.text ?? text;
    const typed = run.current;
    setDraft(draftKey, before === text ? null : before);
    const now = ref.current?.value ?? '';
    const changed = [...before].findIndex((char, n) => char !== now[n]);
    if (typeof last?.marked === 'number') {
      put(before, last.marked - 1);
      follow(history.current.at(-1)?.marked === last.marked - 1);
      run.current = upTo(typed, last.marked - 1);
    } else put(before, changed < 0 ? before.length : changed);
  };
  /** Backspace right after a replacing key means that key, not the character marked since. */
  const isUndone = ({ selectionStart, selectionEnd }: HTMLInputElement) =>
    isFollowing.current &&
    selectionStart !== selectionEnd &&
    history.current.at(-1)?.marked === selectionStart;
  /** What was typed is taken back; what the reader filled in comes again. */
  const takeBack = () => {
    history.current = [];
    follow(false);
    const filled = text === '' ? (reading?.text ?? '') : '';
    setDraft(draftKey, filled || null, false);
    put(filled || text);
  };
  const confirm = (event: KeyboardEvent) => {
    const isSecond = isSecondEnter(event, draftKey);
    if (isSecond && history.current.length === 0) return; // what was typed here has been seen
    props.onConfirm(ref.current?.value.toUpperCase() ?? shown);
  };
  /** A key that was pressed before this field was there. */
  const press = (event: KeyboardEvent) => {
    const { key } = event;
    const input = ref.current;
    if (!input) return;
    // Esc leaves the field: what was pressed after it answers.
    if (key === 'Escape' || document.activeElement !== input) return pressAnywhere(event);
    // Alone it was pressed before the plate could be seen.
    if (key === 'Enter') return history.current.length > 0 ? confirm(event) : undefined;
    if (!takes()) return;
    if (key === 'Backspace' && isUndone(input)) return undoKey();
    const [start, end] = [input.selectionStart ?? 0, input.selectionEnd ?? 0];
    const from = key === 'Backspace' && start === end ? Math.max(0, start - 1) : start;
    const typed = key === 'Backspace' ? '' : key;
    const after = from + typed.length;
    const isReplaced = typed.length === 1 && end - start === 1;
    const now = input.value.slice(0, from) + typed + input.value.slice(end);
    input.value = type(now, isReplaced ? after : null);
    run.current = typedOn(run.current, after, typed === '' ? 'deleted' : 'typed');
    input.setSelectionRange(after, key === 'Backspace' ? after : after + 1);
  };
  useEffect(() => {
    const input = ref.current;
    if (!props.autoFocus || !input) return;
    input.focus({ preventScroll: true });
    const least = leastSure(reading, input.value);
    input.setSelectionRange(least, least + 1);
    giveKeys(press);
  }, [props.id, props.autoFocus]);

  // The reader fills an open field in: as with any reading, keys replace its least sure character.
  const isFilled = draft !== undefined && !isTyped(draftKey);
  useLayoutEffect(() => {
    const input = ref.current;
    if (!isFilled || !input || document.activeElement !== input) return;
    select(leastSure(reading, input.value));
  }, [isFilled]);

  return (
    <div class="plate-edit" data-draft={isTyped(draftKey)} style={{ '--letters': shown.length }}>
      <span class="plate-band" aria-hidden="true" />
      <input
        ref={ref}
        id={props.id}
        class="plate-field"
        aria-label="Plate text"
        {...(props.selected ? { 'data-testid': 'plate-text' } : {})}
        value={shown}
        data-least-sure={leastSure(reading, shown)}
        maxLength={MOST_TYPED}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="characters"
        enterkeyhint="done"
        placeholder="Text?"
        onKeyUp={({ key, currentTarget: input }) => {
          // Tab has selected the whole text meanwhile.
          if (key === 'Tab') select(leastSure(reading, input.value));
          else setAt(input.selectionStart);
        }}
        onPointerDown={({ currentTarget: input, clientX }) => {
          follow(false);
          pressedAt.current = clientX;
          // Within a selection the browser would put its caret only after the click.
          if (document.activeElement === input)
            input.setSelectionRange(input.selectionEnd, input.selectionEnd);
        }}
        onClick={({ currentTarget: input, clientX, detail }) => {
          // A click on a character, its right half too, chooses it to be typed over.
          if (detail === 0) select(input.selectionStart ?? 0);
          else if (Math.abs(clientX - pressedAt.current) <= DRAG_PX)
            select(characterAt(input, clientX));
        }}
        onBeforeInput={(event) => {
          const isBack = event.inputType === 'deleteContentBackward';
          if (!takes()) event.preventDefault();
          else if (isBack && isUndone(event.currentTarget)) {
            event.preventDefault();
            undoKey();
          }
        }}
        onInput={(event) => {
          const input = event.currentTarget;
          const isTyped = event.inputType === 'insertText';
          const isReplaced = isTyped && input.value.length === shown.length;
          const position = input.selectionStart ?? 0;
          const typed = typedOn(run.current, position, isTyped ? 'typed' : 'deleted');
          input.value = type(input.value, isReplaced ? position : null);
          run.current = typed; // after the text: one that is as it was has no draft, and lets its run go
          // At once: the next key may be pressed before the next frame.
          input.setSelectionRange(position, position + (isReplaced ? 1 : 0));
          if (isReplaced) setAt(position);
        }}
        onBlur={() => {
          if (draft === undefined) run.current = null;
        }}
        onKeyDown={(event) => {
          if (/^(Arrow|Home|End)/.test(event.key)) follow(false);
          if (event.key === 'Enter') {
            event.preventDefault();
            event.stopPropagation();
            confirm(event);
          } else if (event.key === 'Escape') {
            // It can be typed anew: outside the field the same keys are answers. A text that the reader
            // filled in stays; Enter takes it outside the field as well.
            if (isTyped(draftKey)) takeBack();
            else event.currentTarget.blur();
          } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
            if (event.shiftKey || !isTyped(draftKey)) return; // answers are taken back by the screen
            event.preventDefault();
            event.stopPropagation();
            undoKey();
          }
        }}
      />
      <CharacterBars
        reading={reading}
        text={shown}
        // Behind the text none is chosen: the line keeps its height, so that buttons stay where they are.
        chosen={at !== null && at < shown.length ? at : leastSure(reading, shown)}
        onChoose={setAt}
        onPick={(position) => {
          follow(false);
          ref.current?.focus({ preventScroll: true });
          select(position);
        }}
        onReplace={(position, char) => {
          run.current = null;
          type(shown.slice(0, position) + char + shown.slice(position + 1));
        }}
      />
    </div>
  );
}

function leastSure(reading: Reading | null, text: string): number {
  if (!reading || reading.text !== text) return 0;
  return reading.characters.reduce(
    (low, character, i) =>
      character.confidence < (reading.characters[low]?.confidence ?? 2) ? i : low,
    0,
  );
}
