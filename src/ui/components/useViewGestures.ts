import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Size } from '../../core/types.ts';
import { clampView, fitView, type Point, type ViewTransform, zoomAt } from './viewTransform.ts';

/** A press that moves less than this is a click, not a drag. */
const DRAG_SLOP_PX = 4;

/** What lies over the photo moves with this pointer from now on, and the photo does not; `detail` is its id. */
export const POINTER_TAKEN = 'pointer-taken';

/** Mouse wheel, drag and pinch on the viewer; the listeners live as long as the component. */
export function useViewGestures(
  ref: RefObject<HTMLElement | null>,
  view: Signal<ViewTransform>,
  image: Size,
  viewport: Size,
): void {
  useEffect(() => {
    const element = ref.current;
    if (!element || image.width === 0 || viewport.width === 0) return;
    /** All that are down, and those of them that no box takes to be moved or drawn with. */
    const pointers = new Map<number, Point>();
    const own = new Set<number>();
    let dragging = false;

    const at = (event: MouseEvent): Point => {
      const { left, top } = element.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      // A trackpad's pinch comes as a wheel with ctrlKey and small steps.
      const perPixel = event.ctrlKey ? 0.01 : 0.002;
      const pixels = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
      view.value = zoomAt(view.value, Math.exp(-pixels * perPixel), at(event), image, viewport);
    };
    const press = (event: PointerEvent) => {
      if (event.button !== 0) return;
      if (event.isPrimary) up(null); // whatever was not seen to end
      pointers.set(event.pointerId, at(event));
      if (pointers.size < 2) return;
      // Two fingers zoom wherever they lie: a box that one of them began to move or draw is left alone.
      event.stopPropagation();
      dragging = true;
      for (const id of pointers.keys()) {
        own.add(id);
        element.setPointerCapture(id);
      }
    };
    const down = ({ pointerId }: PointerEvent) => {
      if (pointers.has(pointerId)) own.add(pointerId);
    };
    const taken = (event: Event) => {
      own.delete((event as CustomEvent<number>).detail);
    };
    const move = (event: PointerEvent) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const now = at(event);
      if (!own.has(event.pointerId)) {
        pointers.set(event.pointerId, now);
        return;
      }
      const moved = Math.hypot(now.x - before.x, now.y - before.y);
      if (!dragging && moved < DRAG_SLOP_PX) return;
      if (!dragging) {
        // Captured only once it is a drag: a captured press would not click the box under it.
        dragging = true;
        element.setPointerCapture(event.pointerId);
      }
      const other = Array.from(pointers).find(([id]) => id !== event.pointerId)?.[1];
      pointers.set(event.pointerId, now);
      if (other) {
        const factor =
          Math.hypot(now.x - other.x, now.y - other.y) /
          Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
        const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
        view.value = zoomAt(view.value, factor, middle, image, viewport);
      } else {
        const { scale, x, y } = view.value;
        const panned = { scale, x: x + now.x - before.x, y: y + now.y - before.y };
        view.value = clampView(panned, image, viewport);
      }
    };
    /** @param event null ends all */
    const up = (event: PointerEvent | null) => {
      for (const id of event ? [event.pointerId] : pointers.keys()) {
        pointers.delete(id);
        own.delete(id);
      }
      if (pointers.size === 0) dragging = false;
    };
    const doubleClick = (event: MouseEvent) => {
      if ((event.target as Element).closest('.viewer-tools')) return; // pressed twice
      const fitted = view.value.scale <= fitView(image, viewport).scale * 1.01;
      view.value = fitted
        ? zoomAt(view.value, 3, at(event), image, viewport)
        : fitView(image, viewport);
    };

    const mounted = new AbortController();
    const { signal } = mounted;
    // Before a box stops them on their way.
    const first = { signal, capture: true };
    element.addEventListener('wheel', wheel, { signal, passive: false });
    element.addEventListener('pointerdown', press, first);
    element.addEventListener('pointerdown', down, { signal });
    element.addEventListener(POINTER_TAKEN, taken, { signal });
    element.addEventListener('pointermove', move, first);
    element.addEventListener('pointerup', up, first);
    element.addEventListener('pointercancel', up, first);
    element.addEventListener('dblclick', doubleClick, { signal });
    return () => mounted.abort();
  }, [ref, view, image.width, image.height, viewport.width, viewport.height]);
}
