import { useSignal } from '@preact/signals';
import { TELLING_RESIDUAL } from '../../core/quality/balance.ts';
import type { BalanceTable } from '../../core/quality/balanceOf.ts';
import { weightsCsv } from '../../core/quality/weights.ts';
import { analysis } from '../../rpc/analysis/client.ts';
import type { BoostRow } from '../../rpc/analysis/contract.ts';
import { TableScroll } from '../charts/TableScroll.tsx';
import { showError } from '../components/toasts.tsx';
import { percentText } from '../format/numbers.ts';
import { saveFile } from '../saveFile.ts';
import { openSamples } from './open.ts';
import { overview } from './qualityState.ts';
import '../charts/chart.css';

/** What each split has of each kind, how well each kind is read, and weights for rare kinds. */
export function BalancePanel() {
  const summary = overview.value?.summary;
  if (!summary) return null;
  const told = summary.slices.filter(({ plates }) => plates > 0);
  return (
    <div class="quality-panel">
      {summary.balance.length === 0 && (
        <p class="quality-note">
          There is nothing to compare yet: label photos of more than one kind (country, rows, dim
          and bright photos), and each kind is counted in each set.
        </p>
      )}
      <div class="chart-grid">
        {summary.balance.map((table) => (
          <Cross key={table.property} table={table} />
        ))}
      </div>
      <section class="card" aria-labelledby="slices-title">
        <h2 id="slices-title">How well each part is read</h2>
        {told.length === 0 ? (
          <p class="muted">No plate was read yet.</p>
        ) : (
          <TableScroll label="Table: how well each part is read">
            <table>
              <thead>
                <tr>
                  <th scope="col">Part</th>
                  <th scope="col">Plates</th>
                  <th scope="col">Checked</th>
                  <th scope="col">Read right</th>
                  <th scope="col">95 % interval</th>
                </tr>
              </thead>
              <tbody>
                {told.map((slice) => (
                  <tr key={slice.name}>
                    <th scope="row">
                      <button
                        type="button"
                        class="link-button"
                        onClick={() => openSamples(slice.samples, slice.name)}
                      >
                        {slice.name}
                      </button>
                    </th>
                    <td>{slice.plates}</td>
                    <td>{slice.judged}</td>
                    <td>{slice.rate === null ? '–' : percentText(slice.rate)}</td>
                    <td>
                      {slice.low === null || slice.high === null
                        ? '–'
                        : `${percentText(slice.low)} to ${percentText(slice.high)}`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        )}
      </section>
      <Boost />
    </div>
  );
}

function Cross({ table }: { readonly table: BalanceTable }) {
  return (
    <section class="card" aria-label={table.property}>
      <h2>{table.property} in each set</h2>
      {table.notes.map((note) => (
        <p key={note} class="quality-warning">
          {note}
        </p>
      ))}
      <TableScroll label={`${table.property} in each set`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{table.property}</th>
              {table.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, r) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {table.columns.map((column, c) => {
                  const residual = table.residuals[r]?.[c] ?? 0;
                  const count = table.counts[r]?.[c] ?? 0;
                  const fill =
                    residual > TELLING_RESIDUAL
                      ? 'over'
                      : residual < -TELLING_RESIDUAL
                        ? 'under'
                        : 'even';
                  return (
                    <td key={column} data-fill={fill}>
                      <button
                        type="button"
                        class="link-button"
                        disabled={count === 0}
                        aria-label={`${count} of ${row} in ${column}${fill === 'even' ? '' : `, ${fill}-filled`}`}
                        onClick={() =>
                          openSamples(
                            table.samples[r]?.[c] ?? [],
                            `${table.property} ${row}, ${column}`,
                          )
                        }
                      >
                        {count}
                        {fill === 'over' ? ' ▲' : fill === 'under' ? ' ▼' : ''}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}

/** Rare kinds drawn more often: the same weights that a dataset export writes. */
function Boost() {
  const rows = useSignal<readonly BoostRow[] | null>(null);
  const reckon = () => {
    analysis.boost().then(
      (found) => {
        rows.value = found;
      },
      (error: unknown) => void showError(error),
    );
  };
  const cells = new Map<string, { count: number; weight: number }>();
  for (const { cell, weight } of rows.value ?? []) {
    cells.set(cell, { count: (cells.get(cell)?.count ?? 0) + 1, weight });
  }
  const shown = [...cells].sort(([, a], [, b]) => b.weight - a.weight);
  return (
    <section class="card" aria-labelledby="boost-title">
      <h2 id="boost-title">Boost rare kinds</h2>
      <p class="muted">
        In training, photos of rare kinds are drawn more often: by one over the square root of how
        many there are of the kind, at most five times as often as others.
      </p>
      <div class="correct-line">
        <button type="button" class="button" onClick={reckon}>
          Show weights
        </button>
        {rows.value && rows.value.length > 0 && (
          <button
            type="button"
            class="button"
            onClick={() =>
              saveFile(
                new Blob([weightsCsv(rows.value ?? [])], { type: 'text/csv' }),
                'weights.csv',
              )
            }
          >
            Save weights.csv
          </button>
        )}
      </div>
      {rows.value?.length === 0 && (
        <p class="muted">No photo is in the training set yet: label some first.</p>
      )}
      {shown.length > 0 && (
        <TableScroll label="Weights by kind">
          <table>
            <thead>
              <tr>
                <th scope="col">Kind</th>
                <th scope="col">Photos</th>
                <th scope="col">Drawn so often</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(([cell, { count, weight }]) => (
                <tr key={cell}>
                  <th scope="row">{cell}</th>
                  <td>{count}</td>
                  <td>{weight.toFixed(2)} ×</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}
