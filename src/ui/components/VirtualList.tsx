import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { rowWindow, scrollToShow } from './rowWindow.ts';

/**
 * A list box of any length that draws only the rows in view. One tab stop; arrows, Home, End,
 * Page Up and Page Down move the selection (ARIA list box with `aria-activedescendant`).
 */
export function VirtualList<T>(props: {
  readonly id: string;
  readonly label: string;
  readonly items: readonly T[];
  readonly rowHeightPx: number;
  /** Position within `items`, or -1. */
  readonly selected: number;
  readonly onSelect: (position: number) => void;
  /** After a row was clicked or tapped; keys move the selection alone. */
  readonly onPicked?: () => void;
  readonly keyOf: (item: T) => string | number;
  readonly renderRow: (item: T) => ComponentChildren;
}) {
  const { id, items, rowHeightPx, selected, onSelect } = props;
  const ref = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 600 });

  useLayoutEffect(() => {
    const list = ref.current;
    if (!list) return;
    const measure = () => setScroll({ top: list.scrollTop, height: list.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(list);
    list.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      list.removeEventListener('scroll', measure);
    };
  }, []);

  useLayoutEffect(() => {
    const list = ref.current;
    if (!list || selected < 0) return;
    const top = scrollToShow(selected, rowHeightPx, list.scrollTop, list.clientHeight);
    if (top !== list.scrollTop) list.scrollTop = top;
  }, [selected, rowHeightPx]);

  const { start, end } = rowWindow(items.length, rowHeightPx, scroll.top, scroll.height);
  const pageRows = Math.max(1, Math.floor(scroll.height / rowHeightPx) - 1);
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: selected + 1,
    ArrowUp: selected - 1,
    PageDown: selected + pageRows,
    PageUp: selected - pageRows,
    Home: 0,
    End: items.length - 1,
  };
  const active = selected >= start && selected < end ? `${id}-${selected}` : undefined;

  return (
    <div
      ref={ref}
      class="virtual-list"
      role="listbox"
      aria-label={props.label}
      tabIndex={0}
      {...(active === undefined ? {} : { 'aria-activedescendant': active })}
      onKeyDown={(event) => {
        const target = moves[event.key];
        if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        if (items.length > 0) onSelect(Math.min(items.length - 1, Math.max(0, target)));
      }}
    >
      <div
        class="virtual-space"
        role="presentation"
        style={{ height: `${items.length * rowHeightPx}px` }}
      >
        {items.slice(start, end).map((item, n) => {
          const position = start + n;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list box handles the keys for its options
            // biome-ignore lint/a11y/useFocusableInteractive: options are reached by aria-activedescendant
            <div
              key={props.keyOf(item)}
              id={`${id}-${position}`}
              class="virtual-row"
              role="option"
              aria-selected={position === selected}
              aria-setsize={items.length}
              aria-posinset={position + 1}
              style={{
                transform: `translateY(${position * rowHeightPx}px)`,
                height: `${rowHeightPx}px`,
              }}
              onClick={() => {
                onSelect(position);
                props.onPicked?.();
              }}
            >
              {props.renderRow(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
