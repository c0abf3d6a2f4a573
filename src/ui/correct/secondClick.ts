/**
 * The second half of a double click. An answer goes on to the next plate, whose buttons then lie under
 * the pointer: nobody has looked at that plate yet, so a click at the same place right after is let go.
 * So is one on another control than the first half, which has taken the first one's place.
 */
const WITHIN_MS = 600;
const WITHIN_PX = 30;

interface At {
  readonly x: number;
  readonly y: number;
  readonly time: number;
}

/** The click whose listeners run now. */
let current: At | null = null;
let guarded: At | null = null;
let clicked: Element | null = null;

function isLetGo(event: MouseEvent): boolean {
  if (event.detail === 0) return false; // keys and programs click as well, with no count
  const hasMoved = event.detail > 1 && !isSame(controlOf(event.target), clicked);
  return hasMoved || (guarded !== null && isSecond(guarded, atOf(event)));
}

// Nor does it take the focus: the next Enter would press what happens to lie there.
addEventListener('mousedown', (event) => isLetGo(event) && event.preventDefault(), {
  capture: true,
});

addEventListener(
  'click',
  (event) => {
    if (isLetGo(event)) {
      guarded = atOf(event); // a third one, too
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    guarded = null;
    clicked = controlOf(event.target);
    current = event.detail === 0 ? null : atOf(event);
    setTimeout(() => {
      current = null;
    });
  },
  { capture: true },
);

/** The same control, also where the photo beside it is another by now and it was drawn anew: "Next photo". */
function isSame(now: Element | null, before: Element | null): boolean {
  if (now === before) return true;
  return now !== null && before !== null && !before.isConnected && nameOf(now) === nameOf(before);
}

const nameOf = (control: Element) => control.ariaLabel ?? control.textContent;

function controlOf(target: EventTarget | null): Element | null {
  const control = target instanceof Element ? target.closest('button, a, input, label') : null;
  return control instanceof HTMLLabelElement ? control.control : control;
}

const atOf = ({ clientX, clientY, timeStamp }: MouseEvent): At => ({
  x: clientX,
  y: clientY,
  time: timeStamp,
});

const isSecond = (first: At, { x, y, time }: At) =>
  time - first.time < WITHIN_MS && Math.hypot(x - first.x, y - first.y) < WITHIN_PX;

/** After an answer: if it was given by a click, a second click there is let go. */
export function ignoreSecondClick(): void {
  guarded = current;
}
