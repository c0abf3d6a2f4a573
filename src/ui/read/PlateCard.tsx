import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ReadOutcome } from '../../core/results.ts';
import type { Plate } from '../../core/types.ts';
import { Icon } from '../components/Icon.tsx';
import { PlateText } from '../components/PlateText.tsx';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import { durationText, percentText } from '../format/numbers.ts';
import { shownAlternatives } from './items.ts';

/**
 * Everything about one plate: crop, text with the confidence of each character, alternatives, and
 * how it was read. `children` are further actions and stand beneath.
 */
export function PlateCard(props: {
  readonly plate: Plate;
  /** Position among the photo's plates, from 0. */
  readonly position: number;
  readonly outcome: ReadOutcome;
  readonly crop: Blob | null;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onCopy: () => void;
  readonly onDownload: () => void;
  readonly children?: ComponentChildren;
}) {
  const { plate, position, outcome, selected } = props;
  const { reading, detection } = plate;
  const alternatives = shownAlternatives(reading);
  const cropUrl = useObjectUrl(props.crop);
  const ref = useRef<HTMLElement>(null);
  const before = useRef(selected);
  useEffect(() => {
    const chosenNow = selected && !before.current;
    before.current = selected;
    // Only where the cards scroll by themselves: on a phone the page would jump off the photo.
    const column = ref.current?.parentElement;
    if (!chosenNow || !column || column.scrollHeight <= column.clientHeight) return;
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);

  return (
    <article
      ref={ref}
      class="card plate-card"
      data-selected={selected}
      aria-label={`Plate ${position + 1}`}
      onFocusCapture={props.onSelect}
      onPointerDown={props.onSelect}
    >
      <header class="plate-card-head">
        <span class="plate-number">{position + 1}</span>
        {cropUrl ? (
          <img class="plate-crop" src={cropUrl} alt={`Crop of plate ${position + 1}`} />
        ) : (
          <span class="plate-crop plate-crop-none" />
        )}
      </header>
      <PlateText reading={reading} />
      <dl class="measures">
        <div>
          <dt>Reading</dt>
          <dd>{reading && reading.text !== '' ? percentText(reading.confidence) : '–'}</dd>
        </div>
        <div>
          <dt>Detection</dt>
          <dd>{percentText(detection.confidence)}</dd>
        </div>
        <div>
          <dt>Rows</dt>
          <dd>{reading?.rows ?? '–'}</dd>
        </div>
        <div>
          <dt>Size</dt>
          <dd>
            {Math.round(detection.box.width)} × {Math.round(detection.box.height)}
          </dd>
        </div>
      </dl>
      {alternatives.length > 0 && (
        <p class="alternatives">
          <span class="label">Or</span>
          {alternatives.map(({ text, confidence }) => (
            <span key={text} class="alternative">
              <b>{text}</b> {percentText(confidence)}
            </span>
          ))}
        </p>
      )}
      <div class="plate-actions">
        <button
          type="button"
          class="button"
          disabled={!reading || reading.text === ''}
          onClick={props.onCopy}
        >
          <Icon name="copy" /> Copy text
        </button>
        <button
          type="button"
          class="button"
          disabled={props.crop === null}
          onClick={props.onDownload}
        >
          <Icon name="download" /> Crop
        </button>
      </div>
      {props.children}
      <details class="how">
        <summary>How it was read</summary>
        <dl class="facts">
          <dt>Detector</dt>
          <dd>
            {outcome.detector.id} <span class="muted">on {outcome.detector.backend}</span>
          </dd>
          <dt>Reader</dt>
          <dd>
            {outcome.reader.id} <span class="muted">on {outcome.reader.backend}</span>
          </dd>
          <dt>Decode</dt>
          <dd>{durationText(outcome.times.decodeMs)}</dd>
          <dt>Detect</dt>
          <dd>{durationText(outcome.times.detectMs)}</dd>
          <dt>Read</dt>
          <dd>{durationText(outcome.times.readMs)}</dd>
          <dt>Whole photo</dt>
          <dd>{durationText(outcome.times.totalMs)}</dd>
        </dl>
      </details>
    </article>
  );
}
