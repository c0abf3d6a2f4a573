import type { ImportAnswers, ImportClass } from '../../../rpc/archive/contract.ts';
import { useObjectUrl } from '../../components/useObjectUrl.ts';
import { plural } from '../../format/numbers.ts';

/** Which of these classes are plates: nobody but the person can tell. */
export function ClassQuestion(props: {
  readonly classes: readonly ImportClass[];
  readonly answers: ImportAnswers['classes'];
  readonly onAnswer: (answers: ImportAnswers['classes']) => void;
}) {
  const { classes, answers, onAnswer } = props;
  const say = (key: string, answer: 'plate' | 'other' | null) => {
    const { [key]: _, ...others } = answers;
    onAnswer(answer === null ? others : { ...others, [key]: answer });
  };
  return (
    <section class="import-question" aria-labelledby="import-classes-title">
      <h3 id="import-classes-title">Which of these are licence plates?</h3>
      <p class="muted">The files do not say. Without an answer their photos come without labels.</p>
      <ul class="import-classes">
        {classes.map((one) => (
          <ClassRow
            key={one.key}
            one={one}
            answer={answers[one.key] ?? null}
            onAnswer={(answer) => say(one.key, answer)}
          />
        ))}
      </ul>
    </section>
  );
}

const CHOICES = [
  ['plate', 'Plates'],
  ['other', 'Something else'],
  [null, 'Not sure'],
] as const;

function ClassRow(props: {
  readonly one: ImportClass;
  readonly answer: 'plate' | 'other' | null;
  readonly onAnswer: (answer: 'plate' | 'other' | null) => void;
}) {
  const { one, answer, onAnswer } = props;
  const url = useObjectUrl(one.picture);
  return (
    <li data-testid="import-class" data-class={one.key}>
      <div class="class-picture">{url && <img src={url} alt={`An object of ${one.name}`} />}</div>
      <fieldset>
        <legend>
          <b>{one.name}</b> <span class="muted">{plural(one.objects, 'object')}</span>
        </legend>
        {CHOICES.map(([value, label]) => (
          <label key={label}>
            <input
              type="radio"
              name={`class-${one.key}`}
              value={value ?? 'unknown'}
              checked={answer === value}
              onChange={() => onAnswer(value)}
            />
            {label}
          </label>
        ))}
      </fieldset>
    </li>
  );
}
