import { BANDS, type Band, type BandMeasure } from '../../core/quality/conditions.ts';
import { Chart } from '../charts/Chart.tsx';
import { percentText } from '../format/numbers.ts';
import { openSamples } from './open.ts';
import { overview } from './qualityState.ts';

/** Under which conditions photos were taken, and how well plates are read under each. */
export function ConditionsPanel() {
  const summary = overview.value?.summary;
  if (!summary) return null;
  const { conditions, bands, samples } = summary;
  return (
    <div class="quality-panel">
      <section class="card" aria-labelledby="conditions-title">
        <h2 id="conditions-title">Hard conditions</h2>
        {conditions.length === 0 ? (
          <p class="muted">
            {summary.measured === 0
              ? 'No photo was measured yet.'
              : 'None of the photos stands out.'}
          </p>
        ) : (
          <ul class="quality-bars">
            {conditions.map(({ condition, words, count, samples: own }) => (
              <li key={condition}>
                <button type="button" class="quality-bar" onClick={() => openSamples(own, words)}>
                  <span>{words}</span>
                  <b>
                    {count} · {percentText(count / Math.max(1, samples))}
                  </b>
                  <span class="bar-track" aria-hidden="true">
                    <span style={{ width: `${(100 * count) / Math.max(1, samples)}%` }} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
      <p class="quality-note">{sentence(bands.pxPerCharacter)}</p>
      <div class="chart-grid">
        {(Object.keys(BANDS) as BandMeasure[]).map((measure) => (
          <BandChart key={measure} title={BANDS[measure].title} bands={bands[measure]} />
        ))}
      </div>
    </div>
  );
}

/** "Under 9 pixels a character 41 % are read." */
function sentence(bands: readonly Band[]): string {
  const told = bands.filter(({ read }) => read !== null && read.n >= 5);
  const [worst] = [...told].sort((a, b) => (a.read?.rate ?? 1) - (b.read?.rate ?? 1));
  if (!worst?.read || told.length < 2) {
    return 'Check the texts of some plates of each size, and this line tells how well each size is read.';
  }
  return `At ${worst.name} pixels a character ${percentText(worst.read.rate)} of ${worst.read.n} checked plates are read right.`;
}

function BandChart({ title, bands }: { readonly title: string; readonly bands: readonly Band[] }) {
  const rates = bands.map(({ read }) => (read ? Math.round(1000 * read.rate) / 10 : null));
  return (
    <Chart
      title={`${title}: how many plates, and how many of them are read right`}
      data={bands}
      onPick={(index) => {
        const band = bands[index];
        if (band && band.samples.length > 0) openSamples(band.samples, `${title} ${band.name}`);
      }}
      table={{
        columns: ['Band', 'Plates', 'Checked', 'Read right', '95 % interval'],
        rows: bands.map(({ name, count, read }) => [
          name,
          count,
          read?.n ?? 0,
          read ? percentText(read.rate) : 'not checked',
          read ? `${percentText(read.low)} to ${percentText(read.high)}` : '–',
        ]),
      }}
      config={(colours) => ({
        type: 'bar',
        data: {
          labels: bands.map(({ name }) => name),
          datasets: [
            {
              label: 'plates',
              data: bands.map(({ count }) => count),
              backgroundColor: colours.series[0] ?? colours.accent,
              yAxisID: 'y',
              order: 2,
            },
            {
              type: 'line' as const,
              label: 'read right, %',
              data: rates,
              borderColor: colours.series[1] ?? colours.warn,
              backgroundColor: colours.series[1] ?? colours.warn,
              yAxisID: 'rate',
              spanGaps: true,
              order: 1,
            },
          ],
        },
        options: {
          plugins: { legend: { labels: { color: colours.ink, boxWidth: 12 } } },
          scales: {
            x: { ticks: { color: colours.muted }, grid: { display: false } },
            y: {
              beginAtZero: true,
              ticks: { color: colours.muted, precision: 0 },
              grid: { color: colours.line },
            },
            rate: {
              position: 'right',
              min: 0,
              max: 100,
              ticks: { color: colours.muted },
              grid: { display: false },
            },
          },
        },
      })}
    />
  );
}
