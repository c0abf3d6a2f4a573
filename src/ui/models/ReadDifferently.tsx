import { useState } from 'preact/hooks';
import type { UnlabelledOutcome } from '../../core/gate/unlabelled.ts';
import { goThrough } from '../dataset/datasetState.ts';
import { plural } from '../format/numbers.ts';
import { PlatePicture } from './PlatePicture.tsx';

/** Plates shown at once. */
const SHOWN = 30;

/** Photos without an answer: what the two read differently, and a way to answer those. */
export function ReadDifferently({ outcome }: { readonly outcome: UnlabelledOutcome }) {
  const { photos, plates, differ } = outcome;
  const [most, setMost] = useState(SHOWN);
  const answer = () => {
    goThrough([...new Set(differ.map(({ sample }) => sample))], 'Models');
  };
  return (
    <div data-testid="read-differently" data-count={differ.length}>
      <h3>Read differently</h3>
      <p>
        Of {plural(plates, 'plate')} on {plural(photos, 'photo')} without your answer,{' '}
        {plates - differ.length} are read alike and {differ.length} differently. Nobody has said
        which of the two is right, so none of this counts above.
      </p>
      {differ.length > 0 && (
        <button type="button" class="button" onClick={answer}>
          Answer these photos
        </button>
      )}
      <ul class="changed-list">
        {differ.slice(0, most).map((plate) => (
          <li key={`${plate.sample} ${plate.box.x} ${plate.box.y}`}>
            <PlatePicture
              sample={plate.sample}
              box={plate.box}
              alt={`${plate.before || plate.after || 'A plate'} in ${plate.file}`}
            />
            <span>
              <code>{plate.before || 'nothing'}</code> became{' '}
              <code>{plate.after || 'nothing'}</code>
            </span>
          </li>
        ))}
      </ul>
      {differ.length > most && (
        <button type="button" class="button" onClick={() => setMost(most + SHOWN)}>
          Show more ({differ.length - most} left)
        </button>
      )}
    </div>
  );
}
