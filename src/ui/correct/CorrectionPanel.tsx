import { useId } from 'preact/hooks';
import { UNREADABLE_REASONS } from '../../core/dataset/types.ts';
import type { Reading } from '../../core/types.ts';
import { Icon } from '../components/Icon.tsx';
import {
  confirmText,
  markUnreadable,
  REASON_NAMES,
  refusePlate,
  type ShownPlate,
  setRegion,
  setRows,
} from './actions.ts';
import { PlateField } from './PlateField.tsx';
import { isCorrectable, type Subject } from './subject.ts';

/** Right, wrong, unreadable: everything one can say about a plate, beneath its card. */
export function CorrectionPanel(props: {
  readonly subject: Subject;
  readonly plate: ShownPlate;
  readonly reading: Reading | null;
  readonly autoFocus?: boolean;
  /** After an answer, e.g. to go on to the next. */
  readonly onAnswered?: () => void;
}) {
  const { subject, plate, reading } = props;
  const id = useId();
  const answered = () => props.onAnswered?.();
  if (!isCorrectable(subject)) {
    return (
      <p class="correct-note">
        This photo is not at hand any more. Choose it again to correct what was read.
      </p>
    );
  }
  const { label } = plate;
  return (
    <fieldset class="correct" data-answer={answerOf(plate)} aria-label="Is this right?">
      <div class="correct-line">
        <PlateField
          id={`${id}-text`}
          text={plate.text}
          reading={reading}
          autoFocus={props.autoFocus ?? false}
          onConfirm={(typed) => {
            if (confirmText(subject, plate, typed)) answered();
          }}
          onChange={(typed) => confirmText(subject, plate, typed)}
        />
        <button
          type="button"
          class="button button-primary"
          disabled={plate.text === ''}
          onClick={() => {
            if (confirmText(subject, plate, plate.text)) answered();
          }}
        >
          <Icon name="check" /> Right
        </button>
        <button
          type="button"
          class="button"
          aria-pressed={label?.verdict === 'not-plate'}
          onClick={() => {
            refusePlate(subject, plate);
            answered();
          }}
        >
          <Icon name="close" /> Not a plate
        </button>
      </div>
      <div class="correct-line correct-details">
        <label>
          <span class="label">Unreadable</span>
          <select
            class="select"
            value={label?.unreadable ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const reason = UNREADABLE_REASONS.find((r) => r === value) ?? null;
              markUnreadable(subject, plate, reason);
              if (reason) answered();
            }}
          >
            <option value="">no</option>
            {UNREADABLE_REASONS.map((reason, i) => (
              <option key={reason} value={reason}>
                {i + 1} {REASON_NAMES[reason]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span class="label">Country</span>
          <input
            class="input country-field"
            value={label?.region ?? ''}
            placeholder="xx"
            maxLength={2}
            autocomplete="off"
            spellcheck={false}
            aria-label="Country, two letters"
            onChange={({ currentTarget: input }) => {
              if (!setRegion(subject, plate, input.value)) input.value = label?.region ?? '';
            }}
          />
        </label>
        <label>
          <span class="label">Rows</span>
          <select
            class="select"
            value={String(label?.rows ?? reading?.rows ?? '')}
            onChange={({ currentTarget: { value } }) =>
              setRows(subject, plate, value === '1' ? 1 : value === '2' ? 2 : null)
            }
          >
            <option value="">–</option>
            <option value="1">1</option>
            <option value="2">2</option>
          </select>
        </label>
      </div>
      <AnswerLine subject={subject} plate={plate} />
    </fieldset>
  );
}

type Answer = 'open' | 'right' | 'not-plate' | 'unreadable' | 'box';

function answerOf({ label }: ShownPlate): Answer {
  if (!label) return 'open';
  if (label.verdict === 'not-plate') return 'not-plate';
  if (label.unreadable) return 'unreadable';
  return label.text === null ? 'box' : 'right';
}

function AnswerLine({ subject, plate }: { readonly subject: Subject; readonly plate: ShownPlate }) {
  const keeping = subject.keeping.value;
  const { label } = plate;
  const said: Readonly<Record<Answer, string>> = {
    open: 'Not answered yet',
    right: `Labelled ${label?.text ?? ''}`,
    'not-plate': 'Labelled: not a plate',
    unreadable: `Labelled: unreadable, ${label?.unreadable ? REASON_NAMES[label.unreadable] : ''}`,
    box:
      plate.text === '' ? 'Box labelled; its text is missing' : 'Box labelled; is the text right?',
  };
  const kept = label
    ? {
        idle: '',
        keeping: 'keeping …',
        kept: 'kept in this browser; export to be safe',
        failed: 'NOT kept',
      }[keeping.state]
    : '';
  return (
    <p class="correct-state" data-testid="correct-state" data-keeping={keeping.state}>
      <span>{said[answerOf(plate)]}</span>
      {kept !== '' && <span class="muted"> · {kept}</span>}
    </p>
  );
}
