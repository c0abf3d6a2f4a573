import { percentText } from '../format/numbers.ts';
import { REASON_NAMES, type ShownPlate } from './actions.ts';
import type { AnnotationTarget } from './annotationTarget.ts';

type Answer = 'open' | 'right' | 'not-plate' | 'unreadable' | 'box';

export function answerOf({ label, status }: ShownPlate): Answer {
  if (status === 'rejected') return 'not-plate';
  if (!label) return 'open';
  if (label.unreadable) return 'unreadable';
  return label.text === null ? 'box' : 'right';
}

/** What was said of a plate, and whether that is kept. */
export function AnswerLine(props: {
  readonly target: AnnotationTarget;
  readonly plate: ShownPlate;
  /** Something was typed and is not saved. */
  readonly draft: boolean;
  /** A text stands there that the person has not said. */
  readonly filled: boolean;
  /** What was typed waits for a choice between two texts. */
  readonly asked: boolean;
  /** The reader is at it. */
  readonly reading: boolean;
}) {
  const { plate, draft } = props;
  const saving = props.target.saving.value;
  // What a person said stands, also while the reader is still at a text that was missing.
  const unanswered = ['open', 'box'].includes(answerOf(plate));
  const standing = () => {
    if (draft) {
      const hint = props.asked ? ' yet' : ': Enter saves, Esc takes back';
      return ['Not saved', <span class="fine-pointer-only">{hint}</span>];
    }
    if (props.reading && unanswered) return 'Reading this plate …';
    return props.filled ? 'Filled in by the reader: is it right?' : said(plate);
  };
  return (
    <p
      class="correct-state"
      data-testid="correct-state"
      data-keeping={saving.state}
      data-draft={draft}
    >
      <span>{standing()}</span>
      {saving.state === 'failed' && <b> · NOT saved</b>}
      {saving.state === 'waiting' && <b> · NOT saved yet: it waits for room on the disk</b>}
      {saving.state === 'keeping' && <span class="muted"> · saving …</span>}
    </p>
  );
}

function said(plate: ShownPlate): string {
  const { label, read, text } = plate;
  const reading = read?.reading;
  switch (answerOf(plate)) {
    case 'open': {
      if (!reading?.text) return 'Not readable: what does it say?';
      const { layer } = reading;
      const learnt = layer?.isUsed ? `, learnt from your ${layer.answers} answers` : '';
      return `${percentText(reading.confidence)} sure${learnt}, not checked yet`;
    }
    case 'not-plate':
      return 'Not a plate';
    case 'unreadable':
      return `Unreadable: ${label?.unreadable ? REASON_NAMES[label.unreadable] : ''}`;
    case 'box':
      if (text === '') return 'Text missing: what does it say?';
      // A box that came with an import was not moved by anyone.
      return label?.origin ? 'Box moved; is the text right?' : 'Is the text right?';
    case 'right':
      if (plate.checked === 'added') return 'Added by you';
      if (plate.checked === 'confirmed') return 'Checked: right';
      return reading?.text ? `Corrected; ${reading.text} was read` : `Corrected to ${text}`;
  }
}
