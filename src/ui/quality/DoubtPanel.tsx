import type { ReliabilityBin } from '../../core/quality/calibration.ts';
import type { Doubt } from '../../core/quality/doubt.ts';
import { MOST_WRONG } from '../../core/quality/sureSet.ts';
import { Chart } from '../charts/Chart.tsx';
import { percentText, plural } from '../format/numbers.ts';
import { openSamples } from './open.ts';
import { overview } from './qualityState.ts';

/** Whether the reader's confidence keeps what it promises, on plates that were checked. */
export function DoubtPanel() {
  const doubt = overview.value?.summary.doubt;
  if (!doubt) return null;
  if (doubt.judged === 0) {
    return (
      <p class="quality-note">
        Check the texts of some plates: then this shows how often the reader is right when it is so
        and so sure.
      </p>
    );
  }
  return (
    <div class="quality-panel">
      <section class="card" aria-labelledby="sure-title">
        <h2 id="sure-title">What can be taken without a look</h2>
        <p data-testid="sure-set">{sureSentence(doubt)}</p>
        {doubt.temperature !== null && (
          <p>
            The reader is{' '}
            {doubt.temperature > 1.02
              ? 'surer than it should be'
              : doubt.temperature < 0.98
                ? 'less sure than it could be'
                : 'as sure as it should be'}{' '}
            on your plates (temperature {doubt.temperature.toFixed(2)}).
            {doubt.error !== null &&
              doubt.errorAfter !== null &&
              ` Its confidence is off by ${percentText(doubt.error)} on the mean; with that temperature, fitted on other plates than it is judged by, ${percentText(doubt.errorAfter)}.`}
          </p>
        )}
        {doubt.error === null && (
          <p class="muted">
            {plural(doubt.judged, 'plate')} checked. From 200 on the mean error of the confidence is
            told; below, it would be chance.
          </p>
        )}
        {doubt.surelyWrong.length > 0 && (
          <button
            type="button"
            class="button"
            onClick={() => openSamples(doubt.surelyWrong, 'Sure, and wrong')}
          >
            Show where it was sure and wrong
          </button>
        )}
      </section>
      {doubt.bins.length === 0 ? (
        <p class="quality-note">From 20 checked plates on there are dots to see.</p>
      ) : (
        <Reliability title="How sure against how often right" bins={doubt.bins} />
      )}
      {doubt.binsAfter.length > 0 && (
        <Reliability
          title="The same with a temperature of your own, out of fold"
          bins={doubt.binsAfter}
        />
      )}
    </div>
  );
}

/** "At 97 % and above at most 2 % are wrong; 61 % of your plates." */
function sureSentence({ sure, judged }: Doubt): string {
  const { from, answers, needed } = sure;
  const wrong = percentText(MOST_WRONG);
  if (from === null) {
    return judged < needed
      ? `Not enough yet: ${plural(judged, 'plate')} checked, and ${needed} right ones are the least that can promise ${wrong} wrong at most.`
      : `No confidence is high enough to promise ${wrong} wrong at most: look at every plate.`;
  }
  return `At ${percentText(from)} and above at most ${wrong} are wrong (such a promise holds 9 times in 10); that is ${percentText(answers / judged)} of your checked plates.`;
}

function Reliability({
  title,
  bins,
}: {
  readonly title: string;
  readonly bins: readonly ReliabilityBin[];
}) {
  const percent = (share: number) => Math.round(1000 * share) / 10;
  return (
    <Chart
      title={title}
      data={bins}
      table={{
        columns: ['How sure', 'Plates', 'Right', '95 % interval'],
        rows: bins.map(({ confidence, count, accuracy, low, high }) => [
          percentText(confidence),
          count,
          percentText(accuracy),
          `${percentText(low)} to ${percentText(high)}`,
        ]),
      }}
      config={(colours) => ({
        type: 'scatter',
        data: {
          datasets: [
            {
              label: 'read right, %',
              data: bins.map(({ confidence, accuracy }) => ({
                x: percent(confidence),
                y: percent(accuracy),
              })),
              backgroundColor: colours.series[0] ?? colours.accent,
              pointRadius: 6,
            },
            ...bins.map(({ confidence, low, high }) => ({
              type: 'line' as const,
              label: '95 % interval',
              data: [
                { x: percent(confidence), y: percent(low) },
                { x: percent(confidence), y: percent(high) },
              ],
              borderColor: colours.series[0] ?? colours.accent,
              borderWidth: 2,
              pointRadius: 0,
            })),
            {
              type: 'line' as const,
              label: 'as promised',
              data: [
                { x: 0, y: 0 },
                { x: 100, y: 100 },
              ],
              borderColor: colours.muted,
              borderDash: [5, 5],
              borderWidth: 1,
              pointRadius: 0,
            },
          ],
        },
        options: {
          plugins: { legend: { display: false } },
          scales: {
            x: {
              min: 0,
              max: 100,
              title: { display: true, text: 'how sure, %', color: colours.muted },
              ticks: { color: colours.muted },
              grid: { color: colours.line },
            },
            y: {
              min: 0,
              max: 100,
              title: { display: true, text: 'read right, %', color: colours.muted },
              ticks: { color: colours.muted },
              grid: { color: colours.line },
            },
          },
        },
      })}
    />
  );
}
