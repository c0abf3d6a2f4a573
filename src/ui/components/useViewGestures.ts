import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Size } from '../../core/types.ts';
import { clampView, fitView, type Point, type ViewTransform, zoomAt } from './viewTransform.ts';

/** A press that moves less than this is a click, not a drag. */
const DRAG_SLOP_PX = 4;

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
    const pointers = new Map<number, Point>();
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
    const down = (event: PointerEvent) => {
      if (event.button === 0) pointers.set(event.pointerId, at(event));
    };
    const move = (event: PointerEvent) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const now = at(event);
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
    const up = (event: PointerEvent) => {
      pointers.delete(event.pointerId);
      if (pointers.size === 0) dragging = false;
    };
    const doubleClick = (event: MouseEvent) => {
      const fitted = view.value.scale <= fitView(image, viewport).scale * 1.01;
      view.value = fitted
        ? zoomAt(view.value, 3, at(event), image, viewport)
        : fitView(image, viewport);
    };

    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    element.addEventListener('dblclick', doubleClick);
    return () => {
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
      element.removeEventListener('dblclick', doubleClick);
    };
  }, [ref, view, image.width, image.height, viewport.width, viewport.height]);
}
