/**
 * The second half of a double click. An answer goes on to the next plate, whose buttons then lie under
 * the pointer: nobody has looked at that plate yet, so a click at the same place right after is let go.
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

addEventListener(
  'click',
  (event) => {
    // Keys and programs click as well, with no count.
    const now = event.detail === 0 ? null : atOf(event);
    if (now && guarded && isSecond(guarded, now)) {
      guarded = now; // a third one, too
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    guarded = null;
    current = now;
    setTimeout(() => {
      current = null;
    });
  },
  { capture: true },
);

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
