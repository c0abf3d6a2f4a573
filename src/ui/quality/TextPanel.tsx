import { useState } from 'preact/hooks';
import { Chart } from '../charts/Chart.tsx';
import { TableScroll } from '../charts/TableScroll.tsx';
import { plural } from '../format/numbers.ts';
import { MixUps } from './MixUps.tsx';
import { overview } from './qualityState.ts';

/** Which characters were labelled where, what is missing, and what to collect. */
export function TextPanel() {
  const [slot, setSlot] = useState<number | null>(null);
  const summary = overview.value?.summary;
  if (!summary) return null;
  const { text, advice, confusable } = summary;
  if (text.slots === 0) {
    return (
      <p class="quality-note">
        No plate's text was checked yet. Confirm or type some, and this shows which characters are
        missing in which place.
      </p>
    );
  }
  const most = Math.max(1, ...text.counts.flat());
  return (
    <div class="quality-panel">
      <section class="card" aria-labelledby="advice-title">
        <h2 id="advice-title">What to collect</h2>
        {advice.length === 0 ? (
          <p>Every character was labelled often enough.</p>
        ) : (
          <ul class="quality-advice">
            {advice.map((one) => (
              <li key={one.character}>{one.text}</li>
            ))}
          </ul>
        )}
      </section>
      <MixUps />
      <section class="card" aria-labelledby="heat-title">
        <h2 id="heat-title">Characters by place</h2>
        <p class="muted">
          How often each character was labelled in each place, from the left. Darker is more.
          {slot !== null && ` Place ${slot + 1} is marked.`}
        </p>
        <TableScroll label="Table of characters by place">
          <table class="heat">
            <thead>
              <tr>
                <th scope="col">
                  <span class="visually-hidden">Character</span>
                </th>
                {Array.from({ length: text.slots }, (_, s) => (
                  <th key={s} scope="col">
                    <button
                      type="button"
                      class="link-button"
                      aria-pressed={slot === s}
                      aria-label={`Mark place ${s + 1}`}
                      onClick={() => setSlot(slot === s ? null : s)}
                    >
                      {s + 1}
                    </button>
                  </th>
                ))}
                <th scope="col">all</th>
              </tr>
            </thead>
            <tbody>
              {Array.from(text.characters, (character, c) => {
                const row = text.counts[c] ?? [];
                return (
                  <tr key={character}>
                    <th scope="row">{character}</th>
                    {row.map((count, s) => (
                      <td
                        key={s}
                        data-marked={slot === s}
                        style={{ '--heat': `${Math.round(100 * Math.sqrt(count / most))}%` }}
                      >
                        {count === 0 ? <span class="muted">·</span> : count}
                      </td>
                    ))}
                    <td>{row.reduce((a, b) => a + b, 0)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </TableScroll>
      </section>
      <section class="card" aria-labelledby="pairs-title">
        <h2 id="pairs-title">Pairs that are easily mixed up</h2>
        <p class="muted">A reader tells them apart once it has seen both often enough.</p>
        <ul class="pair-list">
          {confusable.map(({ pair, counts, covered }) => (
            <li key={pair} data-covered={covered}>
              <b>{pair}</b> <span>{counts.join(' and ')}</span>{' '}
              <span class="muted">{covered ? 'enough' : 'too few'}</span>
            </li>
          ))}
        </ul>
      </section>
      <div class="chart-grid">
        <Chart
          title="Lengths of texts"
          data={text.lengths}
          table={{
            columns: ['Characters', 'Plates'],
            rows: text.lengths.flatMap((count, length) => (length > 0 ? [[length, count]] : [])),
          }}
          config={(colours) => ({
            type: 'bar',
            data: {
              labels: text.lengths.slice(1).map((_, n) => `${n + 1}`),
              datasets: [
                {
                  label: 'plates',
                  data: text.lengths.slice(1),
                  backgroundColor: colours.series[0] ?? colours.accent,
                },
              ],
            },
            options: {
              plugins: { legend: { display: false } },
              scales: {
                x: { ticks: { color: colours.muted }, grid: { display: false } },
                y: {
                  beginAtZero: true,
                  ticks: { color: colours.muted, precision: 0 },
                  grid: { color: colours.line },
                },
              },
            },
          })}
        />
        <section class="card" aria-labelledby="formats-title">
          <h2 id="formats-title">Formats</h2>
          <p class="muted">
            A for a letter, 0 for a digit. {plural(text.formats.length, 'format')} in all.
          </p>
          <ul class="format-list">
            {text.formats.slice(0, 12).map(({ format, count }) => (
              <li key={format}>
                <code>{format}</code> <span>{count}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}
