import { signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { announce } from '../components/announce.ts';
import { Hint } from '../components/Hint.tsx';
import { useShortcuts } from '../components/shortcuts.ts';
import { showToast } from '../components/toasts.tsx';
import { type ShownPlate, shownPlates } from '../correct/actions.ts';
import type { AnnotationTarget } from '../correct/annotationTarget.ts';
import { onStep } from '../correct/correctionQueue.ts';
import { watch } from '../correct/saveQueue.ts';
import { placeOf, type StepPlate } from '../correct/stepPlate.ts';
import { dropKeys, giveKeys, holdKeys } from '../correct/typeAhead.ts';
import { UndoButtons } from '../correct/UndoButtons.tsx';
import { useCorrectionKeys } from '../correct/useCorrectionKeys.ts';
import { plural } from '../format/numbers.ts';
import { entryPlate } from './entryPlate.ts';
import { Opening } from './Opening.tsx';
import { createPace } from './pace.ts';
import { ReviewCard } from './ReviewCard.tsx';
import { ReviewHead } from './ReviewHead.tsx';
import { ReviewStage } from './ReviewStage.tsx';
import { answerName, reviewed } from './reviewed.ts';
import { reviewShortcuts } from './reviewShortcuts.ts';
import { type ReviewEntry, useEntry } from './useEntry.ts';
import { useTypeAnywhere } from './useTypeAnywhere.ts';
import './review.css';

const drawing = signal(false);

/**
 * Going through photos one plate after the other, by keyboard alone: the plate large, the reading
 * ready to be typed over. An answer goes on to the next plate that asks for one.
 */
export function ReviewView(props: {
  readonly queue: readonly ReviewEntry[];
  readonly start: number;
  /** Whether a plate is to be answered here. */
  readonly asks: (plate: ShownPlate) => boolean;
  readonly back: string;
  /** How far one is, in words, at a place of the queue; without it the photos left are counted. */
  readonly progress?: (at: number) => string;
  readonly onClose: () => void;
  /** What is said of the photo of this key, above it. */
  readonly note?: (key: string) => ComponentChildren;
  /** Hears of each answer, right after it was given; stable. */
  readonly onAnswered?: (target: AnnotationTarget, plate: ShownPlate) => void;
  /** What stands there at the end. */
  readonly summary: (answered: number) => ComponentChildren;
}) {
  const { queue, asks, onAnswered } = props;
  const [at, setAt] = useState(props.start);
  const [plateAt, setPlateAt] = useState(0);
  const [whole, setWhole] = useState(false);
  /** Plates answered here, by photo and plate; those taken back since are not among `answered`. */
  const given = useRef(new Set<string>());
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  /** Whether the next plate's text takes the keys, or the keys answer. */
  const typing = useSignal(true);
  const pace = useMemo(() => createPace(() => performance.now()), []);
  const openPlates = useCallback(
    (target: AnnotationTarget) =>
      shownPlates(target).flatMap((plate, n) => (asks(plate) ? [n] : [])),
    [asks],
  );
  /** The plate an undo was on, until its photo is there. */
  const undone = useRef<StepPlate | null>(null);
  /** The photo had all its answers when it came up: its plates are looked through, one after the other. */
  const isRevisit = useRef(false);
  /** Backwards a photo is entered by its last plate. */
  const goesBack = useRef(false);
  /** How often a photo was read here: its target is another one then. */
  const [reads, setReads] = useState(0);
  const loaded = useEntry(
    queue[at],
    queue[at + 1],
    useCallback(
      (shown: AnnotationTarget) => {
        drawing.value = false;
        const place = undone.current && placeOf(shown, undone.current);
        undone.current = null;
        const open = openPlates(shown);
        isRevisit.current = open.length === 0;
        setPlateAt(place ?? entryPlate(shownPlates(shown), open, goesBack.current));
        goesBack.current = false;
        setWhole(false);
      },
      [openPlates],
    ),
    useCallback(() => {
      const dropped = dropKeys();
      if (dropped > 0) {
        showToast({ text: `${plural(dropped, 'key')} typed ahead for that photo were let go.` });
      }
      setAt((n) => Math.min(queue.length, n + 1));
    }, [queue.length]),
    reads,
  );
  const target = loaded?.target ?? null;
  useEffect(() => (target ? watch(target) : undefined), [target]);
  const key = queue[at]?.key ?? null;
  useEffect(() => {
    reviewed.value = key;
    return () => {
      reviewed.value = null;
    };
  }, [key]);
  // Keys that answer, or a photo without plates: a field would have taken them by now.
  const hasField = target !== null && shownPlates(target).length > 0;
  // Before the next paint: a key pressed meanwhile would be taken for the next plate's.
  useLayoutEffect(() => {
    if (target && !(typing.value && hasField)) giveKeys();
  }, [target, typing.value, plateAt, hasField]);
  useTypeAnywhere(typing);
  useEffect(() => () => void dropKeys(), []);
  const state = useRef({ at, plateAt, target });
  state.current = { at, plateAt, target };
  useEffect(
    () =>
      onStep((stepped, plate) => {
        const { key: own, sample } = stepped;
        const position = queue.findIndex(({ key }) => key === own || key === sample.peek());
        if (position < 0) return false;
        const now = state.current;
        const changed = plate ? placeOf(stepped, plate) : null;
        const isWhole = changed === null || given.current.has(answerName(own, null));
        const name = answerName(own, isWhole ? null : shownPlates(stepped)[changed]);
        if (given.current.has(name)) {
          const isOpen = isWhole
            ? stepped.label.peek()?.noPlate !== true
            : openPlates(stepped).includes(changed);
          setAnswered((before) => {
            const next = new Set(before);
            if (isOpen) next.delete(name);
            else next.add(name);
            return next;
          });
        }
        const place = position === now.at && plate && now.target && placeOf(now.target, plate);
        if (typeof place === 'number') setPlateAt(place);
        undone.current = position === now.at ? null : plate;
        setAt(position);
        return true;
      }),
    [queue, openPlates],
  );

  const step = useCallback(
    (by: 1 | -1) => {
      const now = state.current;
      const plates = now.target ? shownPlates(now.target).length : 0;
      const next = now.plateAt + by;
      if (next >= 0 && next < plates) setPlateAt(next);
      else {
        goesBack.current = by < 0 && now.at > 0;
        setAt(Math.min(queue.length, Math.max(0, now.at + by)));
      }
    },
    [queue.length],
  );
  const goOn = useCallback(
    (answeredPlate: ShownPlate | undefined) => {
      pace.count();
      typing.value = true; // keys answer one plate: a text typed at the next one is its text
      const now = state.current;
      const open = now.target ? openPlates(now.target) : [];
      const plates = now.target && isRevisit.current ? shownPlates(now.target) : [];
      const after = answeredPlate && plates[now.plateAt + 1] ? now.plateAt + 1 : undefined;
      const next = open.find((n) => n > now.plateAt) ?? open[0] ?? after;
      // Keys wait until the next plate, or photo, is there: until then they would fall on this one.
      if (next !== now.plateAt) holdKeys();
      if (next !== undefined) setPlateAt(next);
      else {
        setAt(Math.min(queue.length, now.at + 1));
      }
      if (!now.target) return;
      const name = answerName(now.target.key, answeredPlate);
      given.current.add(name);
      setAnswered((before) => new Set([...before, name]));
      const plate = shownPlates(now.target)[now.plateAt];
      if (plate) onAnswered?.(now.target, plate);
    },
    [pace, queue.length, openPlates, onAnswered],
  );
  /** Before an answer, which may take the plate away: "not a plate" to a drawn one. */
  const answering = useCallback(() => {
    const now = state.current;
    const plate = now.target ? shownPlates(now.target)[now.plateAt] : undefined;
    return () => goOn(plate);
  }, [goOn]);
  useCorrectionKeys(
    useCallback(() => {
      const now = state.current;
      if (!now.target) return null;
      return { target: now.target, plate: shownPlates(now.target)[now.plateAt] ?? null };
    }, []),
    answering,
    true,
  );
  const finished = at >= queue.length;
  useShortcuts(
    useMemo(
      () =>
        reviewShortcuts({
          type: () => {
            typing.value = true;
            document.querySelector<HTMLElement>('.review-card .plate-field')?.focus();
          },
          step,
          whole: () => setWhole((w) => !w),
          close: props.onClose,
        }),
      [step, props.onClose],
    ),
  );

  useEffect(() => {
    if (!finished) return;
    dropKeys();
    announce('The review is finished.');
  }, [finished]);

  const head = (
    <ReviewHead
      back={props.back}
      onClose={props.onClose}
      left={props.progress?.(at) ?? `${plural(Math.max(0, queue.length - at), 'photo')} left`}
      answered={answered.size}
      perMinute={pace.perMinute()}
    >
      {key !== null && props.note?.(key)}
    </ReviewHead>
  );
  if (finished) {
    return (
      <section class="review review-done" aria-label="Review">
        {head}
        <div class="card review-summary">
          {props.summary(answered.size)}
          {answered.size > 0 && <UndoButtons />}
        </div>
      </section>
    );
  }
  if (!loaded || !target) {
    return (
      <section class="review">
        {head}
        <Opening />
      </section>
    );
  }

  const plates = shownPlates(target);
  const shown = plates[plateAt] ? plateAt : 0;
  const selectDrawn = (place: number) => {
    setPlateAt(place);
    typing.value = true;
  };
  return (
    <section
      class="review"
      aria-label="Review"
      onFocusIn={(event) => {
        if ((event.target as HTMLElement).classList.contains('plate-field')) typing.value = true;
      }}
      onKeyDown={(event) => {
        const inField = (event.target as HTMLElement).classList.contains('plate-field');
        // The first one takes back what was typed, and stays in the text.
        const left = inField && document.activeElement !== event.target;
        if (left && event.key === 'Escape') typing.value = false;
        const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (!inField || by === 0) return;
        event.preventDefault();
        step(by);
      }}
    >
      {head}
      {typing.value && hasField && (
        <Hint
          id="review"
          touch="Is the text right? Tap “Right”. If not, tap the wrong character and type the right one."
        >
          Is the text right? Press Enter, or “Right”. If not, type: a key replaces the marked
          character. Enter saves and goes on, Ctrl Z takes back, Esc lets X answer “not a plate”.
        </Hint>
      )}
      <div class="review-columns">
        <ReviewStage
          target={target}
          photo={loaded.photo}
          plates={plates}
          plateAt={shown}
          whole={whole}
          drawing={drawing}
          onSelect={setPlateAt}
          onDrawn={selectDrawn}
        />
        <ReviewCard
          target={target}
          photo={loaded.photo}
          plates={plates}
          plateAt={shown}
          typing={typing.value}
          whole={whole}
          drawing={drawing}
          onAnswer={answering}
          onWhole={() => setWhole(!whole)}
          onDrawn={selectDrawn}
          onNoPlate={() => goOn(undefined)}
          read={queue[at]?.read}
          onRead={() => setReads((n) => n + 1)}
        />
      </div>
    </section>
  );
}
