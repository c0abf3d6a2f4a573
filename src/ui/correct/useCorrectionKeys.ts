/** The keys of correcting, the same on every screen: Enter, X, digits, undo and redo. */
import { useEffect } from 'preact/hooks';
import { UNREADABLE_REASONS } from '../../core/dataset/types.ts';
import { settings } from '../appSettings.ts';
import { type Shortcut, shortcutOf, useShortcuts } from '../components/shortcuts.ts';
import { showToast } from '../components/toasts.tsx';
import {
  confirmText,
  isOpen,
  markUnreadable,
  REASON_NAMES,
  refusePlate,
  type ShownPlate,
} from './actions.ts';
import type { AnnotationTarget } from './annotationTarget.ts';
import { tellUntilNext } from './correctionQueue.ts';
import { draftKeyOf, draftOf, isTyped, setDraft } from './drafts.ts';
import { isSecondEnter } from './secondEnter.ts';
import { isTextField } from './textField.ts';
import { useUndoKeys } from './useUndoKeys.ts';

export interface Selected {
  readonly target: AnnotationTarget;
  readonly plate: ShownPlate | null;
}

/** A character sooner after the last one is someone typing a text, and looking at no plate in between. */
const TYPING_MS = 500;
/** Keys that go from plate to plate: an answer may follow at once. */
const GOING = ['j', 'k', 'n', 'b'];
let typedAt = Number.NEGATIVE_INFINITY;
/** Characters typed at a plate while keys answer: meant for its text, so an Enter after them asks first. */
let stray: { readonly draft: string; readonly typed: string } | null = null;

/**
 * @param selected gives the plate the keys are meant for, or null; stable
 * @param onAnswer runs before an answer given by key; what it returns runs after it; stable
 * @param isMeant the person has chosen to answer this one plate by a key; else fast ones are let go
 */
export function useCorrectionKeys(
  selected: () => Selected | null,
  onAnswer?: () => () => unknown,
  isMeant = false,
): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const isTyping = isNextCharacter(event);
      if (event.defaultPrevented) return;
      if (event.altKey) {
        takeAlternative(event);
        return;
      }
      const key = event.key.toLowerCase();
      const inText = isTextField(event.target);
      if (event.ctrlKey || event.metaKey || inText || !settings.peek().singleKeyShortcuts) return;
      if (key === 'enter' && isOperated(event.target)) return;
      const chosen = selected();
      if (!chosen?.plate) return;
      const { target, plate } = chosen;
      const draft = draftKeyOf(target, plate);
      if (key === 'enter' && isTyped(draft)) {
        // What was typed and left is looked at once more before it is saved.
        event.preventDefault();
        document.querySelector<HTMLElement>('[data-selected="true"] .plate-field')?.focus();
        return;
      }
      const text = draftOf(draft) ?? plate.text;
      if (key === 'enter' && text === '' && !isOpen(plate)) {
        event.preventDefault();
        onAnswer?.()(); // answered already, without a text: on
        return;
      }
      const before = stray?.draft === draft ? stray : null;
      if (!isAnswer(key, text) || (isTyping && before)) {
        if (/^[a-z0-9]$/.test(key) && !shortcutOf(key))
          stray = { draft, typed: (before?.typed ?? '') + key };
        return;
      }
      event.preventDefault();
      if (event.repeat) return;
      if (before && key === 'enter') {
        const typed = before.typed.toUpperCase();
        stray = null;
        showToast({
          text: `“${typed}” went nowhere, for keys answer here: E to type it. Enter once more: ${text} is right.`,
        });
        return;
      }
      stray = null;
      if (key === 'enter' && isSecondEnter(event, draft)) return;
      if (key !== 'enter' && !isMeant) {
        if (isTyping) return;
        if (key !== 'x' && !isOpen(plate)) {
          tellUntilNext(`${text || 'This plate'} has its answer. To change it, press E and type.`);
          return;
        }
      }
      setDraft(draft, null);
      const after = onAnswer?.();
      const said = answerByKey(target, plate, key, text);
      // The next plate is shown by then, where such a key is typed; or it may have been meant for a text.
      const what = said ?? `${text}: right.`;
      if (isMeant) tellUntilNext(`${what} Keys go into the text again; Esc to answer by keys.`);
      else if (said) tellUntilNext(`${said} Ctrl Z takes it back.`);
      after?.();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [selected, onAnswer, isMeant]);
  useShortcuts(CORRECTION_SHORTCUTS);
  useUndoKeys();
}

/** Whether it is a character of a text that is being typed outside any field, shortcuts among them. */
function isNextCharacter(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey || event.altKey || isTextField(event.target)) return false;
  if (!/^[a-z0-9]$/.test(key)) return false;
  const isNext = event.timeStamp - typedAt < TYPING_MS;
  if (isNext || !GOING.includes(key)) typedAt = event.timeStamp;
  return isNext;
}

/** Alt and a digit take one of the selected plate's other texts, also from within its field. */
function takeAlternative(event: KeyboardEvent): void {
  const n = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (n === undefined || event.ctrlKey || event.metaKey) return;
  const button = document.querySelector<HTMLElement>(
    `[data-selected="true"] [aria-keyshortcuts="Alt+${n}"]`,
  );
  if (!button) return;
  event.preventDefault();
  if (!event.repeat) button.click();
}

function isAnswer(key: string, text: string): boolean {
  if (key === 'enter') return text !== '';
  return key === 'x' || UNREADABLE_REASONS[Number(key) - 1] !== undefined;
}

/** @returns what was said, a sentence; null where the text was confirmed */
function answerByKey(
  target: AnnotationTarget,
  plate: ShownPlate,
  key: string,
  text: string,
): string | null {
  const reason = UNREADABLE_REASONS[Number(key) - 1];
  if (key === 'enter') {
    void confirmText(target, plate, text);
    return null;
  }
  if (key === 'x') refusePlate(target, plate);
  else if (reason) markUnreadable(target, plate, reason);
  const said = reason ? `cannot be read (${REASON_NAMES[reason]})` : 'not a plate';
  return `${text || 'The plate'}: ${said}.`;
}

const CORRECTION_SHORTCUTS: readonly Shortcut[] = [
  {
    keys: ['Enter'],
    label: 'Right as it stands, or save what was typed; goes on to the next plate in doubt',
    group: 'Correcting',
  },
  { keys: ['Alt 1', 'Alt 2', 'Alt 3'], label: 'Take one of the other texts', group: 'Correcting' },
  { keys: ['X'], label: 'Not a plate', group: 'Correcting' },
  {
    keys: ['1', '2', '3', '4', '5'],
    label: 'Unreadable: too small, blurred, too dark, covered, cut off',
    group: 'Correcting',
  },
  {
    keys: ['Esc'],
    label: 'Take back what was typed; once more leaves the text, so that these keys work',
    group: 'Correcting',
  },
  {
    keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
    label: 'Move the selected box (with Shift: resize it, with Alt: in large steps)',
    group: 'Correcting',
  },
];

/** Enter belongs to buttons and links, but not to a plate's box. */
function isOperated(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || target.classList.contains('plate-box')) return false;
  return target.closest('button, a, summary') !== null;
}
