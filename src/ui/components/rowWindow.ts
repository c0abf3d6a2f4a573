/** Which rows of a long list of equal rows are worth drawing. */
export interface RowWindow {
  /** First row to draw, and one past the last. */
  readonly start: number;
  readonly end: number;
}

/** Rows seen in a viewport, and `overscan` more on either side, so that scrolling shows no gaps. */
export function rowWindow(
  rowCount: number,
  rowHeightPx: number,
  scrollTopPx: number,
  viewportPx: number,
  overscan = 6,
): RowWindow {
  const first = Math.floor(Math.max(0, scrollTopPx) / rowHeightPx);
  const last = Math.ceil((Math.max(0, scrollTopPx) + viewportPx) / rowHeightPx);
  const start = Math.min(Math.max(0, first - overscan), rowCount);
  return { start, end: Math.max(start, Math.min(rowCount, last + overscan)) };
}

/** Scroll position that brings a row into view with the least movement. */
export function scrollToShow(
  row: number,
  rowHeightPx: number,
  scrollTopPx: number,
  viewportPx: number,
): number {
  const top = row * rowHeightPx;
  if (top < scrollTopPx) return top;
  const bottom = top + rowHeightPx;
  return bottom > scrollTopPx + viewportPx ? bottom - viewportPx : scrollTopPx;
}
