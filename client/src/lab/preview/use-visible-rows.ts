import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { cellId } from './preview-row.tsx';
import type { Place } from './row-table.ts';
import { type VisibleRows, visibleRows } from './visible-rows.ts';

/** Row height in root ems; the style sheet has the same. */
const rowEms = 2.25;

/** Which rows are in view of the frame, told anew as it scrolls. */
export function useVisibleRows(count: number) {
  const frame = useRef<HTMLDivElement>(null);
  const [rowHeight] = useState(
    () => rowEms * Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
  );
  const [visible, setVisible] = useState<VisibleRows>(() => visibleRows(0, 600, rowHeight, count));
  const measure = () => {
    if (!frame.current) return;
    const { scrollTop, clientHeight } = frame.current;
    const next = visibleRows(scrollTop, clientHeight, rowHeight, count);
    setVisible((before) => (before.from === next.from && before.to === next.to ? before : next));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count of rows shows others.
  useLayoutEffect(measure, [count]);
  return { frame, rowHeight, visible, onScroll: measure };
}

/** Scrolls so that the active cell is seen, when it moved. */
export function useKeptInView(
  frame: { readonly current: HTMLDivElement | null },
  { position, leaf }: Place,
  rowHeight: number,
  gridId: string,
  index: number | undefined,
): void {
  useEffect(() => {
    const element = frame.current;
    if (!element || index === undefined) return;
    const top = position * rowHeight;
    const room = element.clientHeight - 2 * rowHeight;
    if (top < element.scrollTop || top > element.scrollTop + room) {
      element.scrollTop = Math.max(0, top - room / 2);
    }
    // The row may be drawn only once the scrolling was noticed.
    const frameRequest = requestAnimationFrame(() => {
      const cell = document.getElementById(cellId(gridId, index, leaf));
      cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
    return () => cancelAnimationFrame(frameRequest);
  }, [frame, position, leaf, rowHeight, gridId, index]);
}
