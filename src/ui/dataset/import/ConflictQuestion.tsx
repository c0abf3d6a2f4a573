import type {
  ImportAnswers,
  ImportConflict,
  ImportPreview,
} from '../../../rpc/archive/contract.ts';
import { plural } from '../../format/numbers.ts';
import { BoxedPicture } from './BoxedPicture.tsx';

const CHOICES = [
  ['keep', 'Keep mine'],
  ['replace', 'Replace mine'],
  ['review', 'Look at each'],
] as const;

/** Photos that are here with other labels than the files have. */
export function ConflictQuestion(props: {
  readonly preview: ImportPreview;
  readonly answers: ImportAnswers;
  readonly onAnswer: (change: Partial<ImportAnswers>) => void;
}) {
  const { preview, answers, onAnswer } = props;
  const { conflicts, conflicting } = preview;
  // A backup has no pictures of them.
  const choices = CHOICES.filter(([value]) => value !== 'review' || conflicting.length > 0);
  const toggle = (sample: string, on: boolean) => {
    const others = answers.replace.filter((id) => id !== sample);
    onAnswer({ replace: on ? [...others, sample] : others });
  };
  return (
    <section
      class="import-question"
      data-testid="import-conflict"
      aria-labelledby="import-conflict-title"
    >
      <h3 id="import-conflict-title">
        {plural(conflicts, 'photo')} {conflicts === 1 ? 'is' : 'are'} here with other labels
      </h3>
      <fieldset class="import-choices">
        <legend class="visually-hidden">What to do with them</legend>
        {choices.map(([value, label]) => (
          <label key={value}>
            <input
              type="radio"
              name="import-conflicts"
              value={value}
              checked={answers.conflicts === value}
              onChange={() => onAnswer({ conflicts: value })}
            />
            {label}
          </label>
        ))}
      </fieldset>
      {answers.conflicts === 'replace' && (
        <p class="muted">
          The file’s labels take the place of yours. Texts that the file does not have are then
          missing. Undo brings yours back.
        </p>
      )}
      {answers.conflicts === 'review' && (
        <>
          <ul class="import-conflicts">
            {conflicting.map((one) => (
              <Conflict
                key={one.sample}
                one={one}
                replaced={answers.replace.includes(one.sample)}
                onChange={(on) => toggle(one.sample, on)}
              />
            ))}
          </ul>
          {conflicts > conflicting.length && (
            <p class="muted">
              The first {conflicting.length} are shown; the others keep your labels.
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Conflict(props: {
  readonly one: ImportConflict;
  readonly replaced: boolean;
  readonly onChange: (replaced: boolean) => void;
}) {
  const { name, picture, size, here, brought, sample } = props.one;
  const sides = [
    [false, 'Mine', here, brought],
    [true, 'From the files', brought, here],
  ] as const;
  return (
    <li>
      <fieldset>
        <legend class="boxed-name" title={name}>
          {name.slice(name.lastIndexOf('/') + 1)}
        </legend>
        {sides.map(([value, label, plates, others]) => (
          <label key={label} class={props.replaced === value ? 'is-chosen' : ''}>
            <BoxedPicture
              {...{ name, picture, size, plates, others }}
              caption={plates.length === 0 ? 'No plate' : plural(plates.length, 'plate')}
            />
            <span>
              <input
                type="radio"
                name={`conflict-${sample}`}
                checked={props.replaced === value}
                onChange={() => props.onChange(value)}
              />
              {label}
            </span>
          </label>
        ))}
      </fieldset>
    </li>
  );
}
