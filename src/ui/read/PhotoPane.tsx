import { useEffect, useState } from 'preact/hooks';
import type { Box } from '../../core/types.ts';
import { FileName } from '../components/FileName.tsx';
import { Icon } from '../components/Icon.tsx';
import { PhotoViewer } from '../components/PhotoViewer.tsx';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import { durationText } from '../format/numbers.ts';
import { CorrectTools, DrawnPlates, PlateCorrection, StageBoxes } from './Correcting.tsx';
import { downloadCrop } from './exports.ts';
import { type PhotoItem, stoppedOutcome } from './items.ts';
import { PlateCard } from './PlateCard.tsx';
import { copyText } from './plateActions.ts';
import { batch, selectedItem, selectedPlate, stepPhoto } from './readState.ts';
import { useStill } from './useStill.ts';

/** The selected photo with its boxes, and a card per plate beside it. */
export function PhotoPane() {
  const item = selectedItem.value;
  if (item === null) {
    return <p class="pane-empty">Choose a photo from the list to see its plates.</p>;
  }
  return (
    <div class="pane" key={item.index}>
      <PhotoStage item={item} />
      <PlateCards item={item} />
    </div>
  );
}

function PhotoStage({ item }: { readonly item: PhotoItem }) {
  const [unshowable, setUnshowable] = useState(false);
  const [focus, setFocus] = useState<Box | null>(null);
  const outcome = item.outcome?.kind === 'read' ? item.outcome : null;
  const preview = unshowable || item.source === null;
  // Only what the worker has vetted is decoded by the page: a hostile file could claim gigapixels.
  const still = useStill(outcome && !preview ? item.source : null);
  const url = useObjectUrl(outcome && (preview ? item.thumbnail : still));
  const plate = outcome?.plates[selectedPlate.value];
  useEffect(() => setFocus(null), [selectedPlate.value]);

  return (
    <section class="stage" aria-label="Photo">
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
        placeholder={placeholder(item)}
        onUnshowable={() => setUnshowable(true)}
        overlay={(context) =>
          outcome && <StageBoxes item={item} outcome={outcome} context={context} />
        }
      />
      <footer class="stage-foot">
        {outcome && (
          <span>
            {outcome.size.width} × {outcome.size.height} px
          </span>
        )}
        {outcome?.taken.time && <span>taken {outcome.taken.time.replace('T', ' ')}</span>}
        {outcome && <span>read in {durationText(outcome.times.totalMs)}</span>}
        {preview && item.thumbnail && <span>preview only: photos are not kept</span>}
        <span class="stage-foot-end">
          {plate && (
            <button
              type="button"
              class="link-button"
              onClick={() => setFocus(focus === null ? plate.detection.box : null)}
            >
              {focus === null ? 'Close-up of the plate' : 'Whole photo'}
            </button>
          )}
          {item.source !== null && item.state === 'finished' && (
            <button type="button" class="link-button" onClick={() => batch.readAgain([item.index])}>
              Read again
            </button>
          )}
        </span>
      </footer>
    </section>
  );
}

/** What stands in the photo's place until, or unless, it can be shown. */
function placeholder(item: PhotoItem): string {
  if (item.state === 'reading') return 'Reading …';
  if (item.state === 'waiting') return 'Waiting for its turn';
  return item.outcome?.kind === 'read' ? '' : 'No picture';
}

function PlateCards({ item }: { readonly item: PhotoItem }) {
  const { outcome } = item;
  if (item.state === 'stopped') {
    return <Notice title="Not read" text={stoppedOutcome(item.source).message} />;
  }
  if (outcome === null) {
    return (
      <div class="cards" aria-busy="true">
        <div class="card card-skeleton">
          <p>{item.state === 'reading' ? 'Reading this photo …' : 'Waiting for its turn …'}</p>
        </div>
      </div>
    );
  }
  if (outcome.kind === 'failed') {
    return <Notice title="This photo could not be read" text={outcome.message} />;
  }
  return (
    <section class="cards" aria-label="Plates">
      <CorrectTools item={item} outcome={outcome} />
      {outcome.plates.length === 0 && (
        <div class="card notice-card">
          <h2>No plate found</h2>
          <p>
            If there is one, draw its box, or try a larger input size or a lower detection threshold
            in the settings and read the photo again.
          </p>
        </div>
      )}
      {outcome.plates.map((plate, n) => (
        <PlateCard
          key={n}
          plate={plate}
          position={n}
          outcome={outcome}
          crop={item.crops[n] ?? null}
          selected={n === selectedPlate.value}
          onSelect={() => {
            selectedPlate.value = n;
          }}
          onCopy={() => void copyText(plate.reading?.text ?? '')}
          onDownload={() => downloadCrop(item, n)}
        >
          <PlateCorrection item={item} outcome={outcome} position={n} />
        </PlateCard>
      ))}
      <DrawnPlates item={item} outcome={outcome} />
    </section>
  );
}

function Notice({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section class="cards" aria-label="Plates">
      <div class="card notice-card">
        <h2>{title}</h2>
        <p>{text}</p>
      </div>
    </section>
  );
}
