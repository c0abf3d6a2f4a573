import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Box, Size } from '../../core/types.ts';
import { Icon } from './Icon.tsx';
import { useViewGestures } from './useViewGestures.ts';
import {
  boxView,
  clampView,
  fitView,
  freeCorner,
  toImage,
  toScreen,
  type ViewTransform,
  zoomAt,
} from './viewTransform.ts';

/** What is drawn over the photo gets this: how the image lies on the screen. */
export interface OverlayContext {
  readonly image: Size;
  readonly view: ViewTransform;
  /** A box of the image in the overlay's CSS pixels. */
  readonly toScreen: (box: Box) => Box;
  /** A point of the overlay (CSS pixels) in image pixels. */
  readonly toImage: (point: { x: number; y: number }) => { x: number; y: number };
}

const NO_SIZE: Size = { width: 0, height: 0 };
const KEY_PAN_PX = 60;
/** The zoom buttons with their margins, as large as they are for a thumb. */
const TOOLS: Size = { width: 152, height: 64 };
/** On a phone a plate in close-up fills the height: the buttons need a strip of their own. */
const LOW_PX = 320;
const NO_BOXES: readonly Box[] = [];

/**
 * A photo to zoom and pan (wheel, pinch, drag, double click, keys) with an overlay on top.
 * `size` is the upright photo's; unknown (null) it is taken from the picture once loaded.
 * `focus` zooms to a box whenever it changes to a new one, with `around` times its size of
 * surroundings; null shows the whole photo.
 */
export function PhotoViewer(props: {
  readonly src: string | null;
  readonly size: Size | null;
  readonly label: string;
  readonly focus: Box | null;
  readonly around?: number;
  /** What the zoom buttons should not lie on. */
  readonly keepClear?: readonly Box[];
  /** Words that stand where the photo would, while `src` is null. */
  readonly placeholder: string;
  /** The browser cannot show this picture, though the reader may have decoded it. */
  readonly onUnshowable: () => void;
  readonly overlay: (context: OverlayContext) => ComponentChildren;
}) {
  const { src, size, label, focus } = props;
  const ref = useRef<HTMLElement>(null);
  const view = useSignal<ViewTransform>({ scale: 1, x: 0, y: 0 });
  const [viewport, setViewport] = useState<Size>(NO_SIZE);
  const [natural, setNatural] = useState<Size>(NO_SIZE);
  const image = size ?? natural;
  useViewGestures(ref, view, image, viewport);

  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      setViewport({ width: element.clientWidth, height: element.clientHeight });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  const ready = image.width > 0 && viewport.width > 0;
  /** How the photo comes up, before anyone zooms. */
  const first = () => {
    if (!focus) return fitView(image, viewport);
    const below = viewport.height < LOW_PX ? TOOLS.height : 0;
    return boxView(focus, image, viewport, props.around, below);
  };
  useLayoutEffect(() => {
    if (ready) view.value = first();
  }, [src, focus, image.width, image.height, viewport.width, viewport.height]);

  const centre = { x: viewport.width / 2, y: viewport.height / 2 };
  const zoom = (factor: number) => {
    if (ready) view.value = zoomAt(view.value, factor, centre, image, viewport);
  };
  const pan = (dx: number, dy: number) => {
    const { scale, x, y } = view.value;
    if (ready) view.value = clampView({ scale, x: x + dx, y: y + dy }, image, viewport);
  };
  const fit = () => {
    if (ready) view.value = fitView(image, viewport);
  };
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom(1.5),
    '=': () => zoom(1.5),
    '-': () => zoom(1 / 1.5),
    '0': fit,
    ArrowLeft: () => pan(KEY_PAN_PX, 0),
    ArrowRight: () => pan(-KEY_PAN_PX, 0),
    ArrowUp: () => pan(0, KEY_PAN_PX),
    ArrowDown: () => pan(0, -KEY_PAN_PX),
  };

  const now = view.value;
  const zoomed = ready && now.scale > fitView(image, viewport).scale * 1.01;
  const place = toScreen({ x: 0, y: 0, ...image }, now);
  return (
    <section
      ref={ref}
      class="viewer"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys pan and zoom it
      tabIndex={0}
      data-zoomed={zoomed}
      onKeyDown={(event) => {
        const act = keys[event.key];
        if (!act || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
          return;
        event.preventDefault();
        act();
      }}
    >
      {src === null && <p class="viewer-placeholder">{props.placeholder}</p>}
      {src !== null && (
        <img
          class="viewer-image"
          src={src}
          alt=""
          draggable={false}
          decoding="async"
          style={{
            transform: `translate(${place.x}px, ${place.y}px)`,
            width: `${place.width}px`,
            height: `${place.height}px`,
            visibility: ready ? 'visible' : 'hidden',
          }}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
            setNatural({ width: naturalWidth, height: naturalHeight });
          }}
          onError={props.onUnshowable}
        />
      )}
      {ready && (
        <div class="viewer-overlay">
          {props.overlay({
            image,
            view: now,
            toScreen: (box) => toScreen(box, now),
            toImage: (point) => toImage(point, now),
          })}
        </div>
      )}
      {ready && (
        <div
          class="viewer-tools"
          data-corner={freeCorner(props.keepClear ?? NO_BOXES, first(), viewport, TOOLS)}
        >
          <button
            type="button"
            class="icon-button"
            aria-label="Zoom out"
            onClick={() => zoom(1 / 1.5)}
          >
            <Icon name="minus" />
          </button>
          <button type="button" class="icon-button" aria-label="Zoom in" onClick={() => zoom(1.5)}>
            <Icon name="add" />
          </button>
          <button type="button" class="icon-button" aria-label="Show the whole photo" onClick={fit}>
            <Icon name="fit" />
          </button>
        </div>
      )}
    </section>
  );
}
