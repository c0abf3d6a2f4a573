import { useEffect, useRef, useState } from 'preact/hooks';
import type { Reading } from '../../core/types.ts';

/**
 * The plate's text, to be typed over. The least sure character is selected when the field gets
 * the focus, and each typed character selects the next: a fix costs only the characters that
 * change. Enter says "right".
 */
export function PlateField(props: {
  readonly id: string;
  readonly text: string;
  readonly reading: Reading | null;
  readonly autoFocus: boolean;
  /** Enter, with what stands there. */
  readonly onConfirm: (typed: string) => void;
  /** Left with another text than it had. */
  readonly onChange: (typed: string) => void;
}) {
  const ref = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(props.text);
  const known = useRef(props.text);
  useEffect(() => {
    known.current = props.text;
    setTyped(props.text);
  }, [props.text]);
  useEffect(() => {
    if (!props.autoFocus || !ref.current) return;
    ref.current.focus({ preventScroll: true });
    selectLeastSure(ref.current, props.reading);
  }, [props.id, props.autoFocus]);

  return (
    <input
      ref={ref}
      id={props.id}
      class="plate-field"
      aria-label="Plate text"
      value={typed}
      maxLength={16}
      spellcheck={false}
      autocomplete="off"
      autocapitalize="characters"
      enterkeyhint="done"
      placeholder="Plate"
      onKeyUp={({ key, currentTarget }) => {
        // Tab has selected the whole text meanwhile.
        if (key === 'Tab') selectLeastSure(currentTarget, props.reading);
      }}
      onClick={({ currentTarget: input }) => {
        // A click on a character chooses it to be typed over.
        const at = input.selectionStart ?? 0;
        if (at === input.selectionEnd) input.setSelectionRange(at, at + 1);
      }}
      onInput={(event) => {
        const input = event.currentTarget;
        const replaced = input.value.length === typed.length && event.inputType === 'insertText';
        setTyped(input.value.toUpperCase());
        const at = input.selectionStart ?? 0;
        if (replaced) requestAnimationFrame(() => input.setSelectionRange(at, at + 1));
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          event.stopPropagation();
          const now = event.currentTarget.value.toUpperCase();
          known.current = now;
          props.onConfirm(now);
        } else if (event.key === 'Escape') {
          setTyped(known.current);
          event.currentTarget.value = known.current; // so that leaving it changes nothing
          event.currentTarget.blur();
        }
      }}
      onBlur={({ currentTarget: { value } }) => {
        const now = value.toUpperCase();
        if (now === known.current || now.trim() === '') return;
        known.current = now;
        props.onChange(now);
      }}
    />
  );
}

function selectLeastSure(input: HTMLInputElement, reading: Reading | null): void {
  const at = leastSure(reading, input.value);
  input.setSelectionRange(at, at + 1);
}

function leastSure(reading: Reading | null, text: string): number {
  if (!reading || reading.text !== text) return 0;
  return reading.characters.reduce(
    (low, character, i) =>
      character.confidence < (reading.characters[low]?.confidence ?? 2) ? i : low,
    0,
  );
}
