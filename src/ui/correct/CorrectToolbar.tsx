import type { Signal } from '@preact/signals';
import { Icon } from '../components/Icon.tsx';
import { useBack } from '../components/useBack.ts';
import { addPlate, sayNoPlate, shownPlates } from './actions.ts';
import { type AnnotationTarget, hasPhoto, isCorrectable } from './annotationTarget.ts';
import { middleBox } from './boxGeometry.ts';
import { pending } from './saveQueue.ts';
import { ignoreSecondClick } from './secondClick.ts';
import { UndoButtons } from './UndoButtons.tsx';

/** What concerns the photo as a whole: undo, redo, a missed plate, no plate at all. */
export function CorrectToolbar(props: {
  readonly target: AnnotationTarget;
  readonly drawing: Signal<boolean>;
  /** A box was added without drawing. @param place of its plate */
  readonly onDrawn: (place: number) => void;
  /** After "no plate here" was said, not after it was taken back. */
  readonly onNoPlate?: () => void;
}) {
  const { target, drawing } = props;
  useBack(() => {
    drawing.value = false;
  }, drawing.value);
  const can = isCorrectable(target);
  const negative = target.label.value?.noPlate === true;
  // A close-up shows one of several: the answer is about all of them.
  const isOneOfMore = shownPlates(target).length > 1;
  return (
    <div class="correct-tools" role="toolbar" aria-label="Correct this photo">
      <button
        type="button"
        class="button"
        aria-pressed={drawing.value}
        disabled={!hasPhoto(target)}
        onClick={(event) => {
          // Without a pointer (Enter, screen reader) a box is put in the middle, to be moved by keys.
          if (event.detail === 0) {
            props.onDrawn(addPlate(target, middleBox(target.size)));
          } else drawing.value = !drawing.value;
          ignoreSecondClick();
        }}
      >
        <Icon name="add" /> Missed plate
      </button>
      <button
        type="button"
        class="button"
        aria-pressed={negative}
        disabled={!can}
        onClick={() => {
          void sayNoPlate(target);
          ignoreSecondClick();
          if (!negative) props.onNoPlate?.();
        }}
      >
        {isOneOfMore ? 'No plates here' : 'No plate here'}
      </button>
      <UndoButtons />
      <span class="visually-hidden" data-testid="keeping" data-pending={pending.value}>
        {pending.value > 0 ? 'Saving changes' : ''}
      </span>
    </div>
  );
}
