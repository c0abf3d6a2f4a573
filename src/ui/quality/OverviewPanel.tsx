import { signal } from '@preact/signals';
import type { Tile } from '../../core/quality/tiles.ts';
import type { Todo } from '../../core/quality/todo.ts';
import { ignore, savedIgnored, unignore } from '../../store/analysis.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { openPanel, openSamples, type Panel, reviewSamples } from './open.ts';
import { overview } from './qualityState.ts';

/** Ids of todos and measures of tiles that are not to be shown again. */
const hidden = signal<ReadonlySet<string>>(new Set());
void savedIgnored('todo').then(
  (subjects) => {
    hidden.value = new Set(subjects);
  },
  () => undefined, // without storage nothing is hidden
);

async function hide(name: string, on: boolean): Promise<void> {
  const next = new Set(hidden.peek());
  if (on) next.add(name);
  else next.delete(name);
  try {
    await (on ? ignore('todo', [name], Date.now()) : unignore('todo', [name]));
    hidden.value = next;
  } catch (error) {
    showError(error);
    return;
  }
  if (!on) return;
  showToast({
    text: 'It will not be shown again.',
    action: { label: 'Undo', run: () => void hide(name, false) },
  });
}

/** Tiles, and the ten things that most need doing. */
export function OverviewPanel() {
  const now = overview.value;
  if (!now) return null;
  const todo = now.todo.filter(({ id }) => !hidden.value.has(id));
  const tiles = now.tiles.filter(({ measure }) => !hidden.value.has(`tile ${measure}`));
  const isHidden = tiles.length + todo.length < now.tiles.length + now.todo.length;
  return (
    <div class="quality-overview">
      <section aria-labelledby="todo-title" class="card quality-todo">
        <h2 id="todo-title">What most needs doing</h2>
        {todo.length === 0 ? (
          <p class="muted">
            Nothing stands out. Read more photos, or look at single measures above.
          </p>
        ) : (
          <ol>
            {todo.map((one) => (
              <TodoRow key={one.id} todo={one} />
            ))}
          </ol>
        )}
        {isHidden && (
          <button
            type="button"
            class="link-button"
            onClick={() => {
              for (const name of hidden.peek()) void hide(name, false);
            }}
          >
            Show what was ignored
          </button>
        )}
      </section>
      <section aria-label="Measures" class="quality-tiles">
        {tiles.map((tile) => (
          <TileCard key={tile.measure} tile={tile} />
        ))}
      </section>
    </div>
  );
}

function TodoRow({ todo }: { readonly todo: Todo }) {
  const { action } = todo;
  const act = () => {
    if (action.kind === 'panel') openPanel(action.panel, action.first);
    else if (action.kind === 'review' && action.samples.length > 0) reviewSamples(action.samples);
    else if (action.kind === 'review') location.hash = '#/read';
    else openSamples(action.samples, action.reason);
  };
  return (
    <li class="todo-row" data-testid="quality-todo">
      <div>
        <p class="todo-text">{todo.text}</p>
        <p class="muted">{todo.why}</p>
      </div>
      <div class="todo-actions">
        <button type="button" class="button" onClick={act}>
          {todo.button}
        </button>
        <button
          type="button"
          class="link-button"
          aria-label={`Ignore: ${todo.text}`}
          onClick={() => void hide(todo.id, true)}
        >
          Ignore
        </button>
      </div>
    </li>
  );
}

const PANEL_OF: Readonly<Record<Tile['measure'], Panel | null>> = {
  samples: 'map',
  plates: 'text',
  unlabelled: null,
  suspicious: 'suspicious',
  duplicates: 'duplicates',
  leaks: 'leaks',
  conditions: 'conditions',
  weakest: null,
  calibration: 'doubt',
};

function TileCard({ tile }: { readonly tile: Tile }) {
  const panel = PANEL_OF[tile.measure];
  const open = () => {
    if (panel) openPanel(panel);
    else openSamples(tile.samples, tile.title);
  };
  return (
    <article
      class="card quality-tile"
      data-testid="quality-tile"
      data-measure={tile.measure}
      data-count={tile.count}
      data-tone={tile.tone}
    >
      <h3>{tile.title}</h3>
      <p class="tile-value">{tile.value}</p>
      <p class="muted">{tile.detail}</p>
      <Trend measure={tile.measure} title={tile.title} />
      <div class="tile-actions">
        <button
          type="button"
          class="link-button"
          aria-label={`Show: ${tile.title}`}
          disabled={!panel && tile.samples.length === 0}
          onClick={open}
        >
          Show
        </button>
        {tile.samples.length > 0 && panel && (
          <button
            type="button"
            class="link-button"
            aria-label={`Open in Dataset: ${tile.title}`}
            onClick={() => openSamples(tile.samples, tile.title)}
          >
            In Dataset
          </button>
        )}
        <button
          type="button"
          class="link-button tile-ignore"
          aria-label={`Ignore: ${tile.title}`}
          onClick={() => void hide(`tile ${tile.measure}`, true)}
        >
          Ignore
        </button>
      </div>
    </article>
  );
}

/** A line over the days; with fewer than two days there is none. */
function Trend({ measure, title }: { readonly measure: string; readonly title: string }) {
  const days = (overview.value?.trend ?? []).flatMap(({ day, counts }) => {
    const count = counts[measure];
    return count === undefined ? [] : [{ day, count }];
  });
  const [first, last] = [days[0], days[days.length - 1]];
  if (!first || !last || days.length < 2) return null;
  const most = Math.max(...days.map(({ count }) => count), 1);
  const points = days.map(({ count }, n) => {
    return `${((100 * n) / (days.length - 1)).toFixed(1)},${(24 - (22 * count) / most).toFixed(1)}`;
  });
  return (
    <svg
      class="tile-trend"
      viewBox="0 0 100 26"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${title} over time: ${first.count} on ${first.day}, ${last.count} on ${last.day}`}
    >
      <polyline points={points.join(' ')} />
    </svg>
  );
}
