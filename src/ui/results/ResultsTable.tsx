import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { announce } from '../components/announce.ts';
import { Hint } from '../components/Hint.tsx';
import { rowWindow, scrollToShow } from '../components/rowWindow.ts';
import { onStep } from '../correct/correctionQueue.ts';
import { isTyped, notIn, setDraft } from '../correct/drafts.ts';
import { useUndoKeys } from '../correct/useUndoKeys.ts';
import { plural } from '../format/numbers.ts';
import { loadMarks } from '../lists/marks.ts';
import { listOf } from '../lists/plateLists.ts';
import { copyText } from '../read/plateActions.ts';
import { isReversed, mode, order, rows, selectedRow, selectRow } from '../read/readState.ts';
import { draftKeyOfRow } from '../read/rowDraft.ts';
import type { ListRow } from '../read/rows.ts';
import { stepped } from '../read/stepped.ts';
import { rejectRow, saveText } from './rowEdits.ts';
import { TableHead } from './TableHead.tsx';
import { TableRow } from './TableRow.tsx';
import { TableTools } from './TableTools.tsx';
import { toTsv } from './tsv.ts';
import './table.css';

const ROW_PX = 44;

/** A place in the list as it is now, with the row that stands there. */
const markAt = (place: number) => {
  const at = Math.max(0, place);
  return { at, key: rows.peek()[at]?.key ?? null };
};

/**
 * All plates as a table: texts edited in place, rows selected and copied, by keyboard like a
 * spreadsheet. Only the rows in view are drawn.
 */
export default function ResultsTable() {
  const shown = rows.value;
  const grid = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  /** The row that keys are meant for. It keeps its mark where others leave the list or the order changes. */
  const [mark, setMark] = useState(() => markAt(selectedRow.peek()));
  const [editing, setEditing] = useState<{
    readonly key: string;
    readonly first: string | null;
  } | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());

  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);
  useEffect(loadMarks, []);
  useUndoKeys();
  // The mark goes to what was taken back.
  useEffect(
    () =>
      onStep((...step) => {
        const to = stepped(...step);
        if (!to) return false;
        const isIt = ({ item, n }: ListRow) =>
          item.index === to.photo && (to.plate === null || n === to.plate);
        const position = rows.peek().findIndex(isIt);
        if (position >= 0) setMark(markAt(position));
        return true;
      }),
    [],
  );
  const place = useMemo(() => shown.findIndex(({ key }) => key === mark.key), [shown, mark.key]);
  // Where the row itself has left, the one that took its place.
  const active = place >= 0 ? place : Math.min(mark.at, shown.length - 1);
  const setAt = (to: number) => {
    setMark(markAt(to));
    selectRow(shown[to]);
  };
  // In another order one begins at its top.
  const sorting = `${order.value} ${isReversed.value}`;
  const sortedBy = useRef(sorting);
  useEffect(() => {
    if (sortedBy.current === sorting) return;
    sortedBy.current = sorting;
    setMark(markAt(0));
  }, [sorting]);
  useEffect(() => {
    const element = grid.current;
    if (!element || active < 0) return;
    // The head covers one row's height.
    const top = scrollToShow(active, ROW_PX, element.scrollTop, element.clientHeight - ROW_PX);
    if (top !== element.scrollTop) element.scrollTop = top;
  }, [active]);

  const picked = shown.filter(({ key }) => chosen.has(key));
  const copy = () => {
    const wanted = picked.length > 0 ? picked : shown;
    const drafts = wanted.filter((row) => row.plate && isTyped(draftKeyOfRow(row))).length;
    void copyText(toTsv(wanted, listOf), plural(wanted.length, 'row'), notIn(drafts));
  };
  const move = (to: number, extend = false) => {
    const next = Math.min(shown.length - 1, Math.max(0, to));
    if (extend) {
      const [from, until] = [Math.min(active, next), Math.max(active, next)];
      setChosen(new Set([...chosen, ...shown.slice(from, until + 1).map(({ key }) => key)]));
    }
    setAt(next);
  };
  const toggle = (key: string) => {
    const next = new Set(chosen);
    if (!next.delete(key)) next.add(key);
    setChosen(next);
  };
  /** What was typed stays, unsaved; the keys are the table's again. */
  const leave = () => {
    setEditing(null);
    if (document.activeElement?.closest('.results-table')) grid.current?.focus();
  };
  const finish = (row: ListRow, text: string | null) => {
    setEditing(null);
    setDraft(draftKeyOfRow(row), null);
    const saving = text !== null && saveText(row, text);
    if (saving) void saving.then((isKept) => isKept && announce('Saved.'));
    grid.current?.focus();
  };
  const page = Math.max(1, Math.floor(view.height / ROW_PX) - 2);
  const keys = (event: KeyboardEvent) => {
    const row = shown[active];
    if (editing || !row || event.altKey) return;
    const { key } = event;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: shown.length - 1,
    };
    const to = moves[key];
    if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() === 'a') setChosen(new Set(shown.map((r) => r.key)));
      else if (key.toLowerCase() === 'c') copy();
      else if (to !== undefined) move(to < active ? 0 : shown.length - 1, event.shiftKey);
      else return;
    } else if (to !== undefined) move(to, event.shiftKey);
    else if (key === ' ') toggle(row.key);
    else if (key === 'Delete' && row.plate) {
      if (!event.repeat) rejectRow(row); // the row that takes its place has not been seen
    } else if (key === 'Escape' && row.plate) setDraft(draftKeyOfRow(row), null);
    else if ((key === 'Enter' || key === 'F2') && row.plate)
      setEditing({ key: row.key, first: null });
    else if (/^[\p{L}\p{N}]$/u.test(key) && row.plate) setEditing({ key: row.key, first: key });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const { start, end } = rowWindow(shown.length, ROW_PX, view.top, view.height);
  return (
    <div class="results">
      <h1 class="visually-hidden">Results</h1>
      <Hint
        id="table"
        touch="Tap a plate’s text to correct it, its picture to see the photo. Push the table sideways for more."
      >
        Type a plate’s whole text to replace it, F2 to change a character. Enter saves a change and
        goes down, Ctrl Z takes it back; Space selects, for “All right” or Ctrl C.
      </Hint>
      <TableTools rows={shown} picked={picked} onCopy={copy} onNone={() => setChosen(new Set())} />
      <div
        ref={grid}
        class="results-table"
        role="grid"
        aria-label="Results"
        aria-rowcount={shown.length + 1}
        aria-multiselectable="true"
        data-testid="results-table"
        tabIndex={0}
        {...(active >= 0 ? { 'aria-activedescendant': `result-${active}` } : {})}
        onKeyDown={keys}
      >
        <TableHead />
        {shown.length === 0 && (
          <p class="list-empty">No plate matches the search and the filter.</p>
        )}
        <div role="rowgroup" class="table-space" style={{ height: `${shown.length * ROW_PX}px` }}>
          {shown.slice(start, end).map((row, n) => (
            <TableRow
              key={row.key}
              row={row}
              position={start + n}
              top={(start + n) * ROW_PX}
              isActive={start + n === active}
              isChosen={chosen.has(row.key)}
              editing={editing?.key === row.key ? editing : null}
              onActivate={() => setAt(start + n)}
              onToggle={() => toggle(row.key)}
              onExtend={() => move(start + n, true)}
              onEdit={() => {
                setAt(start + n);
                if (row.plate) setEditing({ key: row.key, first: null });
              }}
              onSave={(text) => {
                finish(row, text);
                if (text !== null) move(start + n + 1);
              }}
              onPass={() => {
                leave();
                move(start + n + 1);
              }}
              onLeave={leave}
              onOpen={() => {
                selectRow(row);
                mode.value = 'photos';
              }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
