import type { ReadOutcome } from '../../core/photoResult.ts';
import { Hint } from '../components/Hint.tsx';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import type { ShownPlate } from '../correct/actions.ts';
import { sayNoPlate, shownPlates } from '../correct/actions.ts';
import { KeysAnswer } from '../correct/KeysAnswer.tsx';
import { StorageNotice } from '../correct/StorageNotice.tsx';
import { ListChip } from '../lists/ListChip.tsx';
import { CorrectTools } from './Correcting.tsx';
import { targetOf } from './correcting.ts';
import { downloadCrop } from './exports.ts';
import { type PhotoItem, plateVerdict, stoppedOutcome } from './items.ts';
import { PhotoStage } from './PhotoStage.tsx';
import { CopyText, PlateCard } from './PlateCard.tsx';
import { usePlateCrop } from './plateCrops.ts';
import { selectedItem, selectedPlate, typing } from './readState.ts';

/** The selected photo with its boxes, and a card per plate beside it. */
export default function PhotoPane() {
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

function select(n: number): void {
  if (n === selectedPlate.peek()) return;
  typing.value = false;
  selectedPlate.value = n;
}

function PlateCards({ item }: { readonly item: PhotoItem }) {
  const { outcome } = item;
  if (item.state === 'stopped')
    return <Notice title="Not read" text={stoppedOutcome(item).message} />;
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
  return <ReadPlates item={item} outcome={outcome} />;
}

function ReadPlates({
  item,
  outcome,
}: {
  readonly item: PhotoItem;
  readonly outcome: ReadOutcome;
}) {
  const target = targetOf(item, outcome);
  const plates = shownPlates(target);
  const selected = Math.min(selectedPlate.value, plates.length - 1);
  const negative = target.label.value?.noPlate === true;
  return (
    <section class="cards" aria-label="Plates">
      {plates.length > 0 && (
        <Hint
          id="plates"
          touch="Is a text right? Tap “Right”. If not, tap the wrong character and type the right one. Hold a finger on its box to move it."
        >
          Is a text right? Press Enter. If not, press E and type: a key replaces the marked
          character, Enter saves and goes to the next doubtful one.
        </Hint>
      )}
      <CorrectTools item={item} outcome={outcome} />
      {plates.length > 0 && <KeysAnswer />}
      {negative ? (
        <div class="card notice-card">
          <h2>No plate here, you said</h2>
          <button type="button" class="link-button" onClick={() => void sayNoPlate(target)}>
            Take that back
          </button>
        </div>
      ) : (
        plates.length === 0 && (
          <div class="card notice-card">
            <h2>No plate found</h2>
            <p>
              If there is one, add it with “Missed plate”. In the settings, a larger “Size photos
              are searched at” finds smaller plates, a lower “How sure a plate must be” more of
              them.
            </p>
          </div>
        )
      )}
      {plates.length > 1 && <PlateStrip item={item} plates={plates} selected={selected} />}
      {plates.map((plate, n) => (
        <PlateCard
          key={plate.predicted ?? plate.id}
          item={item}
          target={target}
          plate={plate}
          position={n}
          outcome={outcome}
          selected={n === selected}
          onSelect={() => select(n)}
          onDownload={() => void downloadCrop(item, n)}
        />
      ))}
      <StorageNotice />
    </section>
  );
}

/** On a phone one card is shown at a time: the strip, in place of its head, goes from plate to plate. */
function PlateStrip(props: {
  readonly item: PhotoItem;
  readonly plates: readonly ShownPlate[];
  readonly selected: number;
}) {
  const shown = props.plates[props.selected] ?? null;
  const crop = useObjectUrl(usePlateCrop(props.item, shown));
  return (
    <fieldset class="plate-strip" aria-label="Plates of this photo">
      {props.plates.map((plate, n) => (
        <button
          key={plate.id}
          type="button"
          class="strip-plate"
          aria-pressed={n === props.selected}
          data-verdict={plateVerdict(plate)}
          onClick={() => select(n)}
        >
          {n + 1} <b>{plate.text || '?'}</b>
        </button>
      ))}
      {crop && <img class="plate-crop" src={crop} alt="The selected plate, cut out" />}
      <ListChip text={shown?.text} />
      <CopyText text={shown?.text ?? ''} />
    </fieldset>
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
