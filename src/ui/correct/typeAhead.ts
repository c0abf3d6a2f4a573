/**
 * Keys pressed between an answer and the next plate's field: they are held, then given to that field
 * in order. Nothing typed fast is lost, and nothing lands in the wrong plate.
 */
import { signal } from '@preact/signals';

let held: KeyboardEvent[] | null = null;
const count = signal(0);

/** How many keys wait for a plate that is not there yet, to be said while it is fetched. */
export const keysWaiting = () => count.value;

function hold(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || !event.isTrusted) return;
  if (event.key.length > 1 && !['Enter', 'Backspace', 'Escape'].includes(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!event.repeat) keep(event); // a held key is none that was typed ahead
}

/** From now on keys wait for `giveKeys` or `dropKeys`, however long the next plate takes. */
export function holdKeys(): void {
  if (held === null) addEventListener('keydown', hold, { capture: true });
  held ??= [];
}

/** Hands the held keys over; an Enter among them may hold the rest again. */
export function giveKeys(press: (event: KeyboardEvent) => void = pressAnywhere): void {
  for (const event of release()) {
    if (isHolding()) keep(event);
    else press(event);
  }
}

/** What they were meant for does not come. @returns how many keys that were */
export function dropKeys(): number {
  return release().length;
}

function release(): readonly KeyboardEvent[] {
  const keys = held ?? [];
  held = null;
  count.value = 0;
  removeEventListener('keydown', hold, { capture: true });
  return keys;
}

export const isHolding = () => held !== null;

function keep(event: KeyboardEvent): void {
  held?.push(event);
  count.value += 1;
}

/** As if it were pressed now. */
export function pressAnywhere({ key, code, shiftKey }: KeyboardEvent): void {
  const event = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true });
  (document.activeElement ?? document.body).dispatchEvent(event);
}
