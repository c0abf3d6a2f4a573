import { useState } from 'preact/hooks';
import type { ChangedPlate, Comparison, SideFigures } from '../../core/gate/compare.ts';
import { durationText, percentText } from '../format/numbers.ts';
import { Thumb } from '../quality/Thumb.tsx';
import { shown } from './compareRun.ts';
import { evidenceText, reasonText, VERDICTS } from './verdictWords.ts';

/** What a comparison found: the verdict, the figures side by side, slices, and every plate that changed. */
export function ResultPanel() {
  const kept = shown.value;
  if (!kept) return null;
  const { comparison, candidate, reference, task } = kept;
  const { gate } = comparison;
  return (
    <section class="card models-result" aria-labelledby="models-result">
      <h2 id="models-result">
        {candidate[task]} against {reference[task]}
      </h2>
      <div class="verdict" data-testid="gate-verdict" data-verdict={gate.verdict} role="status">
        <b>{VERDICTS[gate.verdict]}</b>
        <ul>
          {gate.reasons.map((reason) => (
            <li key={JSON.stringify(reason)}>{reasonText(reason)}</li>
          ))}
        </ul>
        <p class="muted">
          {gate.n} plates counted, each vehicle once: {gate.mended} mended, {gate.broken} broken.
          Evidence that it is better: {evidenceText(gate)}. {gate.regress.items} known pictures
          checked, {gate.regress.red} got worse.
        </p>
        {kept.overruled && (
          <p>
            You chose to use it all the same on {new Date(kept.overruled).toLocaleDateString()}.
          </p>
        )}
      </div>
      <Figures comparison={comparison} names={[reference[task], candidate[task]]} />
      <Slices comparison={comparison} />
      <Regress comparison={comparison} />
      <Changed plates={comparison.changed} />
    </section>
  );
}

function Figures(props: { readonly comparison: Comparison; readonly names: readonly string[] }) {
  const { reference, candidate, gain } = props.comparison;
  const rate = ({ exact }: SideFigures) =>
    exact.n === 0
      ? '–'
      : `${percentText(exact.rate)} (${percentText(exact.low)}–${percentText(exact.high)})`;
  const share = (value: number) => (Number.isFinite(value) ? percentText(value) : '–');
  const points = (value: number) => `${value > 0 ? '+' : ''}${(100 * value).toFixed(1)}`;
  const rows: [string, (side: SideFigures) => string, string][] = [
    [
      'Plates read exactly',
      rate,
      Number.isFinite(gain.value)
        ? `${points(gain.value)} points (${points(gain.low)} to ${points(gain.high)})`
        : '–',
    ],
    ['Characters wrong', (side) => share(side.characterErrors), ''],
    ['Plates found', (side) => share(side.found.recall), ''],
    ['Boxes that are plates', (side) => share(side.found.precision), ''],
    ['mAP50', (side) => (Number.isFinite(side.map50) ? side.map50.toFixed(3) : '–'), ''],
    ['mAP50-95', (side) => (Number.isFinite(side.map50to95) ? side.map50to95.toFixed(3) : '–'), ''],
    ['Time a photo, here and now', (side) => durationText(side.medianMs), ''],
  ];
  return (
    <div class="table-scroll">
      <table class="models-table">
        <thead>
          <tr>
            <th scope="col">{props.comparison.photos} photos</th>
            {props.names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">Difference</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, of, difference]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{of(reference)}</td>
              <td>{of(candidate)}</td>
              <td>{difference}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Slices({ comparison }: { readonly comparison: Comparison }) {
  const { slices } = comparison.gate;
  if (slices.length === 0) return null;
  return (
    <details class="how">
      <summary>By kinds of plates</summary>
      <div class="table-scroll">
        <table class="models-table">
          <thead>
            <tr>
              {['Kind', 'Plates', 'Before', 'After', 'Mended', 'Broken', 'Lost at most (95 %)'].map(
                (name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {slices.map((slice) => (
              <tr key={slice.name}>
                <th scope="row">{slice.name}</th>
                <td>{slice.n}</td>
                <td>{percentText(slice.rightBefore / slice.n)}</td>
                <td>{percentText(slice.rightAfter / slice.n)}</td>
                <td>{slice.mended}</td>
                <td>{slice.broken}</td>
                <td>{percentText(slice.bound)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Regress({ comparison }: { readonly comparison: Comparison }) {
  const red = comparison.regress.filter(({ item, before }) => before === item.text);
  if (red.length === 0) return null;
  return (
    <>
      <h3>Known pictures that got worse</h3>
      <ul class="changed-list">
        {red.map(({ item, before, after }) => (
          <li key={item.id}>
            {item.kind !== 'blank' && (
              <img
                class="thumb"
                src={`samples/thumbs/${item.id.split(' ')[0]?.replace(/\.jpg$/, '')}.jpg`}
                alt=""
                onError={(event) => event.currentTarget.remove()}
              />
            )}
            <span>
              {item.id}: <code>{before || 'nothing'}</code> became <code>{after || 'nothing'}</code>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

const KINDS = { mended: 'Mended', broken: 'Broken', differs: 'Both wrong, differently' } as const;
const SHOWN = 60;

function Changed({ plates }: { readonly plates: readonly ChangedPlate[] }) {
  const [kind, setKind] = useState<ChangedPlate['kind']>('broken');
  if (plates.length === 0) return <p>Both read every labelled plate the same.</p>;
  const own = plates.filter((plate) => plate.kind === kind);
  return (
    <>
      <h3>Plates that changed</h3>
      <div class="segments">
        {(Object.keys(KINDS) as ChangedPlate['kind'][]).map((name) => (
          <button
            key={name}
            type="button"
            class="button"
            aria-pressed={name === kind}
            onClick={() => setKind(name)}
          >
            {KINDS[name]} ({plates.filter((plate) => plate.kind === name).length})
          </button>
        ))}
      </div>
      {own.length === 0 && <p class="muted">None.</p>}
      <ul class="changed-list">
        {own.slice(0, SHOWN).map((plate) => (
          <li key={`${plate.sample} ${plate.plate}`}>
            <Thumb sample={plate.sample} />
            <span>
              <b>{plate.text}</b>
              <br />
              <code>{plate.before || 'nothing'}</code> became{' '}
              <code>{plate.after || 'nothing'}</code>
            </span>
          </li>
        ))}
      </ul>
      {own.length > SHOWN && <p class="muted">And {own.length - SHOWN} more.</p>}
    </>
  );
}
