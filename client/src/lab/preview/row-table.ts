import { type Cells, leafIndex } from './leaves.ts';

/** What is wrong with a field of a row, in the reader's language. */
export interface RowProblem {
  field: string;
  code: string;
  message: string;
  hint: string;
}

/** What would become of a row. PENDING: it was edited, and is being judged anew. */
export type RowVerdict = 'ACCEPTED' | 'DUPLICATE' | 'REJECTED' | 'PENDING';

/** One row of the preview. */
export interface Row {
  index: number;
  line: number | null;
  status: RowVerdict;
  duplicateOf: number | null;
  problems: readonly RowProblem[];
  cells: Cells;
  /** The cells as the file had them, where a cell was edited. */
  original: Cells | null;
}

/** The rows of a file, by their index. */
export type RowTable = readonly Row[];

/** How many rows of each kind a table has. */
export interface RowCounts {
  rows: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  edited: number;
  withProblems: number;
}

/** Whether a row asks to be looked at. */
export function hasProblem(row: Row): boolean {
  return row.status === 'REJECTED' || row.status === 'DUPLICATE' || row.problems.length > 0;
}

/** Counts a table's rows. */
export function countRows(table: RowTable): RowCounts {
  const counts = { rows: table.length, accepted: 0, duplicates: 0, rejected: 0, edited: 0, withProblems: 0 };
  for (const row of table) {
    if (row.status === 'ACCEPTED' || row.status === 'PENDING') counts.accepted += 1;
    if (row.status === 'DUPLICATE') counts.duplicates += 1;
    if (row.status === 'REJECTED') counts.rejected += 1;
    if (row.original) counts.edited += 1;
    if (hasProblem(row)) counts.withProblems += 1;
  }
  return counts;
}

/** The problems of one cell; `leaf` -1 are those of the whole row. */
export function problemsAt(row: Row, leaf: number): readonly RowProblem[] {
  return row.problems.filter(({ field }) => leafIndex(field) === leaf);
}

/** Changes one cell. A row that is again as the file had it counts as untouched. */
export function editCell(table: RowTable, index: number, leaf: number, text: string): RowTable {
  return table.map((row) => {
    if (row.index !== index || row.cells[leaf] === text) return row;
    const cells = row.cells.with(leaf, text);
    const before = row.original ?? row.cells;
    const isAsBefore = cells.every((cell, position) => cell === before[position]);
    return { ...row, cells, original: isAsBefore ? null : before, status: 'PENDING' as const };
  });
}

/**
 * The rows to judge again after an edit: the edited one, and those with its accession number of before and after,
 * for whether they repeat each other may have changed. In the order of the file.
 */
export function rowsToJudge(before: RowTable, after: RowTable, index: number): Row[] {
  const numbers = new Set([before[index]?.cells[0], after[index]?.cells[0]]);
  return after.filter((row) => row.index === index || (row.cells[0] !== '' && numbers.has(row.cells[0])));
}

/** One row's judgement, its `index` and `duplicateOf` counted within the rows that were sent to be judged. */
export type Judged = Pick<Row, 'index' | 'duplicateOf' | 'problems'> & {
  status: Exclude<RowVerdict, 'PENDING'>;
};

/** Puts judgements into the table, unless a row was edited again meanwhile. */
export function withJudgements(table: RowTable, sent: readonly Row[], judged: readonly Judged[]): RowTable {
  const answers = new Map(judged.map((answer) => [sent[answer.index]?.index, answer]));
  const asSent = new Map(sent.map((row) => [row.index, row.cells]));
  return table.map((row) => {
    const answer = answers.get(row.index);
    if (!answer || asSent.get(row.index) !== row.cells) return row;
    const { status, problems, duplicateOf } = answer;
    const earlier = duplicateOf === null ? null : (sent[duplicateOf]?.index ?? null);
    return { ...row, status, problems, duplicateOf: earlier };
  });
}

/** A place in the table: the position of a row among those shown, and a leaf (-1: the row's own status). */
export interface Place {
  position: number;
  leaf: number;
}

/** The places of a row that have a problem, from left to right. */
function problemLeaves(row: Row): number[] {
  if (!hasProblem(row)) return [];
  const leaves = new Set(row.problems.map(({ field }) => leafIndex(field)));
  if (leaves.size === 0) leaves.add(-1);
  return [...leaves].sort((one, other) => one - other);
}

/** The next place with a problem after (or before) another, going round at the end; null where there is none. */
export function nextProblem(shown: RowTable, from: Place, direction: 1 | -1): Place | null {
  for (let step = 0; step <= shown.length; step += 1) {
    const position = (from.position + direction * step + shown.length * (step + 1)) % shown.length;
    const row = shown[position];
    if (!row) return null;
    const leaves = problemLeaves(row);
    if (direction === -1) leaves.reverse();
    const leaf = leaves.find((each) => step > 0 || (direction === 1 ? each > from.leaf : each < from.leaf));
    if (leaf !== undefined) return { position, leaf };
  }
  return null;
}
