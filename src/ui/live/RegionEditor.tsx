import { useLayoutEffect, useRef } from 'preact/hooks';
import {
  fitRegion,
  isWholePicture,
  type Region,
  regionBetween,
  WHOLE_PICTURE,
} from '../../core/live/region.ts';
import { announce } from '../components/announce.ts';
import { changeLiveOptions, liveOptions } from './liveOptions.ts';

/** Part of the picture that one press of an arrow key moves. */
const STEP = 0.02;

/** The watched part of the picture: drawn with the pointer, or moved and sized with the arrow keys. */
export function RegionEditor(props: { readonly editing: boolean; readonly onDone: () => void }) {
  const { region } = liveOptions.value;
  const surface = useRef<HTMLDivElement>(null);
  /** Where the drag began, and the region it replaces. */
  const drag = useRef<{ x: number; y: number; before: Region } | null>(null);
  // Before the next key press, so not in an effect that waits for the frame.
  useLayoutEffect(() => {
    if (props.editing) surface.current?.focus();
  }, [props.editing]);
  const isWhole = isWholePicture(region);
  const at = (event: PointerEvent) => {
    const box = (surface.current as HTMLDivElement).getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  const area = { left: region.x, top: region.y, width: region.width, height: region.height };
  const style = Object.fromEntries(
    Object.entries(area).map(([key, part]) => [key, `${part * 100}%`]),
  );
  if (!props.editing) {
    return isWhole ? null : <div class="live-region" style={style} aria-hidden="true" />;
  }
  return (
    <div
      ref={surface}
      class="live-region-surface"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: takes the arrow keys
      tabIndex={0}
      role="application"
      aria-label="Watched region. Arrow keys move it, with Shift they size it, Delete watches the whole picture, Enter is done."
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { ...at(event), before: liveOptions.peek().region };
      }}
      onPointerMove={(event) => {
        if (drag.current) changeLiveOptions({ region: regionBetween(drag.current, at(event)) });
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        // The browser took the pointer for a gesture of its own: nothing was drawn.
        if (drag.current) changeLiveOptions({ region: drag.current.before });
        drag.current = null;
      }}
      onKeyDown={(event) => {
        const next = byKey(liveOptions.peek().region, event);
        if (next !== null) {
          event.preventDefault();
          changeLiveOptions({ region: next });
          announce(regionText(next));
        } else if (event.key === 'Enter' || event.key === 'Escape') {
          event.preventDefault();
          props.onDone();
        }
      }}
    >
      <div class="live-region" style={style} />
    </div>
  );
}

function byKey(region: Region, event: KeyboardEvent): Region | null {
  if (event.key === 'Delete' || event.key === 'Backspace') return WHOLE_PICTURE;
  const x = event.key === 'ArrowRight' ? STEP : event.key === 'ArrowLeft' ? -STEP : 0;
  const y = event.key === 'ArrowDown' ? STEP : event.key === 'ArrowUp' ? -STEP : 0;
  if (x === 0 && y === 0) return null;
  return event.shiftKey
    ? fitRegion({ ...region, width: region.width + x, height: region.height + y })
    : fitRegion({ ...region, x: region.x + x, y: region.y + y });
}

function regionText({ x, y, width, height }: Region): string {
  const percent = (part: number): string => `${Math.round(part * 100)} %`;
  return `Region from left ${percent(x)}, top ${percent(y)}, width ${percent(width)}, height ${percent(height)}`;
}
