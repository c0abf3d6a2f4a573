import type { MapPoint, SampleMap } from '../../rpc/analysis/contract.ts';
import { TableScroll } from '../charts/TableScroll.tsx';
import { openSamples } from './open.ts';
import '../charts/chart.css';

const MOST_ROWS = 200;

/** The keyboard's and the screen reader's way through the same points. */
export function MapTable(props: {
  readonly map: SampleMap;
  readonly selected: readonly number[];
  readonly onPick: (indices: readonly number[]) => void;
}) {
  const { map, selected, onPick } = props;
  const shown = selected.length > 0 ? selected : map.points.map((_, i) => i);
  const rows = [...shown]
    .sort((a, b) => (map.points[a]?.unusual ?? 0) - (map.points[b]?.unusual ?? 0))
    .slice(0, MOST_ROWS);
  const isChosen = new Set(selected);
  return (
    <details class="card chart-table">
      <summary>As a table, the most unusual first</summary>
      <TableScroll label="Photos on the map">
        <table>
          <thead>
            <tr>
              {[
                'Photo',
                'Chosen',
                'Group',
                'Source',
                'Set',
                'Country',
                'Read right',
                'How sure',
              ].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((i) => {
              const point = map.points[i] as MapPoint;
              return (
                <tr key={point.sample}>
                  <th scope="row">
                    <button
                      type="button"
                      class="link-button"
                      onClick={() => openSamples([point.sample], point.file)}
                    >
                      {point.file}
                    </button>
                  </th>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`Choose ${point.file}`}
                      checked={isChosen.has(i)}
                      onChange={() =>
                        onPick(isChosen.has(i) ? selected.filter((j) => j !== i) : [...selected, i])
                      }
                    />
                  </td>
                  <td>{point.cluster}</td>
                  <td>{point.source}</td>
                  <td>{point.split}</td>
                  <td>{point.country}</td>
                  <td>{point.correctness}</td>
                  <td>{point.doubt}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
      {shown.length > rows.length && (
        <p class="muted">
          The first {rows.length} of {shown.length}.
        </p>
      )}
    </details>
  );
}
