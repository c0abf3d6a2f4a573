import { useEffect, useRef, useState } from 'preact/hooks';
import type { Box } from '../../core/types.ts';
import { announce } from '../components/announce.ts';
import type { OverlayContext } from '../components/PhotoViewer.tsx';
import { plateWords } from '../format/plateWords.ts';
import type { ShownPlate } from './actions.ts';
import type { AnnotationTarget } from './annotationTarget.ts';
import { boxBetween, dragBox, type Grip, gripsFor } from './boxGeometry.ts';
import { draftKeyOf, draftOf } from './drafts.ts';
import { followPointer } from './followPointer.ts';
import { whenHeld } from './whenHeld.ts';

/** Image pixels of one press of an arrow key; with Shift the box grows or shrinks instead. */
const STEP_PX = 1;
const BIG_STEP_PX = 10;
/** Key presses in a row are one change. */
const KEYS_SETTLE_MS = 700;

/**
 * The boxes of all plates over the photo. The selected one is moved by dragging or arrow keys and
 * resized by its grips or Shift and arrow keys; in draw mode dragging makes a new one.
 */
export function BoxEditor(props: {
  readonly context: OverlayContext;
  readonly target: AnnotationTarget;
  readonly plates: readonly ShownPlate[];
  readonly selected: number;
  readonly onSelect: (plate: number) => void;
  readonly editable: boolean;
  readonly onMove: (plate: ShownPlate, box: Box) => void;
  readonly drawing: boolean;
  readonly onDrawn: (box: Box | null) => void;
}) {
  return (
    <>
      {props.plates.map((plate, n) => (
        <EditableBox
          key={plate.id}
          context={props.context}
          text={draftOf(draftKeyOf(props.target, plate)) || plateWords(plate)}
          plate={plate}
          number={n + 1}
          selected={n === props.selected}
          editable={props.editable && n === props.selected}
          onSelect={() => props.onSelect(n)}
          onMove={(box) => props.onMove(plate, box)}
        />
      ))}
      {props.drawing && <DrawLayer context={props.context} onDrawn={props.onDrawn} />}
    </>
  );
}

function EditableBox(props: {
  readonly context: OverlayContext;
  /** What its field says, saved or not, or why it says nothing. */
  readonly text: string;
  readonly plate: ShownPlate;
  readonly number: number;
  readonly selected: boolean;
  readonly editable: boolean;
  readonly onSelect: () => void;
  readonly onMove: (box: Box) => void;
}) {
  const { context, plate, editable } = props;
  const [moving, setMoving] = useState<Box | null>(null);
  const settle = useRef<{ timer: ReturnType<typeof setTimeout>; move: () => void } | null>(null);
  // A box moved by keys is a change as soon as something else is done: going on, answering, leaving.
  const flush = () => {
    if (!settle.current) return;
    const { timer, move } = settle.current;
    clearTimeout(timer);
    settle.current = null;
    move();
  };
  useEffect(() => setMoving(null), [plate.box]);
  useEffect(() => {
    if (!editable) flush();
  }, [editable]);
  useEffect(() => flush, []);

  const box = moving ?? plate.box;
  const { x, y, width, height } = context.toScreen(box);
  const said = plate.status === 'rejected' ? 'not a plate' : props.text;

  const drag = (handle: HTMLElement, { pointerId, clientX, clientY }: PointerEvent, grip: Grip) => {
    let now = box;
    const move = (e: PointerEvent) => {
      const { scale } = context.view;
      const [dx, dy] = [(e.clientX - clientX) / scale, (e.clientY - clientY) / scale];
      now = dragBox(box, grip, dx, dy, context.image);
      setMoving(now);
    };
    followPointer(handle, pointerId, move, (isDone) => {
      if (isDone && now !== box) props.onMove(now);
      else setMoving(null);
    });
  };
  const press = (grip: Grip) => (event: PointerEvent) => {
    if (!editable || event.button !== 0) return;
    const handle = event.currentTarget as HTMLElement;
    if (grip === '' && event.pointerType === 'touch') {
      // It may as well be the page that is to move.
      whenHeld(event, () => {
        setMoving(box);
        drag(handle, event, grip);
      });
      return;
    }
    event.stopPropagation(); // else the photo is panned as well
    drag(handle, event, grip);
  };

  const keys = (event: KeyboardEvent) => {
    const dx = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const dy = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if ((dx === 0 && dy === 0) || !editable || event.ctrlKey || event.metaKey) {
      if (!['Shift', 'Alt', 'Control', 'Meta'].includes(event.key)) flush();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const step = event.altKey ? BIG_STEP_PX : STEP_PX;
    const grip: Grip = event.shiftKey ? 'se' : '';
    const next = dragBox(box, grip, dx * step, dy * step, context.image);
    setMoving(next);
    clearTimeout(settle.current?.timer);
    const timer = setTimeout(() => {
      flush();
      announce(
        `Box at ${Math.round(next.x)}, ${Math.round(next.y)}, ${Math.round(next.width)} by ${Math.round(next.height)} pixels.`,
      );
    }, KEYS_SETTLE_MS);
    settle.current = { timer, move: () => props.onMove(next) };
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside is what is operated
    <div
      class="edit-box"
      data-editable={editable}
      data-moving={moving !== null}
      style={{
        transform: `translate(${x}px, ${y}px)`,
        width: `${width}px`,
        height: `${height}px`,
      }}
      onKeyDown={keys}
      onFocusOut={flush}
    >
      <button
        type="button"
        class="plate-box"
        data-answer={plate.label ? plate.label.verdict : 'open'}
        aria-label={`Plate ${props.number}: ${said}`}
        aria-pressed={props.selected}
        {...(editable
          ? { 'aria-description': 'Arrow keys move the box, with Shift they resize it.' }
          : {})}
        onClick={props.onSelect}
        onFocus={props.onSelect}
        onPointerDown={press('')}
      >
        <span class="plate-box-tag" data-below={y < 30}>
          {said}
        </span>
      </button>
      {editable &&
        gripsFor(width, height).map((grip) => (
          <span
            key={grip}
            class="box-grip"
            data-grip={grip}
            aria-hidden="true"
            onPointerDown={press(grip)}
          />
        ))}
    </div>
  );
}

/** A sheet over the photo on which a box is drawn. */
function DrawLayer(props: {
  readonly context: OverlayContext;
  readonly onDrawn: (box: Box | null) => void;
}) {
  const { context } = props;
  const [box, setBox] = useState<Box | null>(null);
  const ref = useRef<HTMLDivElement>(null);
  // On a phone the button lies below the photo, which may be out of view, or under the bar at the top.
  useEffect(() => {
    const layer = ref.current;
    if (!layer) return;
    const { left, top, width, bottom } = layer.getBoundingClientRect();
    const isSeen = (y: number) => layer.contains(document.elementFromPoint(left + width / 2, y));
    if (!isSeen(top + 1) || !isSeen(bottom - 1)) layer.scrollIntoView({ block: 'center' });
  }, []);
  const shown = box && context.toScreen(box);
  return (
    <div
      ref={ref}
      class="draw-layer"
      data-testid="draw-layer"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        const bounds = event.currentTarget.getBoundingClientRect();
        const at = (e: PointerEvent) =>
          context.toImage({ x: e.clientX - bounds.left, y: e.clientY - bounds.top });
        const start = at(event);
        let now: Box | null = null;
        const move = (e: PointerEvent) => {
          now = boxBetween(start, at(e), context.image);
          setBox(now);
        };
        followPointer(event.currentTarget, event.pointerId, move, (isDone) => {
          setBox(null);
          if (isDone) props.onDrawn(now); // else it is yet to be drawn
        });
      }}
    >
      {shown && (
        <span
          class="draw-box"
          style={{
            transform: `translate(${shown.x}px, ${shown.y}px)`,
            width: `${shown.width}px`,
            height: `${shown.height}px`,
          }}
        />
      )}
    </div>
  );
}
