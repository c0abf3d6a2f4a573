import { signal } from '@preact/signals';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Box } from '../../core/types.ts';
import { announce } from '../components/announce.ts';
import { FileName } from '../components/FileName.tsx';
import { Icon } from '../components/Icon.tsx';
import { PhotoViewer } from '../components/PhotoViewer.tsx';
import { PlateText } from '../components/PlateText.tsx';
import { type Shortcut, useShortcuts } from '../components/shortcuts.ts';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import { drawPlate, moveBox, shownPlates } from '../correct/actions.ts';
import { BoxEditor } from '../correct/BoxEditor.tsx';
import { CorrectionPanel } from '../correct/CorrectionPanel.tsx';
import { CorrectToolbar } from '../correct/CorrectToolbar.tsx';
import { onStep, watch } from '../correct/keeper.ts';
import type { Subject } from '../correct/subject.ts';
import { useCorrectionKeys } from '../correct/useCorrectionKeys.ts';
import { percentText, plural } from '../format/numbers.ts';
import { openPlates } from './keptSubject.ts';
import { createPace } from './pace.ts';
import { useReviewPhoto } from './reviewPhoto.ts';
import { SecondOpinion } from './SecondOpinion.tsx';

const drawing = signal(false);

/**
 * Going through samples one plate after the other, by keyboard alone: the crop large, the reading
 * ready to be typed over. `queue` are samples in order; an answer goes on to the next open plate.
 */
export function ReviewView(props: {
  readonly queue: readonly string[];
  readonly start: number;
  readonly onClose: () => void;
}) {
  const { queue } = props;
  const [at, setAt] = useState(props.start);
  const [plateAt, setPlateAt] = useState(0);
  const [whole, setWhole] = useState(false);
  const [answered, setAnswered] = useState(0);
  /** Whether the next plate's text takes the keys, or the keys answer. */
  const [typing, setTyping] = useState(true);
  const pace = useMemo(() => createPace(() => performance.now()), []);
  const id = queue[at];
  const loaded = useReviewPhoto(
    id,
    queue[at + 1],
    useCallback((shown: Subject) => {
      drawing.value = false;
      setPlateAt(openPlates(shown)[0] ?? 0);
      setWhole(false);
    }, []),
    useCallback(() => setAt((n) => Math.min(queue.length, n + 1)), [queue.length]),
  );
  const subject = loaded?.subject ?? null;
  useEffect(() => (subject ? watch(subject) : undefined), [subject]);
  useEffect(
    () =>
      onStep((undone) => {
        const position = queue.indexOf(undone.sample.peek() ?? '');
        if (position >= 0) setAt(position);
      }),
    [queue],
  );
  const url = useObjectUrl(loaded?.photo ?? null);

  const close = useRef<{ subject: Subject; plate: string; box: Box } | null>(null);
  const state = useRef({ at, plateAt, subject });
  state.current = { at, plateAt, subject };
  const step = useCallback(
    (by: 1 | -1) => {
      const now = state.current;
      const plates = now.subject ? shownPlates(now.subject).length : 0;
      const next = now.plateAt + by;
      if (next >= 0 && next < plates) setPlateAt(next);
      else setAt(Math.min(queue.length, Math.max(0, now.at + by)));
    },
    [queue.length],
  );
  const goOn = useCallback(() => {
    pace.count();
    setAnswered((n) => n + 1);
    const now = state.current;
    const open = now.subject ? openPlates(now.subject) : [];
    const next = open.find((n) => n > now.plateAt) ?? open[0];
    if (next !== undefined) setPlateAt(next);
    else setAt(Math.min(queue.length, now.at + 1));
  }, [pace, queue.length]);
  useCorrectionKeys(
    useCallback(() => {
      const now = state.current;
      if (!now.subject) return null;
      return { subject: now.subject, plate: shownPlates(now.subject)[now.plateAt] ?? null };
    }, []),
    goOn,
  );
  useShortcuts(
    useMemo<readonly Shortcut[]>(
      () => [
        {
          keys: ['Esc'],
          label: 'Answer by keys: J, K, X and digits work at once, also on the plates to come',
          group: 'Review',
        },
        {
          keys: ['E'],
          label: 'Type over the text again',
          group: 'Review',
          run: () => {
            setTyping(true);
            document.querySelector<HTMLElement>('.review-card .plate-field')?.focus();
          },
        },
        { keys: ['J'], label: 'Next plate', group: 'Review', run: () => step(1) },
        { keys: ['K'], label: 'Previous plate', group: 'Review', run: () => step(-1) },
        {
          keys: ['ArrowDown', 'ArrowUp'],
          label: 'Next, previous (also while typing)',
          group: 'Review',
        },
        {
          keys: ['W'],
          label: 'Whole photo or close-up',
          group: 'Review',
          run: () => setWhole((w) => !w),
        },
        { keys: ['Q'], label: 'Back to all samples', group: 'Review', run: props.onClose },
      ],
      [step, props.onClose],
    ),
  );

  const left = Math.max(0, queue.length - at);
  const finished = at >= queue.length;
  useEffect(() => {
    if (finished) announce('The review is finished.');
  }, [finished]);

  const head = (
    <header class="review-head">
      <button type="button" class="button" onClick={props.onClose}>
        <Icon name="back" /> All samples
      </button>
      <p data-testid="review-status">
        {plural(left, 'sample')} left
        {answered > 0 && ` · ${answered} answered · ${pace.perMinute().toFixed(0)} a minute`}
      </p>
    </header>
  );
  if (finished) {
    return (
      <section class="review review-done" aria-label="Review">
        {head}
        <div class="card">
          <h2>Nothing left to review</h2>
          <p>Every plate of this list has its answer. Export a backup to be safe.</p>
        </div>
      </section>
    );
  }
  if (!loaded || !subject) return <section class="review">{head}</section>;

  const plates = shownPlates(subject);
  const plate = plates[plateAt] ?? plates[0];
  // As the plate came up: moving its box must not pull the photo from under the pointer.
  if (plate && (close.current?.subject !== subject || close.current.plate !== plate.id)) {
    close.current = { subject, plate: plate.id, box: plate.box };
  }
  const read =
    plate?.predicted == null
      ? null
      : (subject.prediction?.plates[plate.predicted]?.reading ?? null);
  return (
    <section
      class="review"
      aria-label="Review"
      onFocusIn={(event) => {
        if ((event.target as HTMLElement).classList.contains('plate-field')) setTyping(true);
      }}
      onKeyDown={(event) => {
        const inField = (event.target as HTMLElement).classList.contains('plate-field');
        if (inField && event.key === 'Escape') setTyping(false);
        const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (!inField || by === 0) return;
        event.preventDefault();
        step(by);
      }}
    >
      {head}
      <div class="review-columns">
        <div class="review-stage">
          <PhotoViewer
            src={url}
            size={subject.size}
            label="The plate, large. Plus and minus zoom, arrow keys pan."
            focus={whole || !plate ? null : (close.current?.box ?? plate.box)}
            around={1.6}
            placeholder="This browser cannot show this photo."
            onUnshowable={() => undefined}
            overlay={(context) => (
              <BoxEditor
                context={context}
                plates={plates}
                selected={plateAt}
                onSelect={setPlateAt}
                editable={true}
                onMove={(moved, box) => moveBox(subject, moved, box)}
                drawing={drawing.value}
                onDrawn={(box) => {
                  drawing.value = false;
                  if (!box) return;
                  drawPlate(subject, box);
                  setPlateAt(shownPlates(subject).length - 1);
                }}
              />
            )}
          />
        </div>
        <div class="review-card card" data-testid="review-card">
          <p class="muted">
            <FileName name={subject.file} max={36} />
            {plates.length > 1 && ` · plate ${plateAt + 1} of ${plates.length}`}
          </p>
          {read && <PlateText reading={read} />}
          {read && read.alternatives.length > 0 && (
            <p class="alternatives">
              <span class="label">Runner-up</span>
              {read.alternatives.slice(0, 2).map(({ text, confidence }) => (
                <span key={text} class="alternative">
                  <b>{text}</b> {percentText(confidence)}
                </span>
              ))}
            </p>
          )}
          {plate && <SecondOpinion key={plate.id} photo={loaded.photo} box={plate.box} />}
          {plate ? (
            <CorrectionPanel
              key={plate.id}
              subject={subject}
              plate={plate}
              reading={read}
              autoFocus={typing}
              onAnswered={goOn}
            />
          ) : (
            <p>No plate was found here. Draw one that was missed, or say that there is none.</p>
          )}
          <CorrectToolbar
            subject={subject}
            drawing={drawing}
            onDrawn={() => setPlateAt(shownPlates(subject).length - 1)}
          />
          <button type="button" class="link-button" onClick={() => setWhole(!whole)}>
            {whole ? 'Close-up of the plate' : 'Whole photo'}
          </button>
        </div>
      </div>
    </section>
  );
}
