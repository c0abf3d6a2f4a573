import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DatasetRow } from '../../core/dataset/row.ts';
import { SET_NAMES } from '../../core/dataset/splits.ts';
import { rowWindow, scrollToShow } from '../components/rowWindow.ts';
import { percentText } from '../format/numbers.ts';
import { active, chosen, shownRows, toggleChosen } from './datasetState.ts';
import { thumbUrl } from './thumbs.ts';

const TILE_PX = 172;
const ROW_PX = 176;

const STATE_NAMES = {
  unlabelled: 'not labelled',
  partly: 'labelled in part',
  labelled: 'labelled',
  negative: 'no plate',
} as const;

/**
 * All samples as tiles; only those in view are drawn. One tab stop: arrows move, Space chooses,
 * Shift with arrows chooses on the way, Enter opens.
 */
export function SampleGrid({ onOpen }: { readonly onOpen: (position: number) => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600, width: 800 });
  useLayoutEffect(() => {
    const grid = ref.current;
    if (!grid) return;
    const measure = () =>
      setView({ top: grid.scrollTop, height: grid.clientHeight, width: grid.clientWidth });
    const observer = new ResizeObserver(measure);
    observer.observe(grid);
    grid.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      grid.removeEventListener('scroll', measure);
    };
  }, []);

  const all = shownRows.value;
  const columns = Math.max(1, Math.floor(view.width / TILE_PX));
  const lines = Math.ceil(all.length / columns);
  const { start, end } = rowWindow(lines, ROW_PX, view.top, view.height, 3);
  const at = Math.min(active.value, all.length - 1);

  useLayoutEffect(() => {
    const grid = ref.current;
    if (!grid || at < 0) return;
    const line = Math.floor(at / columns);
    const top = scrollToShow(line, ROW_PX, grid.scrollTop, grid.clientHeight);
    if (top !== grid.scrollTop) grid.scrollTop = top;
  }, [at, columns]);

  const page = Math.max(1, Math.floor(view.height / ROW_PX)) * columns;
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: all.length - 1,
  };

  const chooseRange = (from: number, to: number) => {
    const between = all.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1);
    toggleChosen(
      between.map(({ id }) => id),
      true,
    );
    active.value = to;
  };

  return (
    <div
      ref={ref}
      class="sample-grid"
      role="listbox"
      aria-label="Photos"
      aria-multiselectable="true"
      tabIndex={0}
      {...(at >= 0 ? { 'aria-activedescendant': `sample-${at}` } : {})}
      onKeyDown={(event) => {
        const row = all[at];
        const target = moves[event.key];
        if (event.altKey || event.metaKey || !row) return;
        if (event.ctrlKey && event.key.toLowerCase() === 'a') {
          event.preventDefault();
          toggleChosen(
            all.map(({ id }) => id),
            true,
          );
        } else if (event.ctrlKey) return;
        else if (event.key === ' ') {
          event.preventDefault();
          toggleChosen([row.id]);
        } else if (event.key === 'Enter') {
          event.preventDefault();
          onOpen(at);
        } else if (target !== undefined) {
          event.preventDefault();
          const next = Math.min(all.length - 1, Math.max(0, target));
          if (event.shiftKey) chooseRange(at, next);
          else active.value = next;
        }
      }}
    >
      <div class="sample-space" role="presentation" style={{ height: `${lines * ROW_PX}px` }}>
        {all.slice(start * columns, end * columns).map((row, n) => {
          const position = start * columns + n;
          return (
            <Tile
              key={row.id}
              row={row}
              position={position}
              count={all.length}
              isActive={position === at}
              x={(position % columns) * (view.width / columns)}
              y={Math.floor(position / columns) * ROW_PX}
              width={view.width / columns}
              onOpen={() => onOpen(position)}
              onRange={() => chooseRange(at, position)}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Not looked at, looked at in vain, and a box without its text are three things. */
function emptyText({ plates, state, isRead, textMissing }: DatasetRow): string {
  if (textMissing > 0) return 'text missing';
  if (plates > 0) return 'unreadable';
  if (state === 'negative') return 'no plate';
  return isRead ? 'no plate found' : 'not read yet';
}

/** A box whose text nobody has said is labelled by half, and so is a photo with plates beside its labels. */
function stateName({ state, textMissing, onlyRead }: DatasetRow): string {
  if (state !== 'labelled') return STATE_NAMES[state];
  if (textMissing > 0) return 'text not checked';
  return onlyRead > 0 ? `labelled, ${onlyRead} only read` : 'labelled';
}

function Tile(props: {
  readonly row: DatasetRow;
  readonly position: number;
  readonly count: number;
  readonly isActive: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly onOpen: () => void;
  /** Chooses from the active one to this. */
  readonly onRange: () => void;
}) {
  const { row, position } = props;
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    void thumbUrl(row.id).then((found) => wanted && setUrl(found));
    return () => {
      wanted = false;
    };
  }, [row.id]);
  const text = row.texts.join(' ') || emptyText(row);
  const isChosen = chosen.value.has(row.id);
  const toggle = () => toggleChosen([row.id]);
  const press = (event: MouseEvent, act: () => void) => {
    if (event.shiftKey) return props.onRange();
    active.value = position;
    act();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box handles the keys for its options
    // biome-ignore lint/a11y/useFocusableInteractive: options are reached by aria-activedescendant
    <div
      id={`sample-${position}`}
      class="sample-tile"
      role="option"
      aria-selected={isChosen}
      aria-setsize={props.count}
      aria-posinset={position + 1}
      aria-label={`${text}, ${stateName(row)}, ${row.file}`}
      data-active={props.isActive}
      data-state={row.state}
      data-checked={row.textMissing === 0 && row.onlyRead === 0}
      style={{
        transform: `translate(${props.x}px, ${props.y}px)`,
        width: `${props.width}px`,
        height: `${ROW_PX}px`,
      }}
      onClick={(event) => {
        const chooses = event.ctrlKey || event.metaKey || chosen.peek().size > 0;
        press(event, chooses ? toggle : props.onOpen);
      }}
    >
      <span class="sample-picture">
        {url && <img src={url} alt="" decoding="async" />}
        <span
          class="sample-check"
          data-on={isChosen}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            press(event, toggle);
          }}
        />
      </span>
      <span class="sample-text">{text}</span>
      <span class="sample-facts">
        {stateName(row)}
        {row.confidence !== null &&
          row.state !== 'labelled' &&
          ` · ${percentText(row.confidence)} sure`}
        {row.split && ` · ${SET_NAMES[row.split]}`}
      </span>
    </div>
  );
}
