/** The keys of correcting, the same on every screen: Enter, X, digits, undo and redo. */
import { useEffect } from 'preact/hooks';
import { UNREADABLE_REASONS } from '../../core/dataset/types.ts';
import { settings } from '../appSettings.ts';
import { type Shortcut, useShortcuts } from '../components/shortcuts.ts';
import { confirmText, markUnreadable, refusePlate, type ShownPlate } from './actions.ts';
import { redo, undo } from './keeper.ts';
import type { Subject } from './subject.ts';

export interface Selected {
  readonly subject: Subject;
  readonly plate: ShownPlate | null;
}

/**
 * @param selected gives the plate the keys are meant for, or null; stable
 * @param after runs after an answer given by key; stable
 */
export function useCorrectionKeys(selected: () => Selected | null, after?: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const key = event.key.toLowerCase();
      const inText = isTextField(event.target);
      if ((event.ctrlKey || event.metaKey) && (key === 'z' || key === 'y')) {
        if (inText && isTyping(event.target)) return; // the field's own undo
        event.preventDefault();
        if (key === 'y' || event.shiftKey) redo();
        else undo();
        return;
      }
      if (event.ctrlKey || event.metaKey || inText || !settings.peek().singleKeyShortcuts) return;
      if (key === 'enter' && isOperated(event.target)) return;
      const chosen = selected();
      if (!chosen?.plate || !answerByKey(chosen.subject, chosen.plate, key)) return;
      event.preventDefault();
      after?.();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [selected, after]);
  useShortcuts(CORRECTION_SHORTCUTS);
}

function answerByKey(subject: Subject, plate: ShownPlate, key: string): boolean {
  if (key === 'enter') return confirmText(subject, plate, plate.text);
  if (key === 'x') {
    refusePlate(subject, plate);
    return true;
  }
  const reason = UNREADABLE_REASONS[Number(key) - 1];
  if (!reason) return false;
  markUnreadable(subject, plate, reason);
  return true;
}

const CORRECTION_SHORTCUTS: readonly Shortcut[] = [
  { keys: ['Enter'], label: 'Right: the text is as it stands', group: 'Correcting' },
  { keys: ['X'], label: 'Not a plate', group: 'Correcting' },
  {
    keys: ['1', '2', '3', '4', '5'],
    label: 'Unreadable: too small, blurred, too dark, covered, cut off',
    group: 'Correcting',
  },
  { keys: ['Esc'], label: 'Leave the text field, so that these keys work', group: 'Correcting' },
  {
    keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
    label: 'Move the selected box (with Shift: resize it, with Alt: in large steps)',
    group: 'Correcting',
  },
  { keys: ['Ctrl Z'], label: 'Undo', group: 'Correcting' },
  { keys: ['Ctrl Shift Z'], label: 'Redo', group: 'Correcting' },
];

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog') !== null) return true;
  if (target instanceof HTMLInputElement) {
    return !['checkbox', 'radio', 'button', 'file'].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** A plate field that was changed keeps Ctrl+Z for itself. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.value !== target.defaultValue;
}

/** Enter belongs to buttons and links, but not to a plate's box. */
function isOperated(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || target.classList.contains('plate-box')) return false;
  return target.closest('button, a, summary') !== null;
}
