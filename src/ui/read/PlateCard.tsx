import { useEffect, useRef } from 'preact/hooks';
import type { ReadOutcome } from '../../core/photoResult.ts';
import { isDoubtful } from '../../core/results.ts';
import { Icon } from '../components/Icon.tsx';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import type { ShownPlate } from '../correct/actions.ts';
import type { AnnotationTarget } from '../correct/annotationTarget.ts';
import { PlateEditor } from '../correct/PlateEditor.tsx';
import { durationText, percentText } from '../format/numbers.ts';
import { ListChip } from '../lists/ListChip.tsx';
import type { PhotoItem } from './items.ts';
import { copyText } from './plateActions.ts';
import { usePlateCrop } from './plateCrops.ts';
import { nextInDoubt, nextPlate, typing } from './readState.ts';

/** One plate: its picture, its text to correct, and folded what is asked for more rarely. */
export function PlateCard(props: {
  readonly item: PhotoItem;
  readonly target: AnnotationTarget;
  readonly plate: ShownPlate;
  /** Position among the photo's plates, from 0. */
  readonly position: number;
  readonly outcome: ReadOutcome;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onDownload: () => void;
}) {
  const { target, plate, position, outcome, selected } = props;
  const crop = usePlateCrop(props.item, plate);
  const cropUrl = useObjectUrl(crop);
  const ref = useRef<HTMLElement>(null);
  const before = useRef(false); // one that comes up selected, drawn or after a reload, is shown too
  useEffect(() => {
    const chosenNow = selected && !before.current;
    const leftNow = !selected && before.current;
    before.current = selected;
    const focused = document.activeElement;
    // An undo goes to another plate: the next Enter must not answer this one.
    if (leftNow && focused?.matches('.plate-field') && ref.current?.contains(focused))
      (focused as HTMLElement).blur();
    // Only where the cards scroll by themselves: on a phone the page would jump off the photo.
    const card = ref.current;
    const column = card?.parentElement;
    if (!chosenNow || !column || column.scrollHeight <= column.clientHeight) return;
    const [shown, own] = [column.getBoundingClientRect(), card.getBoundingClientRect()];
    // One in sight is left alone: scrolling also moves where the next Tab begins.
    if (own.top >= shown.top && own.bottom <= shown.bottom) return;
    card.scrollIntoView({ block: 'nearest' });
  }, [selected]);

  const isAdded = plate.predicted === null;
  return (
    <article
      ref={ref}
      class="card plate-card"
      data-selected={selected}
      aria-label={`Plate ${position + 1}${isAdded ? ', added' : ''}`}
      onFocusCapture={props.onSelect}
      onPointerDown={props.onSelect}
    >
      <header class="plate-card-head">
        <span class="plate-number">{position + 1}</span>
        {cropUrl ? (
          <img class="plate-crop" src={cropUrl} alt={`Plate ${position + 1}, cut out`} />
        ) : (
          <span class="plate-crop plate-crop-none">{isAdded ? 'added by you' : ''}</span>
        )}
        <ListChip text={plate.text} />
        <CopyText text={plate.text} />
      </header>
      <PlateEditor
        target={target}
        plate={plate}
        reading={plate.read?.reading ?? null}
        selected={selected}
        autoFocus={selected && typing.value}
        onAnswer={(typed) => {
          // A click on what is not in doubt is of someone who looks through all, and so is "done" by touch.
          const isByKeys = typed && !matchMedia('(pointer: coarse)').matches;
          const goOn = isByKeys || isDoubtful(plate) ? nextInDoubt() : nextPlate();
          return () => {
            typing.value = typed;
            // Without a next plate the keys are shortcuts again, not more of this text.
            if (goOn() || !typed) return;
            typing.value = false;
            (document.activeElement as HTMLElement | null)?.blur();
          };
        }}
        details={<Facts plate={plate} outcome={outcome} onDownload={crop && props.onDownload} />}
      />
    </article>
  );
}

export function CopyText({ text }: { readonly text: string }) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label="Copy text"
      title="Copy text"
      disabled={text === ''}
      onClick={() => void copyText(text)}
    >
      <Icon name="copy" />
    </button>
  );
}

/** How a plate was read. */
function Facts(props: {
  readonly plate: ShownPlate;
  readonly outcome: ReadOutcome;
  readonly onDownload: (() => void) | null;
}) {
  const { plate, outcome } = props;
  const { detector, reader, times } = outcome;
  const { read, box } = plate;
  return (
    <>
      <dl class="facts">
        {read?.reading && read.reading.text !== '' && (
          <>
            <dt>Was read</dt>
            <dd>
              {read.reading.text}, {percentText(read.reading.confidence)} sure
            </dd>
          </>
        )}
        {read && (
          <>
            <dt>Is a plate</dt>
            <dd>{percentText(read.detection.confidence)} sure</dd>
          </>
        )}
        <dt>Size</dt>
        <dd>
          {Math.round(box.width)} × {Math.round(box.height)} px
        </dd>
        <dt>Found by</dt>
        <dd>
          {detector.id}{' '}
          <span class="muted">
            on {detector.backend}, {durationText(times.detectMs)}
          </span>
        </dd>
        <dt>Read by</dt>
        <dd>
          {reader.id}{' '}
          <span class="muted">
            on {reader.backend}, {durationText(times.readMs)}
          </span>
        </dd>
      </dl>
      {props.onDownload && (
        <button type="button" class="button" aria-label="Crop" onClick={props.onDownload}>
          <Icon name="download" /> Picture of the plate
        </button>
      )}
    </>
  );
}
