import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Box } from '../../core/types.ts';
import { PhotoViewer } from '../components/PhotoViewer.tsx';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import { drawPlate, moveBox, type ShownPlate } from '../correct/actions.ts';
import { type AnnotationTarget, hasPhoto } from '../correct/annotationTarget.ts';
import { BoxEditor } from '../correct/BoxEditor.tsx';

/** The plate in question, large, or the whole photo. */
export function ReviewStage(props: {
  readonly target: AnnotationTarget;
  readonly photo: Blob | null;
  readonly plates: readonly ShownPlate[];
  readonly plateAt: number;
  readonly whole: boolean;
  readonly drawing: Signal<boolean>;
  readonly onSelect: (n: number) => void;
  /** @param place of the plate that was drawn */
  readonly onDrawn: (place: number) => void;
}) {
  const { target, plates, plateAt, drawing } = props;
  const url = useObjectUrl(props.photo);
  const plate = plates[plateAt];
  // As the plate came up: moving its box must not pull the photo from under the pointer.
  const close = useRef<{ target: AnnotationTarget; plate: string; box: Box } | null>(null);
  if (plate && (close.current?.target !== target || close.current.plate !== plate.id)) {
    close.current = { target, plate: plate.id, box: plate.box };
  }
  return (
    <div class="review-stage">
      <PhotoViewer
        src={url}
        size={target.size}
        label="The plate, large. Plus and minus zoom, arrow keys pan."
        focus={props.whole || !plate ? null : (close.current?.box ?? plate.box)}
        around={1.6}
        keepClear={plates.map(({ box }) => box)}
        placeholder="This browser cannot show this photo."
        onUnshowable={() => undefined}
        overlay={(context) => (
          <BoxEditor
            context={context}
            target={target}
            plates={plates}
            selected={plateAt}
            onSelect={props.onSelect}
            editable={hasPhoto(target)}
            onMove={(moved, box) => moveBox(target, moved, box)}
            drawing={drawing.value}
            onDrawn={(box) => {
              drawing.value = false;
              if (!box) return;
              props.onDrawn(drawPlate(target, box));
            }}
          />
        )}
      />
    </div>
  );
}
