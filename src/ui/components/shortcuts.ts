/**
 * Keyboard shortcuts of the screen that is open. A screen registers its own while it is mounted;
 * the help dialog lists whatever is registered, so the two cannot disagree.
 */
import { signal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';

export interface Shortcut {
  /** `KeyboardEvent.key`, case-insensitive; several keys do the same. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: string;
  /** Left out for keys that a focused element handles itself: listed in the help only. */
  readonly run?: () => void;
  /** Whether a held key goes on; else it counts once. */
  readonly repeats?: true;
}

export const registeredShortcuts = signal<readonly Shortcut[]>([]);

/** Registers shortcuts while the component is mounted. `shortcuts` must be stable. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useLayoutEffect(() => {
    registeredShortcuts.value = [...registeredShortcuts.value, ...shortcuts];
    return () => {
      registeredShortcuts.value = registeredShortcuts.value.filter((s) => !shortcuts.includes(s));
    };
  }, [shortcuts]);
}

/** The shortcut a key runs on the open screen: of several the one registered last. */
export function shortcutOf(pressed: string): Shortcut | undefined {
  const key = pressed.toLowerCase();
  return registeredShortcuts
    .peek()
    .slice()
    .reverse()
    .find((s) => s.run !== undefined && s.keys.some((k) => k.toLowerCase() === key));
}

/** Runs the shortcut a key press stands for; presses meant for a field or with modifiers pass. */
export function handleShortcut(event: KeyboardEvent, enabled: boolean): void {
  if (!enabled || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typesText(event.target)) return;
  const shortcut = shortcutOf(event.key);
  if (!shortcut) return;
  event.preventDefault();
  if (!event.repeat || shortcut.repeats) shortcut.run?.();
}

/** Enter counts once however long it is held: else it would answer plates that nobody has seen. */
export function refuseHeldEnter(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || !event.repeat || event.target instanceof HTMLTextAreaElement) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Whether keys pressed there are its own: fields, and all of a dialog. */
export function typesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('dialog') !== null) return true;
  if (target instanceof HTMLInputElement) {
    return !['checkbox', 'radio', 'button', 'file'].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
