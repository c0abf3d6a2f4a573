import { POINTER_TAKEN } from '../components/useViewGestures.ts';

/**
 * Follows a pressed pointer until it is let go.
 * @param end told false where it was cancelled, or a second finger took it to zoom the photo
 */
export function followPointer(
  handle: HTMLElement,
  pointerId: number,
  move: (event: PointerEvent) => void,
  end: (isDone: boolean) => void,
): void {
  handle.setPointerCapture(pointerId);
  handle.dispatchEvent(new CustomEvent(POINTER_TAKEN, { bubbles: true, detail: pointerId }));
  const following = new AbortController();
  const listen = (
    on: EventTarget,
    type: 'pointermove' | 'pointerup' | 'pointercancel' | 'gotpointercapture',
    act: (event: PointerEvent) => void,
  ) => {
    const own = (event: Event) => {
      if (event instanceof PointerEvent && event.pointerId === pointerId) act(event);
    };
    on.addEventListener(type, own, { signal: following.signal });
  };
  const finish = (isDone: boolean) => {
    following.abort();
    end(isDone);
  };
  listen(handle, 'pointermove', move);
  listen(handle, 'pointerup', () => finish(true));
  listen(handle, 'pointercancel', () => finish(false));
  listen(window, 'gotpointercapture', ({ target }) => target !== handle && finish(false));
}
