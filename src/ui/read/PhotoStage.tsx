import { useEffect, useState } from 'preact/hooks';
import type { Box } from '../../core/types.ts';
import { FileName } from '../components/FileName.tsx';
import { Icon } from '../components/Icon.tsx';
import { PhotoViewer } from '../components/PhotoViewer.tsx';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import { ignoreSecondClick } from '../correct/secondClick.ts';
import { durationText } from '../format/numbers.ts';
import { StageBoxes } from './Correcting.tsx';
import { itemPlates, type PhotoItem } from './items.ts';
import { ListFilter } from './ListFilter.tsx';
import { batch, selectedPlate, stepPhoto } from './readState.ts';
import { removePhoto } from './takeOut.ts';
import { useStill } from './useStill.ts';

/** The selected photo with its boxes. */
export function PhotoStage({ item }: { readonly item: PhotoItem }) {
  const [unshowable, setUnshowable] = useState(false);
  const [focus, setFocus] = useState<Box | null>(null);
  const outcome = item.outcome?.kind === 'read' ? item.outcome : null;
  const preview = unshowable || item.source === null;
  // Only what the worker has vetted is decoded by the page: a hostile file could claim gigapixels.
  const still = useStill(outcome && !preview ? item.source : null);
  const url = useObjectUrl(outcome && (preview ? item.thumbnail : still));
  const plates = itemPlates(item);
  const plate = plates[selectedPlate.value];
  useEffect(() => setFocus(null), [selectedPlate.value]);

  return (
    <section class="stage" aria-label="Photo">
      <ListFilter of="photo" />
      <header class="stage-head">
        <button
          type="button"
          class="icon-button"
          aria-label="Previous photo"
          onClick={() => stepPhoto(-1)}
        >
          <Icon name="back" />
        </button>
        <h1 class="stage-name">
          <FileName name={item.file} max={44} />
        </h1>
        <button
          type="button"
          class="icon-button"
          aria-label="Next photo"
          onClick={() => stepPhoto(1)}
        >
          <Icon name="forward" />
        </button>
      </header>
      <PhotoViewer
        src={url}
        size={outcome?.size ?? null}
        label="Photo with the plates found. Plus and minus zoom, arrow keys pan."
        focus={focus}
        keepClear={plates.map(({ box }) => box)}
        placeholder={placeholder(item)}
        onUnshowable={() => setUnshowable(true)}
        overlay={(context) =>
          outcome && <StageBoxes item={item} outcome={outcome} context={context} />
        }
      />
      <footer class="stage-foot">
        {outcome && <Taken item={item} time={outcome.taken.time} />}
        {outcome && (
          <span class="wide-only">
            {outcome.size.width} × {outcome.size.height} px
          </span>
        )}
        {outcome && <span class="wide-only">read in {durationText(outcome.times.totalMs)}</span>}
        {preview && item.thumbnail && <span>small preview: the photo itself is not at hand</span>}
        <span class="stage-foot-end">
          {plate && (
            <button
              type="button"
              class="link-button"
              onClick={() => setFocus(focus === null ? plate.box : null)}
            >
              {focus === null ? 'Close-up' : 'Whole photo'}
            </button>
          )}
          {item.source !== null && item.state === 'finished' && (
            <button type="button" class="link-button" onClick={() => batch.readAgain([item.index])}>
              Read again
            </button>
          )}
          {item.state !== 'reading' && (
            <button
              type="button"
              class="link-button"
              onClick={() => {
                removePhoto();
                ignoreSecondClick();
              }}
            >
              Remove photo
            </button>
          )}
        </span>
      </footer>
    </section>
  );
}

/** When the photo was taken: as the camera says, else when its file was last changed. */
function Taken({ item, time }: { readonly item: PhotoItem; readonly time: string | null }) {
  if (time) return <span>taken {time.replace('T', ' ').slice(0, 16)}</span>;
  if (item.lastModified <= 0) return null;
  const changed = new Date(item.lastModified).toLocaleString('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return <span title="The photo does not say when it was taken">file of {changed}</span>;
}

/** What stands in the photo's place until, or unless, it can be shown. */
function placeholder(item: PhotoItem): string {
  if (item.state === 'reading') return 'Reading …';
  if (item.state === 'waiting') return 'Waiting for its turn';
  return item.outcome?.kind === 'read' ? '' : 'No picture';
}
