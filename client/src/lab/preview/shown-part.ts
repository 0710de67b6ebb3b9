import { type LeafPath, leafIndex, leafPaths } from './leaves.ts';
import { hasProblem, type RowTable } from './row-table.ts';

/** Leaves that are shown also where every cell of them is empty. */
const always: readonly LeafPath[] = [
  'accessionNumber',
  'patient.fullName',
  'patient.dateOfBirth',
  'patient.sex',
  'patient.phone',
  'test.code',
  'outcome',
  'specimenCollectedAt',
];

/**
 * The rows to show: all, or those with problems. A row that was edited stays, so that it does not go from under the
 * keys at the moment when it is right.
 */
export function shownRows(table: RowTable, isOnlyProblems: boolean): RowTable {
  return isOnlyProblems ? table.filter((row) => hasProblem(row) || row.original !== null) : table;
}

/** The leaves to show: all, or those that hold something, have a problem, or are always asked for. */
export function shownLeaves(table: RowTable, isAll: boolean): number[] {
  const every = leafPaths.map((_, leaf) => leaf);
  if (isAll) return every;
  const used = new Set(always.map(leafIndex));
  for (const row of table) {
    for (const leaf of every) if (row.cells[leaf] !== '') used.add(leaf);
    for (const { field } of row.problems) used.add(leafIndex(field));
  }
  // A name in two parts needs no third column for the whole.
  const whole = leafIndex('patient.fullName');
  const hasParts = table.some(({ cells }) => cells[leafIndex('patient.familyName')]);
  if (hasParts && table.every(({ cells }) => cells[whole] === '')) used.delete(whole);
  return every.filter((leaf) => used.has(leaf));
}
