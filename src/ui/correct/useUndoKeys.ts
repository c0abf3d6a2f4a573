/** Ctrl Z and Ctrl Shift Z: undo and redo of what was said, on every screen where something can be. */
import { useEffect } from 'preact/hooks';
import { type Shortcut, useShortcuts } from '../components/shortcuts.ts';
import { redo, undo } from './correctionQueue.ts';
import { isTextField } from './textField.ts';

const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['Ctrl Z'], label: 'Undo', group: 'Correcting' },
  { keys: ['Ctrl Shift Z'], label: 'Redo', group: 'Correcting' },
];

export function useUndoKeys(): void {
  useEffect(() => {
    addEventListener('keydown', undoByKey);
    return () => removeEventListener('keydown', undoByKey);
  }, []);
  useShortcuts(SHORTCUTS);
}

/** Undo or redo where the keys say so and no field has them. */
export function undoByKey(event: KeyboardEvent): void {
  const key = event.key.toLowerCase();
  const isUndo = (event.ctrlKey || event.metaKey) && (key === 'z' || key === 'y');
  if (!isUndo || event.altKey || event.defaultPrevented) return;
  if (isOwn(event.target)) return;
  event.preventDefault();
  if (key === 'y' || event.shiftKey) redo();
  else undo();
}

/** A field undoes its own typing; one with a plate's text does so while that is not saved. */
function isOwn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return false;
  if (!target.classList.contains('plate-field')) return isTextField(target);
  return target.closest('[data-draft="true"]') !== null;
}
