import {
  BarController,
  BarElement,
  CategoryScale,
  type ChartConfiguration,
  Chart as ChartJs,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js';
import { useEffect, useRef } from 'preact/hooks';
import { type ChartColours, useChartColours } from './colours.ts';
import { TableScroll } from './TableScroll.tsx';
import './chart.css';

ChartJs.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
);

export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/**
 * A chart with its twin in words: the table holds every number of the picture, and buttons where a
 * figure opens its samples, for those who use no pointer or no eyes.
 */
export function Chart(props: {
  readonly title: string;
  /** Made anew when `data` or the theme changes. */
  readonly config: (colours: ChartColours) => ChartConfiguration;
  readonly data: unknown;
  readonly table: ChartTable;
  /** Opens what lies behind a row of the table, or the bar of that index. */
  readonly onPick?: (index: number) => void;
}) {
  const { title, config, data, table, onPick } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useChartColours();
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    if (!canvas.current) return;
    const { options, ...rest } = config(colours);
    const chart = new ChartJs(canvas.current, {
      ...rest,
      options: {
        animation: false,
        maintainAspectRatio: false,
        ...options,
        onClick: (_, [hit]) => hit && pick.current?.(hit.index),
      },
    });
    return () => chart.destroy();
  }, [data, colours]);
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <div class="chart-box">
        <canvas
          ref={canvas}
          role="img"
          aria-label={`${title}. The numbers are in the table below.`}
        />
      </div>
      <details class="chart-table">
        <summary>As a table</summary>
        <TableScroll label={title}>
          <table>
            <thead>
              <tr>
                {table.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, r) => (
                <tr key={r}>
                  {row.map((cell, c) =>
                    c === 0 ? (
                      <th key={c} scope="row">
                        {onPick ? (
                          <button type="button" class="link-button" onClick={() => onPick(r)}>
                            {cell}
                          </button>
                        ) : (
                          cell
                        )}
                      </th>
                    ) : (
                      <td key={c}>{cell}</td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </details>
    </figure>
  );
}
