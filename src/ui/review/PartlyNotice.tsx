import type { AnnotationTarget } from '../correct/annotationTarget.ts';
import { correct } from '../correct/correctionQueue.ts';

/** An import could not take all that was said of this photo: only a person can say it is complete. */
export function PartlyNotice(props: {
  readonly target: AnnotationTarget;
  readonly onDone: () => void;
}) {
  const { target, onDone } = props;
  if (!target.label.value?.partly) return null;
  return (
    <div class="storage-remind" data-testid="partly-notice">
      <p>
        Something about this photo could not be imported, so there may be more plates on it. Add
        what is missing; until then it trains no model that finds plates.
      </p>
      <button
        type="button"
        class="button"
        onClick={() => {
          void correct(target, [{ kind: 'partly', value: false }]);
          onDone();
        }}
      >
        All plates are marked
      </button>
    </div>
  );
}
