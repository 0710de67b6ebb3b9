import { writeCsv } from '@ketqua/lab-file';
import { leafPaths } from './leaves.ts';
import type { Row } from './row-table.ts';

/** How the rows of the preview are written: their times have an offset, their dates are ISO 8601. */
export const correctedDateFormat = 'YYYY-MM-DD';

/** Rows as the platform's own CSV template, with every leaf; cells that a spreadsheet would run are escaped. */
export function correctedFile(rows: readonly Row[]): string {
  return writeCsv(
    leafPaths,
    rows.map(({ cells }) => cells),
  );
}
