import { SET_NAMES } from '../../core/dataset/splits.ts';
import type { Split } from '../../core/dataset/types.ts';
import { openSamples } from './open.ts';
import { overview } from './qualityState.ts';
import { Thumb } from './Thumb.tsx';

const WORDS = {
  text: (key: string) => `The plate ${key}`,
  burst: () => 'One press of the shutter, or one vehicle of a video,',
  look: () => 'The same picture',
} as const;

const named = (sets: readonly Split[]) => sets.map((set) => SET_NAMES[set]).join(' and ');

/** What stands in more than one split, and what may. */
export function LeaksPanel() {
  const { leaks = [], nearLeaks = [] } = overview.value?.summary ?? {};
  return (
    <div class="quality-panel">
      <p class="quality-note">
        {leaks.length > 0
          ? 'What is learnt from must not be tested on. Remove one side, or correct the text if it is not the same plate: photos that belong together then move to the stricter set by themselves.'
          : 'No text, burst or picture is in two sets.'}
      </p>
      {leaks.length > 0 && (
        <ul class="group-list">
          {leaks.map((leak) => (
            <Photos
              key={`${leak.by} ${leak.key}`}
              kind="leak"
              samples={leak.samples}
              title={`${WORDS[leak.by](leak.key)} is in ${named(leak.splits)}`}
              reason={`${WORDS[leak.by](leak.key)} in two sets`}
            />
          ))}
        </ul>
      )}
      {nearLeaks.length > 0 && (
        <>
          <h2>Perhaps one plate in two sets</h2>
          <p class="quality-note">
            These texts are one character apart, or nobody has checked them yet, and their photos
            are in different sets. Check them: photos of one plate then move together. If they are
            two plates, all is well.
          </p>
          <ul class="group-list">
            {nearLeaks.map(({ texts, samples, splits }) => (
              <Photos
                key={texts.join(' ')}
                kind="near-leak"
                samples={samples}
                title={`${texts.join(', ')} in ${named(splits)}`}
                reason={`${texts.join(', ')}: perhaps one plate`}
              />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Photos(props: {
  readonly kind: 'leak' | 'near-leak';
  readonly title: string;
  readonly samples: readonly string[];
  /** Why Dataset shows only these. */
  readonly reason: string;
}) {
  const { kind, title, samples, reason } = props;
  const Title = kind === 'leak' ? 'h2' : 'h3';
  return (
    <li class="card" data-testid={kind} data-samples={samples.join(' ')}>
      <Title>{title}</Title>
      <ul class="thumb-strip">
        {samples.slice(0, 8).map((sample) => (
          <li key={sample}>
            <Thumb sample={sample} />
          </li>
        ))}
      </ul>
      <button type="button" class="button" onClick={() => openSamples(samples, reason)}>
        Show these photos
      </button>
    </li>
  );
}
