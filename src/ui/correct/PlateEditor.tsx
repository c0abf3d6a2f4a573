import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { sourceOf } from '../../core/learning/source.ts';
import { normalisePlateText } from '../../core/plateText.ts';
import type { Reading } from '../../core/types.ts';
import { settings } from '../appSettings.ts';
import { Icon } from '../components/Icon.tsx';
import { percentText } from '../format/numbers.ts';
import { learntShapes } from '../learn/learnState.ts';
import { AnswerLine, answerOf } from './AnswerLine.tsx';
import { confirmText, isOpen, refusePlate, type ShownPlate } from './actions.ts';
import { countryHints, learntHints, shownAlternatives } from './alternatives.ts';
import { type AnnotationTarget, isCorrectable } from './annotationTarget.ts';
import { draftKeyOf, draftOf, isTyped, runOf, setDraft } from './drafts.ts';
import { PlateDetails } from './PlateDetails.tsx';
import { PlateField } from './PlateField.tsx';
import { ignoreSecondClick } from './secondClick.ts';
import { leftOutNote, textFault } from './textFault.ts';
import { likelierFirst, typedAlone } from './typedRun.ts';
import { UnreadableChoice } from './UnreadableChoice.tsx';
import { usePrefill } from './usePrefill.ts';
import { type Question, WhichText } from './WhichText.tsx';

/** A plate's text as the field to correct it in, other texts to take, and the answers. */
export function PlateEditor(props: {
  readonly target: AnnotationTarget;
  readonly plate: ShownPlate;
  readonly reading: Reading | null;
  readonly selected: boolean;
  /** The picture to read a plate without a text from; left out, the target's own. */
  readonly photo?: Blob | null;
  readonly autoFocus?: boolean;
  /**
   * Before an answer is given; what it returns runs after it, e.g. to go on to the next plate.
   * @param typed it comes from the text field
   */
  readonly onAnswer?: (typed: boolean) => () => void;
  /** More in the folded part. */
  readonly details?: ComponentChildren;
}) {
  const { target, plate } = props;
  const id = useId();
  const draftKey = draftKeyOf(target, plate);
  const prefill = usePrefill(plate, props.photo ?? target.photo, draftKey);
  const reading = props.reading ?? prefill.reading;
  const draft = draftOf(draftKey);
  const can = isCorrectable(target);
  const rejected = plate.status === 'rejected';
  const current = draft ?? plate.text;
  const isEmpty = current === '';
  /** Enter was pressed with nothing to save. */
  const [asked, setAsked] = useState(false);
  /** The reasons why nobody can read it are shown, though there is a text. */
  const [isChoosing, setChoosing] = useState(false);
  const run = runOf(draftKey);
  /** What a text that was to be saved may be meant as, until it is said. */
  const question = useSignal<Question | null>(null);
  const asks = () => {
    const { value } = question;
    return value?.of === (draftOf(draftKey) ?? plate.text) ? value : null;
  };
  // Of a text that was typed behind another, what belongs to it is asked first.
  const fault = typedAlone(run.current, current) === null ? textFault(current) : null;

  const leftOut = fault === null ? leftOutNote(current) : null;

  const standing = asks();
  const answer = (say: () => unknown, typed = false) => {
    setChoosing(false);
    const after = props.onAnswer?.(typed);
    if (say() === false) return;
    ignoreSecondClick();
    after?.();
  };
  const take = (text: string, typed = false) => {
    setDraft(draftKey, null);
    run.current = null;
    question.value = null;
    answer(() => confirmText(target, plate, text), typed);
  };
  /** Takes it, or asks first whether what is left of the old text belongs to it. */
  const save = (text: string, typed = false) => {
    const before = question.peek();
    const alone = typedAlone(run.current, text);
    if (before?.of === text) {
      // Keys that were let go were meant for another plate, and so is this Enter.
      if (before.letGo) question.value = { ...before, letGo: false };
      else take(before.choices[0] ?? text, typed);
    } else if (alone !== null) {
      question.value = { of: text, choices: likelierFirst(text, alone, plate.text), letGo: false };
    } else if (textFault(text) === null) take(text, typed);
  };
  /** One click takes it, but over an answer it is put into the field, to be saved. */
  const offer = (text: string) => {
    run.current = null;
    if (isOpen(plate)) return take(text);
    setDraft(draftKey, text);
    // Enter saves it, and does not press the suggestion again; a finger has “Save”.
    if (!matchMedia('(pointer: coarse)').matches) document.getElementById(`${id}-text`)?.focus();
  };
  const source = sourceOf(target.file, target.source);
  const format = learntShapes.value.find((one) => one.source === source);
  const learnt = learntHints(current, format, reading);
  const expected = countryHints(current, plate.label?.region ?? settings.value.country);
  const hints = [...learnt, ...expected.filter(({ text }) => text !== learnt[0]?.text)];
  // What our reader filled in stands in the field already.
  const known = new Set([...hints.map(({ text }) => text), ...(plate.text === '' ? [draft] : [])]);
  const others = [
    ...hints,
    ...shownAlternatives(reading, plate.text).filter(({ text }) => !known.has(text)),
  ];

  const reasons = (
    <UnreadableChoice
      target={target}
      plate={plate}
      asked={asked}
      inSight={isChoosing}
      answer={answer}
    />
  );
  return (
    <fieldset
      class="correct"
      data-answer={answerOf(plate)}
      aria-label="Is this right?"
      onKeyDown={(event) => {
        if (event.key === 'Escape') question.value = null;
        const other = asks()?.choices[1];
        if (event.key !== 'Backspace' || other === undefined) return;
        event.preventDefault();
        take(other, true);
      }}
    >
      <PlateField
        id={`${id}-text`}
        draftKey={draftKey}
        text={plate.text}
        reading={reading}
        autoFocus={props.autoFocus ?? false}
        selected={props.selected}
        onConfirm={(typed) => {
          const isNothing = normalisePlateText(typed) === '';
          setAsked(isNothing);
          if (!isNothing) save(typed, true);
          // Answered already, without a text: on.
          else if (plate.text === '' && !isOpen(plate)) answer(() => undefined, true);
        }}
        run={run}
        takes={() => {
          const now = asks();
          if (now) question.value = { ...now, letGo: true };
          return now === null;
        }}
      />
      {standing && <WhichText {...standing} onTake={take} />}
      {fault !== null && !standing && (
        <p class="correct-asked" role="alert">
          {fault}
        </p>
      )}
      {leftOut !== null && !standing && (
        <p class="correct-asked" role="status">
          {leftOut}
        </p>
      )}
      {/* What comes and goes is below: from plate to plate an answer stays where the finger is. */}
      <div class="correct-line">
        <button
          type="button"
          class="button button-primary"
          aria-pressed={answerOf(plate) === 'right' && draft === undefined}
          disabled={!can || isEmpty || fault !== null || standing !== null}
          onClick={() => save(current)}
        >
          <Icon name="check" /> {isTyped(draftKey) ? 'Save' : 'Right'}
        </button>
        <button
          type="button"
          class="button"
          aria-pressed={rejected}
          disabled={!can}
          onClick={() => answer(() => refusePlate(target, plate))}
        >
          <Icon name="close" /> Not a plate
        </button>
        {!isEmpty && (
          <button
            type="button"
            class="button"
            aria-expanded={isChoosing}
            disabled={!can}
            onClick={() => setChoosing(!isChoosing)}
          >
            Unreadable
          </button>
        )}
      </div>
      {((isEmpty && !prefill.working && !rejected) || isChoosing) && reasons}
      {others.length > 0 && (
        <p class="alternatives">
          <span class="label">Or</span>
          {others.map(({ text, confidence, from }, n) => (
            <button
              key={text}
              type="button"
              class="alternative"
              disabled={!can}
              aria-keyshortcuts={`Alt+${n + 1}`}
              title={`${isOpen(plate) ? 'Take this text' : 'Put this text into the field'} (Alt ${n + 1})`}
              onClick={() => offer(text)}
            >
              <b>{text}</b> {from ?? percentText(confidence ?? 0)}
            </button>
          ))}
        </p>
      )}
      <div class="correct-foot">
        <AnswerLine
          target={target}
          plate={plate}
          draft={isTyped(draftKey)}
          filled={draft !== undefined}
          asked={standing !== null}
          reading={prefill.working}
        />
        <PlateDetails target={target} plate={plate} reading={reading} disabled={!can}>
          {props.details}
        </PlateDetails>
      </div>
    </fieldset>
  );
}
