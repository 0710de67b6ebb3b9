import type { Place } from './row-table.ts';

/** A key, and whether Control (or Command) was held. */
export interface Stroke {
  key: string;
  isControl: boolean;
}

/** How far Page Up and Page Down go, in rows. */
const page = 12;

/**
 * Where a key leads from a place in a table of so many rows, by the keys of the ARIA grid pattern; null for another
 * key. The leaves are those shown, left to right; before them stands the row's status, -1.
 */
export function movePlace(
  place: Place,
  stroke: Stroke,
  rows: number,
  leaves: readonly number[],
): Place | null {
  const columns = [-1, ...leaves];
  const column = Math.max(0, columns.indexOf(place.leaf));
  const to = (position: number, at: number): Place => ({
    position: Math.max(0, Math.min(rows - 1, position)),
    leaf: columns[Math.max(0, Math.min(columns.length - 1, at))] ?? -1,
  });
  switch (stroke.key) {
    case 'ArrowUp':
      return to(stroke.isControl ? 0 : place.position - 1, column);
    case 'ArrowDown':
      return to(stroke.isControl ? rows - 1 : place.position + 1, column);
    case 'ArrowLeft':
      return to(place.position, column - 1);
    case 'ArrowRight':
      return to(place.position, column + 1);
    case 'Home':
      return to(stroke.isControl ? 0 : place.position, 0);
    case 'End':
      return to(stroke.isControl ? rows - 1 : place.position, columns.length - 1);
    case 'PageUp':
      return to(place.position - page, column);
    case 'PageDown':
      return to(place.position + page, column);
    default:
      return null;
  }
}
