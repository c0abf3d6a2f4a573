import type { SampleMap } from '../../rpc/analysis/contract.ts';
import { Chart } from '../charts/Chart.tsx';

/** Why there are so many groups. */
export function Elbow({ map }: { readonly map: SampleMap }) {
  if (map.tried.length === 0) return <p class="quality-note">{map.reason}</p>;
  return (
    <div class="card">
      <p>{map.reason}</p>
      <Chart
        title="How many groups: silhouette (higher is better) and spread within groups"
        data={map.tried}
        table={{
          columns: ['Groups', 'Silhouette', 'Spread within groups'],
          rows: map.tried.map(({ k, silhouette, inertia }) => [
            k,
            silhouette === null ? '–' : silhouette.toFixed(3),
            Math.round(inertia * 100) / 100,
          ]),
        }}
        config={(colours) => ({
          type: 'line',
          data: {
            labels: map.tried.map(({ k }) => `${k}`),
            datasets: [
              {
                label: 'silhouette',
                data: map.tried.map(({ silhouette }) => silhouette),
                borderColor: colours.series[0] ?? colours.accent,
                backgroundColor: colours.series[0] ?? colours.accent,
                pointRadius: map.tried.map(({ k }) => (k === map.k ? 7 : 3)),
              },
              {
                label: 'spread within groups',
                data: map.tried.map(({ inertia }) => inertia),
                borderColor: colours.series[1] ?? colours.warn,
                backgroundColor: colours.series[1] ?? colours.warn,
                yAxisID: 'inertia',
              },
            ],
          },
          options: {
            plugins: { legend: { labels: { color: colours.ink, boxWidth: 12 } } },
            scales: {
              x: { ticks: { color: colours.muted }, grid: { display: false } },
              y: { ticks: { color: colours.muted }, grid: { color: colours.line } },
              inertia: {
                position: 'right',
                ticks: { color: colours.muted },
                grid: { display: false },
              },
            },
          },
        })}
      />
    </div>
  );
}
