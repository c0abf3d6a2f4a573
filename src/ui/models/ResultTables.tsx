import type { Comparison, SideFigures } from '../../core/gate/compare.ts';
import { ECE_FROM } from '../../core/quality/calibration.ts';
import { bytesText, durationText, percentText, plural } from '../format/numbers.ts';
import type { KeptComparison } from './modelsState.ts';

type Row = readonly [name: string, before: string, after: string, difference: string];

/** The figures of both models, what is in use on the left, and what changes. */
export function FigureTable({ kept }: { readonly kept: KeptComparison }) {
  const { comparison, task, bytes } = kept;
  const { reference, candidate, gain } = comparison;
  const delta = (value: number) =>
    `${points(value)} points (${points(gain.low)} to ${points(gain.high)})`;
  const both = (name: string, of: (side: SideFigures) => number, isShare = true): Row => {
    const [before, after] = [of(reference), of(candidate)];
    const text = (value: number) =>
      Number.isFinite(value) ? (isShare ? percentText(value) : value.toFixed(3)) : '–';
    const change = after - before;
    const difference = isShare ? `${points(change)} points` : signed(change, 3);
    return [name, text(before), text(after), Number.isFinite(change) ? difference : '–'];
  };
  const rows: Row[] = [
    [
      'Plates read exactly',
      exactText(reference),
      exactText(candidate),
      Number.isFinite(gain.value) ? delta(gain.value) : '–',
    ],
    both('Characters wrong', (side) => side.characterErrors),
    both('Plates found', (side) => side.found.recall),
    both('Boxes that are plates', (side) => side.found.precision),
    both('mAP50', (side) => side.map50, false),
    both('mAP50–95', (side) => side.map50to95, false),
    ['Confidence off by (ECE)', eceText(reference), eceText(candidate), ''],
    [
      'Time a picture, here and now',
      durationText(reference.medianMs),
      durationText(candidate.medianMs),
      times(candidate.medianMs / reference.medianMs),
    ],
    ...(bytes ? [['Size', sizeText(bytes.reference), sizeText(bytes.candidate), ''] as const] : []),
  ];
  return (
    <div class="table-scroll">
      <table class="models-table">
        <thead>
          <tr>
            <th scope="col">{plural(comparison.photos, 'labelled photo')}</th>
            <th scope="col">{kept.reference[task]}</th>
            <th scope="col">{kept.candidate[task]}</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, before, after, difference]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{before}</td>
              <td>{after}</td>
              <td>{difference}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const eceText = ({ calibration }: SideFigures) =>
  typeof calibration === 'number' ? percentText(calibration) : `from ${ECE_FROM} plates`;
const exactText = ({ exact }: SideFigures) =>
  exact.n === 0
    ? '–'
    : `${percentText(exact.rate)} of ${exact.n} (${percentText(exact.low)}–${percentText(exact.high)})`;
const signed = (value: number, digits: number) =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(digits)}`;
const points = (value: number) => signed(100 * value, 1);
const times = (ratio: number) => (Number.isFinite(ratio) ? `× ${ratio.toFixed(2)}` : '–');
const sizeText = (bytes: number) => (bytes > 0 ? bytesText(bytes) : '–');

/** What was mended and broken by kinds of plates, largest first. */
export function SliceTable({ comparison }: { readonly comparison: Comparison }) {
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
