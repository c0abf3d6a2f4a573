import type { ImportFrame } from '../../../rpc/archive/contract.ts';
import { plural } from '../../format/numbers.ts';
import { BoxedPicture } from './BoxedPicture.tsx';

const CHOICES = [
  ['shown', 'as they are shown'],
  ['stored', 'as they are stored, before they are turned'],
] as const;

/** Photos that cameras store lying on their side: was the box drawn before or after turning them? */
export function FrameQuestion(props: {
  readonly frame: ImportFrame;
  readonly onAnswer: (frame: 'shown' | 'stored') => void;
}) {
  const { chosen, evident, photos, examples } = props.frame;
  return (
    <section
      class="import-question"
      data-testid="import-frame"
      aria-labelledby="import-frame-title"
    >
      <h3 id="import-frame-title">Do the boxes lie on the plates?</h3>
      <p class="muted">
        {plural(photos, 'labelled photo')} {photos === 1 ? 'is' : 'are'} stored turned.{' '}
        {evident
          ? 'The boxes fit only the photos as they are stored, so all of them are turned along. Older tools drew them so.'
          : 'If the boxes below are beside the plates, take the other way.'}
      </p>
      <fieldset class="import-choices">
        <legend>Boxes were drawn on the photos</legend>
        {CHOICES.map(([value, label]) => (
          <label key={value}>
            <input
              type="radio"
              name="import-frame"
              value={value}
              checked={chosen === value}
              onChange={() => props.onAnswer(value)}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div class="import-pictures">
        {examples.map((example, i) => (
          <BoxedPicture key={`${i}-${example.name}`} {...example} />
        ))}
      </div>
    </section>
  );
}
