import { useEffect, useRef } from 'preact/hooks';
import { UNREADABLE_REASONS } from '../../core/dataset/types.ts';
import { markUnreadable, REASON_NAMES, type ShownPlate } from './actions.ts';
import { type AnnotationTarget, isCorrectable } from './annotationTarget.ts';

/** A plate without a text: why nobody can read it, each reason one click. */
export function UnreadableChoice(props: {
  readonly target: AnnotationTarget;
  readonly plate: ShownPlate;
  /** Enter was pressed on the empty field: what it wants is said. */
  readonly asked: boolean;
  /** It was asked for: it comes into sight, where bars may cover it on a phone. */
  readonly inSight: boolean;
  readonly answer: (say: () => unknown) => void;
}) {
  const { target, plate } = props;
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (props.inSight) line.current?.scrollIntoView({ block: 'nearest' });
  }, [props.inSight]);
  return (
    <>
      {props.asked && (
        <p class="correct-asked" role="alert">
          Type what it says, or choose why it cannot be read.
        </p>
      )}
      <p ref={line} class="alternatives unreadable-choice">
        <span class="label">Cannot be read:</span>
        {UNREADABLE_REASONS.map((reason) => (
          <button
            key={reason}
            type="button"
            class="alternative"
            aria-pressed={plate.label?.unreadable === reason}
            disabled={!isCorrectable(target)}
            onClick={() => {
              if (plate.label?.unreadable === reason) markUnreadable(target, plate, null);
              else props.answer(() => markUnreadable(target, plate, reason));
            }}
          >
            {REASON_NAMES[reason]}
          </button>
        ))}
      </p>
    </>
  );
}
