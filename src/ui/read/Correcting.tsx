import { signal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { ReadOutcome } from '../../core/photoResult.ts';
import type { OverlayContext } from '../components/PhotoViewer.tsx';
import { drawPlate, moveBox, shownPlates } from '../correct/actions.ts';
import { hasPhoto } from '../correct/annotationTarget.ts';
import { BoxEditor } from '../correct/BoxEditor.tsx';
import { CorrectToolbar } from '../correct/CorrectToolbar.tsx';
import { onStep } from '../correct/correctionQueue.ts';
import { useCorrectionKeys } from '../correct/useCorrectionKeys.ts';
import { targetOf } from './correcting.ts';
import type { PhotoItem } from './items.ts';
import { nextInDoubt, selectedItem, selectedPlate, selectPhoto, typing } from './readState.ts';
import { stepped } from './stepped.ts';

interface Photo {
  readonly item: PhotoItem;
  readonly outcome: ReadOutcome;
}

const drawing = signal(false);

/** The boxes over the photo; the selected one can be moved, and new ones drawn. */
export function StageBoxes({ item, outcome, context }: Photo & { context: OverlayContext }) {
  const target = targetOf(item, outcome);
  return (
    <BoxEditor
      context={context}
      target={target}
      plates={shownPlates(target)}
      selected={selectedPlate.value}
      onSelect={(n) => {
        selectedPlate.value = n;
      }}
      editable={hasPhoto(target)}
      onMove={(plate, box) => moveBox(target, plate, box)}
      drawing={drawing.value}
      onDrawn={(box) => {
        drawing.value = false;
        if (box) selectDrawn(drawPlate(target, box));
      }}
    />
  );
}

const selectDrawn = (place: number) => {
  selectedPlate.value = place;
  typing.value = true; // a drawn plate asks for its text
};

/** Undo, redo, draw a box, "no plate here"; also brings the keys. */
export function CorrectTools({ item, outcome }: Photo) {
  const target = targetOf(item, outcome);
  useEffect(
    () =>
      onStep((stepTarget, plate) => {
        const at = stepped(stepTarget, plate);
        if (at) selectPhoto(at.photo, at.plate ?? selectedPlate.peek());
        return at !== null;
      }),
    [],
  );
  useEffect(
    () => () => {
      drawing.value = false;
    },
    [target],
  );
  useCorrectionKeys(
    useCallback(() => {
      const now = selectedItem.peek();
      if (now?.outcome?.kind !== 'read') return null;
      const chosen = targetOf(now, now.outcome);
      return { target: chosen, plate: shownPlates(chosen)[selectedPlate.peek()] ?? null };
    }, []),
    useCallback(() => {
      typing.value = false;
      return nextInDoubt();
    }, []),
  );
  return <CorrectToolbar target={target} drawing={drawing} onDrawn={selectDrawn} />;
}
