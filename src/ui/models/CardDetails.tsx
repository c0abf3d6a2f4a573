import { Chart } from '../charts/Chart.tsx';
import { cardMetrics } from '../settings/cardMetrics.ts';
import { FigureRows } from '../settings/FigureRows.tsx';
import { cardConfusion } from './cardConfusion.ts';
import { cardCurves } from './cardCurves.ts';
import type { ListedModel } from './modelsState.ts';

/** A model's card, drawn: what it is, its data, figures and training curves. */
export default function CardDetails({ model }: { readonly model: ListedModel }) {
  const { card, raw } = model;
  const sources = sourcesOf(raw.data);
  const figures = [
    ...cardMetrics(raw.metrics, [], NONE),
    ...cardMetrics(raw.app, ['in the app'], NONE),
  ];
  const curves = cardCurves(raw.curves);
  const confusion = cardConfusion(raw.confusion, card.alphabet);
  const parent = parentText(raw.parent);
  const gate = gateText(raw.gate);
  const layout = card.layout ?? (card.reader ? card.reader.kind : 'Platewheel');
  return (
    <>
      <dl class="facts">
        <dt>Made for</dt>
        <dd>{card.task === 'detector' ? 'finding plates' : 'reading plates'}</dd>
        <dt>Layout</dt>
        <dd>{layout}</dd>
        {card.classes && card.classes.length > 0 && (
          <>
            <dt>Classes</dt>
            <dd>
              {card.classes
                .map((name, i) => `${name || i}${card.plateClasses?.includes(i) ? ' (plate)' : ''}`)
                .slice(0, 45)
                .join(', ')}
            </dd>
          </>
        )}
        {parent && (
          <>
            <dt>Trained from</dt>
            <dd>{parent}</dd>
          </>
        )}
        {gate && (
          <>
            <dt>Taken into use</dt>
            <dd>{gate}</dd>
          </>
        )}
        <dt>SHA-256</dt>
        <dd class="hash">{card.sha256}</dd>
        {typeof raw.command === 'string' && (
          <>
            <dt>Made by</dt>
            <dd>
              <code>{raw.command}</code>
            </dd>
          </>
        )}
        {sources.length > 0 && (
          <>
            <dt>Data</dt>
            <dd>{sources.join(', ')}</dd>
          </>
        )}
      </dl>
      {figures.length > 0 && (
        <details class="how" open={figures.length <= FEW}>
          <summary>All {figures.length} figures</summary>
          <dl class="facts">
            <FigureRows figures={figures} />
          </dl>
        </details>
      )}
      {card.verified === false && (
        <p class="muted">
          It came without a card, so nothing is known of its data, licence and figures.
        </p>
      )}
      <div class="chart-grid">
        {curves.map(({ title, x, series }) => (
          <Chart
            key={title}
            title={title}
            data={series}
            table={{
              columns: ['Step', ...series.map(({ name }) => name)],
              rows: x.map((at, i) => [at, ...series.map(({ values }) => values[i] ?? '')]),
            }}
            config={(colours) => ({
              type: 'line',
              data: {
                labels: [...x],
                datasets: series.map(({ name, values }, i) => ({
                  label: name,
                  data: [...values],
                  borderColor: colours.series[i % colours.series.length] as string,
                  backgroundColor: colours.series[i % colours.series.length] as string,
                  // Not every step is measured.
                  spanGaps: true,
                  pointRadius: x.length > 1 ? 0 : 4,
                })),
              },
            })}
          />
        ))}
        {confusion && (
          <Chart
            title={confusion.title}
            data={confusion}
            table={{
              columns: ['What', 'Times'],
              rows: confusion.bars.map(({ name, count }) => [name, count]),
            }}
            config={(colours) => ({
              type: 'bar',
              data: {
                labels: confusion.bars.map(({ name }) => name),
                datasets: [
                  {
                    label: 'Times',
                    data: confusion.bars.map(({ count }) => count),
                    backgroundColor: colours.series[0] as string,
                  },
                ],
              },
              options: { plugins: { legend: { display: false } } },
            })}
          />
        )}
      </div>
    </>
  );
}

/** Nothing is left out: figures per source belong to the card. */
const NONE: ReadonlySet<string> = new Set();
/** As many figures are shown at once. */
const FEW = 12;

const parentText = (parent: unknown) => {
  const id = typeof parent === 'string' ? parent : (parent as { id?: unknown } | undefined)?.id;
  return typeof id === 'string' ? id : null;
};

/** What `confirmActivate` wrote. */
function gateText(gate: unknown): string | null {
  if (typeof gate !== 'object' || gate === null) return null;
  const { at, overruled, verdict, n, mended, broken } = gate as Readonly<Record<string, unknown>>;
  const when = typeof at === 'string' ? new Date(at).toLocaleDateString() : '';
  const counts =
    typeof n === 'number' ? ` (${mended} mended, ${broken} broken of ${n} plates)` : '';
  return `${when}: ${overruled ? 'by your word, against' : 'after'} the comparison: ${verdict}${counts}`;
}

/** Names, counts and licences of a card's sources, whatever shape they have. */
function sourcesOf(data: unknown): string[] {
  const list = (data as { readonly sources?: unknown } | undefined)?.sources;
  if (!Array.isArray(list)) return [];
  return list.flatMap((source: unknown) => {
    if (typeof source !== 'object' || source === null) return [];
    const { name, licence, ...rest } = source as Readonly<Record<string, unknown>>;
    const count = Object.values(rest).find((value) => typeof value === 'number');
    return typeof name === 'string'
      ? [`${name} ${count ?? ''} (${licence ?? 'no licence said'})`]
      : [];
  });
}
