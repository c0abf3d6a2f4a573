import type { Signal } from '@preact/signals';
import { FileName } from '../components/FileName.tsx';
import { isOpen, type ShownPlate } from '../correct/actions.ts';
import type { AnnotationTarget } from '../correct/annotationTarget.ts';
import { CorrectToolbar } from '../correct/CorrectToolbar.tsx';
import { KeysAnswer } from '../correct/KeysAnswer.tsx';
import { PlateEditor } from '../correct/PlateEditor.tsx';
import { StorageNotice } from '../correct/StorageNotice.tsx';
import { NoPlates } from './NoPlates.tsx';
import { PartlyNotice } from './PartlyNotice.tsx';
import { SecondOpinion } from './SecondOpinion.tsx';

/** What one can say of the plate in question. */
export function ReviewCard(props: {
  readonly target: AnnotationTarget;
  readonly photo: Blob | null;
  readonly plates: readonly ShownPlate[];
  readonly plateAt: number;
  readonly typing: boolean;
  readonly whole: boolean;
  readonly drawing: Signal<boolean>;
  readonly onAnswer: () => () => void;
  readonly onWhole: () => void;
  readonly onDrawn: (place: number) => void;
  readonly onNoPlate: () => void;
  readonly read?: (() => Promise<boolean>) | undefined;
  /** The photo was read: its target is another one. */
  readonly onRead: () => void;
}) {
  const { target, photo, plates, plateAt } = props;
  const plate = plates[plateAt];
  const isNegative = target.label.value?.noPlate === true;
  return (
    <div class="review-card card" data-testid="review-card" data-selected="true">
      <p class="muted review-name">
        <FileName name={target.file} max={36} />
        {plates.length > 1 && <span>{` · plate ${plateAt + 1} of ${plates.length}`}</span>}
      </p>
      {plate && !props.typing && <KeysAnswer />}
      {plate ? (
        <PlateEditor
          key={plate.id}
          target={target}
          plate={plate}
          reading={plate.read?.reading ?? null}
          selected
          photo={photo}
          autoFocus={props.typing}
          onAnswer={props.onAnswer}
        />
      ) : (
        <NoPlates
          key={target.key}
          isNegative={isNegative}
          isRead={target.prediction !== null}
          read={props.read}
          onRead={props.onRead}
        />
      )}
      {(plate ? !isOpen(plate) : isNegative) && (
        <button type="button" class="button" onClick={() => props.onAnswer()()}>
          Next
        </button>
      )}
      {plate && photo && (
        <SecondOpinion key={`opinion ${plate.id}`} photo={photo} box={plate.box} />
      )}
      <PartlyNotice target={target} onDone={props.onAnswer()} />
      <CorrectToolbar
        target={target}
        drawing={props.drawing}
        onDrawn={props.onDrawn}
        onNoPlate={props.onNoPlate}
      />
      <button type="button" class="link-button" onClick={props.onWhole}>
        {props.whole ? 'Close-up of the plate' : 'Whole photo'}
      </button>
      <StorageNotice />
    </div>
  );
}
