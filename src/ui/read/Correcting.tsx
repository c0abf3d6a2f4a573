import { signal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { ReadOutcome } from '../../core/results.ts';
import type { OverlayContext } from '../components/PhotoViewer.tsx';
import { drawPlate, moveBox, shownPlates } from '../correct/actions.ts';
import { BoxEditor } from '../correct/BoxEditor.tsx';
import { CorrectionPanel } from '../correct/CorrectionPanel.tsx';
import { CorrectToolbar } from '../correct/CorrectToolbar.tsx';
import { onStep, watch } from '../correct/keeper.ts';
import { isCorrectable } from '../correct/subject.ts';
import { useCorrectionKeys } from '../correct/useCorrectionKeys.ts';
import { subjectOf } from './correcting.ts';
import type { PhotoItem } from './items.ts';
import { selectedItem, selectedPlate, selectPhoto } from './readState.ts';

interface Photo {
  readonly item: PhotoItem;
  readonly outcome: ReadOutcome;
}

const drawing = signal(false);

/** The boxes over the photo; the selected one can be moved, and new ones drawn. */
export function StageBoxes({ item, outcome, context }: Photo & { context: OverlayContext }) {
  const subject = subjectOf(item, outcome);
  const plates = shownPlates(subject);
  return (
    <BoxEditor
      context={context}
      plates={plates}
      selected={selectedPlate.value}
      onSelect={(n) => {
        selectedPlate.value = n;
      }}
      editable={isCorrectable(subject)}
      onMove={(plate, box) => moveBox(subject, plate, box)}
      drawing={drawing.value}
      onDrawn={(box) => {
        drawing.value = false;
        if (!box) return;
        drawPlate(subject, box);
        selectedPlate.value = shownPlates(subject).length - 1;
      }}
    />
  );
}

/** Undo, redo, draw a box, "no plate here"; also brings the keys. */
export function CorrectTools({ item, outcome }: Photo) {
  const subject = subjectOf(item, outcome);
  useEffect(() => watch(subject), [subject]);
  useEffect(
    () =>
      onStep(({ key }) => {
        const index = /^read-(\d+)$/.exec(key)?.[1];
        if (index !== undefined) selectPhoto(Number(index));
      }),
    [],
  );
  useEffect(
    () => () => {
      drawing.value = false;
    },
    [subject],
  );
  useCorrectionKeys(
    useCallback(() => {
      const now = selectedItem.peek();
      if (now?.outcome?.kind !== 'read') return null;
      const chosen = subjectOf(now, now.outcome);
      return { subject: chosen, plate: shownPlates(chosen)[selectedPlate.peek()] ?? null };
    }, []),
  );
  return <CorrectToolbar subject={subject} drawing={drawing} onDrawn={selectLast(item, outcome)} />;
}

const selectLast = (item: PhotoItem, outcome: ReadOutcome) => () => {
  selectedPlate.value = shownPlates(subjectOf(item, outcome)).length - 1;
};

/** What one can say about a predicted plate. */
export function PlateCorrection({ item, outcome, position }: Photo & { position: number }) {
  const subject = subjectOf(item, outcome);
  const plate = shownPlates(subject)[position];
  if (!plate) return null;
  return (
    <CorrectionPanel
      subject={subject}
      plate={plate}
      reading={outcome.plates[position]?.reading ?? null}
    />
  );
}

/** Cards of plates a person drew. */
export function DrawnPlates({ item, outcome }: Photo) {
  const subject = subjectOf(item, outcome);
  return shownPlates(subject).map((plate, n) =>
    plate.predicted !== null ? null : (
      <article
        key={plate.id}
        class="card plate-card"
        data-selected={n === selectedPlate.value}
        aria-label={`Plate ${n + 1}, drawn`}
        onFocusCapture={() => {
          selectedPlate.value = n;
        }}
      >
        <header class="plate-card-head">
          <span class="plate-number">{n + 1}</span>
          <span class="muted">drawn by you</span>
        </header>
        <CorrectionPanel
          subject={subject}
          plate={plate}
          reading={null}
          autoFocus={plate.text === ''}
        />
      </article>
    ),
  );
}
