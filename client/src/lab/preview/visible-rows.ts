/** Rows that are drawn: from the first up to, not including, the last. */
export interface VisibleRows {
  from: number;
  to: number;
}

/** Moves in steps of so many rows, so that scrolling by a line draws nothing anew. */
const step = 8;

/**
 * Which rows of a long table are drawn: those in view and some around them.
 * @param rowHeight the height of every row, in the unit of the other lengths
 */
export function visibleRows(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
): VisibleRows {
  const first = Math.floor(scrollTop / rowHeight);
  const last = Math.ceil((scrollTop + height) / rowHeight);
  const from = Math.max(0, Math.floor(first / step) * step - step);
  return { from: Math.min(from, count), to: Math.min(count, Math.ceil(last / step) * step + step) };
}
