import { pairedDifference } from '../../core/gate/evidence.ts';
import type { LearningPoint } from '../../core/learning/gain.ts';
import { Chart } from '../charts/Chart.tsx';

/** What the answers had brought after each step, with its 95 % band. */
export function LearningCurve({ points }: { readonly points: readonly LearningPoint[] }) {
  const known = points.filter(({ n }) => n > 0);
  if (known.length < 2) return null;
  const rounded = (share: number) => Math.round(1000 * share) / 10;
  const rows = known.map(({ answers, mended, broken, n }) => {
    const { value, low, high } = pairedDifference(mended, broken, n);
    return { answers, n, value: rounded(value), low: rounded(low), high: rounded(high) };
  });
  const line = (label: string, of: 'value' | 'low' | 'high', colour: string, dash: number[]) => ({
    label,
    data: rows.map((row) => ({ x: row.answers, y: row[of] })),
    borderColor: colour,
    backgroundColor: colour,
    borderDash: dash,
    pointRadius: of === 'value' ? 4 : 0,
  });
  return (
    <Chart
      title="What your answers brought, in points of plates read exactly"
      data={points}
      table={{
        columns: ['Answers', 'Counted', 'Points', '95 % interval'],
        rows: rows.map(({ answers, n, value, low, high }) => [
          answers,
          n,
          value,
          `${low} to ${high}`,
        ]),
      }}
      config={(colours) => ({
        type: 'line',
        data: {
          datasets: [
            line('points gained', 'value', colours.series[0] ?? colours.accent, []),
            line('95 %, from', 'low', colours.muted, [4, 4]),
            line('to', 'high', colours.muted, [4, 4]),
          ],
        },
        options: { scales: { x: { type: 'linear', title: { display: true, text: 'answers' } } } },
      })}
    />
  );
}
