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

addEventListener(
  'click',
  (event) => {
    // Keys and programs click as well, with no count.
    const now = event.detail === 0 ? null : atOf(event);
    const control = controlOf(event.target);
    const hasMoved = event.detail > 1 && control !== clicked;
    if (now && (hasMoved || (guarded && isSecond(guarded, now)))) {
      guarded = now; // a third one, too
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    guarded = null;
    clicked = control;
    current = now;
    setTimeout(() => {
      current = null;
    });
  },
  { capture: true },
);

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
