/**
 * Letters and digits are the plate's text wherever the focus is, e.g. on the zoom button that was just
 * pressed: a digit of a text must not answer for the plate.
 */
import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { typesText } from '../components/shortcuts.ts';
import { isHolding } from '../correct/typeAhead.ts';

/** @param typing the plate's text takes the keys, as it is at each key */
export function useTypeAnywhere(typing: ReadonlySignal<boolean>): void {
  useLayoutEffect(() => {
    const toField = (event: KeyboardEvent) => {
      if (!typing.peek() || !event.isTrusted) return;
      if (event.ctrlKey || event.metaKey || event.altKey || typesText(event.target)) return;
      if (!/^[\p{L}\p{N}]$/u.test(event.key) || isHolding()) return;
      const field = document.querySelector<HTMLElement>('.review-card .plate-field');
      if (!field) return;
      event.stopPropagation();
      field.focus({ preventScroll: true }); // its marked character is marked still; the key goes there
    };
    addEventListener('keydown', toField, { capture: true });
    return () => removeEventListener('keydown', toField, { capture: true });
  }, [typing]);
}
