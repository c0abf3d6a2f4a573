/**
 * Keys pressed between an answer and the next plate's field: they are held, then given to that field
 * in order. Nothing typed fast is lost, and nothing lands in the wrong plate.
 */

/** The next plate is here by then, or something went wrong and the keys work as always. */
const LONGEST_MS = 3_000;

let held: KeyboardEvent[] | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

function hold(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || !event.isTrusted) return;
  if (event.key.length > 1 && !['Enter', 'Backspace', 'Escape'].includes(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held?.push(event);
}

/** From now on keys wait for `giveKeys`. */
export function holdKeys(): void {
  if (held === null) addEventListener('keydown', hold, { capture: true });
  held ??= [];
  clearTimeout(timer);
  timer = setTimeout(() => giveKeys(pressAnywhere), LONGEST_MS);
}

/** Hands the held keys over; an Enter among them may hold the rest again. */
export function giveKeys(press: (event: KeyboardEvent) => void = pressAnywhere): void {
  const keys = held;
  if (keys === null) return;
  held = null;
  clearTimeout(timer);
  removeEventListener('keydown', hold, { capture: true });
  for (const event of keys) {
    if (isHolding()) held = [...(held ?? []), event];
    else press(event);
  }
}

const isHolding = () => held !== null;

/** As if it were pressed now. */
export function pressAnywhere({ key, code, shiftKey }: KeyboardEvent): void {
  const event = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true });
  (document.activeElement ?? document.body).dispatchEvent(event);
}
