/** So long a finger rests before it moves what lies under it; sooner it scrolls the page, or pans the photo. */
const HOLD_MS = 400;
/** A finger that rests moves as much. */
const SLOP_PX = 8;

/** Runs once the finger has rested where it was put down; the page does not scroll from then on. */
export function whenHeld(pressed: PointerEvent, run: () => void): void {
  const handle = pressed.currentTarget as HTMLElement;
  const touching = new AbortController();
  const { signal } = touching;
  let isHeld = false;
  const timer = setTimeout(() => {
    isHeld = true;
    run();
  }, HOLD_MS);
  const leave = () => {
    if (!isHeld) clearTimeout(timer);
  };
  const listen = (type: string, act: (event: Event) => void, on: EventTarget = handle) =>
    on.addEventListener(type, act, { signal, passive: false, capture: true });
  listen('pointermove', (event) => {
    const { clientX, clientY } = event as PointerEvent;
    if (Math.hypot(clientX - pressed.clientX, clientY - pressed.clientY) > SLOP_PX) leave();
  });
  listen('pointercancel', leave);
  listen('pointerdown', leave, window); // a second finger
  listen('touchmove', (event) => isHeld && event.preventDefault());
  for (const type of ['touchend', 'touchcancel']) {
    listen(type, () => {
      leave();
      touching.abort();
    });
  }
}
