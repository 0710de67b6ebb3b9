import { expect, test } from 'vitest';
import { cellsOf, leafPaths } from './leaves.ts';
import {
  countRows,
  editCell,
  nextProblem,
  type Row,
  type RowProblem,
  rowsToJudge,
  withJudgements,
} from './row-table.ts';

const problem = (field: string): RowProblem => ({ field, code: 'REQUIRED', message: 'm', hint: 'h' });
const row = (index: number, accessionNumber: string, given: Partial<Row> = {}): Row => ({
  index,
  line: index + 2,
  status: 'ACCEPTED',
  duplicateOf: null,
  problems: [],
  cells: cellsOf({ accessionNumber, outcome: 'DETECTED' }),
  original: null,
  ...given,
});
const birthDate = leafPaths.indexOf('patient.dateOfBirth');
const outcome = leafPaths.indexOf('outcome');

test('a result of the API becomes cells, its branches too', () => {
  const cells = cellsOf({
    accessionNumber: 'A',
    patient: { dateOfBirth: '1970' },
    test: null,
    outcome: null,
  });
  expect(cells).toHaveLength(leafPaths.length);
  expect(cells.filter(Boolean)).toEqual(['A', '1970']);
});

test('an edited row waits for its judgement, and remembers what the file said', () => {
  const table = [row(0, 'A'), row(1, 'B', { status: 'REJECTED', problems: [problem('outcome')] })];
  const edited = editCell(table, 1, outcome, 'NOT_DETECTED');
  expect(edited[1]).toMatchObject({ status: 'PENDING', original: table[1]?.cells });
  expect(edited[0]).toBe(table[0]);
  expect(countRows(edited)).toMatchObject({ rows: 2, accepted: 2, rejected: 0, edited: 1 });
  expect(editCell(edited, 1, outcome, 'DETECTED')[1]?.original).toBeNull();
});

test('a cell that stays as it is edits nothing', () => {
  const table = [row(0, 'A')];
  expect(editCell(table, 0, outcome, 'DETECTED')[0]).toBe(table[0]);
});

test('rows that share the accession number, old or new, are judged again with an edited one', () => {
  const table = [row(0, 'A'), row(1, 'A', { status: 'DUPLICATE', duplicateOf: 0 }), row(2, 'B'), row(3, 'C')];
  const edited = editCell(table, 1, 0, 'B');
  expect(rowsToJudge(table, edited, 1).map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(rowsToJudge([row(0, ''), row(1, '')], [row(0, ''), row(1, '')], 1)).toHaveLength(1);
});

test('a judgement finds its row again, and the row it repeats', () => {
  const table = editCell([row(0, 'A'), row(1, 'X'), row(2, 'B')], 2, 0, 'A');
  const sent = [table[0]!, table[2]!];
  const judged = withJudgements(table, sent, [
    { index: 0, status: 'ACCEPTED', duplicateOf: null, problems: [] },
    { index: 1, status: 'DUPLICATE', duplicateOf: 0, problems: [] },
  ]);
  expect(judged[2]).toMatchObject({ status: 'DUPLICATE', duplicateOf: 0 });
  expect(judged[1]).toBe(table[1]);
});

test('a judgement of what was edited again meanwhile is passed over', () => {
  const first = editCell([row(0, 'A')], 0, outcome, 'WRONG');
  const second = editCell(first, 0, outcome, 'NOT_DETECTED');
  const answer = { index: 0, status: 'REJECTED' as const, duplicateOf: null, problems: [problem('outcome')] };
  expect(withJudgements(second, first, [answer])[0]?.status).toBe('PENDING');
});

test('from problem to problem, cell by cell, and round at the end', () => {
  const table = [
    row(0, 'A'),
    row(1, 'B', { status: 'REJECTED', problems: [problem('outcome'), problem('patient.dateOfBirth')] }),
    row(2, 'C', { status: 'DUPLICATE', duplicateOf: 0 }),
  ];
  const start = { position: 0, leaf: -1 };
  const places = [birthDate, outcome].map((leaf) => ({ position: 1, leaf }));
  expect(nextProblem(table, start, 1)).toEqual(places[0]);
  expect(nextProblem(table, places[0]!, 1)).toEqual(places[1]);
  expect(nextProblem(table, places[1]!, 1)).toEqual({ position: 2, leaf: -1 });
  expect(nextProblem(table, { position: 2, leaf: -1 }, 1)).toEqual(places[0]);
  expect(nextProblem(table, places[0]!, -1)).toEqual({ position: 2, leaf: -1 });
  expect(nextProblem(table, { position: 2, leaf: -1 }, -1)).toEqual(places[1]);
  expect(nextProblem([row(0, 'A')], start, 1)).toBeNull();
  expect(nextProblem([], start, 1)).toBeNull();
});
