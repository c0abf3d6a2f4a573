import { useState } from 'preact/hooks';
import type { ChangedPlate, Comparison } from '../../core/gate/compare.ts';
import { plateKey } from '../../core/gate/ownRegress.ts';
import type { RegressRun } from '../../core/gate/regress.ts';
import { PlatePicture } from './PlatePicture.tsx';
import { pins, togglePin } from './pins.ts';

/** Known pictures that the model in use passes and the new one does not, each shown. */
export function RegressFailures({ comparison }: { readonly comparison: Comparison }) {
  const [all, setAll] = useState(false);
  const red = comparison.regress.filter(({ item, before }) => before === item.text);
  if (red.length === 0) return null;
  return (
    <>
      <h3>Known pictures that got worse</h3>
      <ul class="changed-list">
        {red.slice(0, all ? red.length : FIRST).map((run) => (
          <li key={`${run.item.id} ${run.item.sample}`}>
            <RegressPicture run={run} />
            <span>
              {WHY[run.item.kind]}: {run.item.id}
              <br />
              <code>{run.before || 'nothing'}</code> became <code>{run.after || 'nothing'}</code>
            </span>
          </li>
        ))}
      </ul>
      {!all && red.length > FIRST && (
        <button type="button" class="button" onClick={() => setAll(true)}>
          Show all {red.length}
        </button>
      )}
    </>
  );
}

/** Known pictures shown at once. */
const FIRST = 6;

const WHY: Readonly<Record<RegressRun['item']['kind'], string>> = {
  confirmed: 'Confirmed twice',
  pinned: 'Pinned',
  sample: 'Comes with the app',
  invariance: 'Slightly altered',
  blank: 'Must stay blank',
};

function RegressPicture({ run: { item } }: { readonly run: RegressRun }) {
  if (item.sample && item.box) {
    return <PlatePicture sample={item.sample} box={item.box} alt={item.id} />;
  }
  if (item.kind === 'blank') return null;
  const name = item.id.split(' ')[0]?.replace(/\.jpg$/, '');
  return <img class="thumb" src={`samples/thumbs/${name}.jpg`} alt="" />;
}

const KINDS = { mended: 'Mended', broken: 'Broken', differs: 'Both wrong, differently' } as const;
type Kind = keyof typeof KINDS;
/** Plates shown at once. */
const SHOWN = 60;

/** Only what differs: plates that the new model mends, breaks, or reads otherwise. */
export function ChangedPlates({ plates }: { readonly plates: readonly ChangedPlate[] }) {
  const count = (of: Kind) => plates.filter((plate) => plate.kind === of).length;
  const [kind, setKind] = useState<Kind>(count('broken') > 0 ? 'broken' : 'mended');
  const [most, setMost] = useState(SHOWN);
  if (plates.length === 0) return <p>Both read every labelled plate the same.</p>;
  const own = plates.filter((plate) => plate.kind === kind);
  return (
    <>
      <h3>Plates that changed</h3>
      <fieldset class="segments">
        <legend class="visually-hidden">Which plates to show</legend>
        {(Object.keys(KINDS) as Kind[]).map((name) => (
          <button
            key={name}
            type="button"
            class="button"
            aria-pressed={name === kind}
            onClick={() => setKind(name)}
          >
            {KINDS[name]} ({count(name)})
          </button>
        ))}
      </fieldset>
      {own.length === 0 && <p class="muted">None.</p>}
      <ul class="changed-list">
        {own.slice(0, most).map((plate) => (
          <Changed key={`${plate.sample} ${plate.plate}`} plate={plate} />
        ))}
      </ul>
      {own.length > most && (
        <button type="button" class="button" onClick={() => setMost(most + SHOWN)}>
          Show more ({own.length - most} left)
        </button>
      )}
    </>
  );
}

function Changed({ plate }: { readonly plate: ChangedPlate }) {
  const { sample, text, before, after, file } = plate;
  const key = plateKey(sample, plate.plate);
  const isPinned = pins.value.has(key);
  return (
    <li>
      <PlatePicture sample={sample} box={plate.box} alt={`${text} in ${file}`} />
      <span>
        <b>{text}</b>
        <br />
        <code>{before || 'nothing'}</code> became <code>{after || 'nothing'}</code>
      </span>
      <button
        type="button"
        class="button button-quiet"
        aria-pressed={isPinned}
        aria-label={`${isPinned ? 'Pinned' : 'Pin'} ${text}: every new model must read it right`}
        title="Every new model must read it right"
        onClick={() => void togglePin(key, text)}
      >
        {isPinned ? 'Pinned' : 'Pin'}
      </button>
    </li>
  );
}
