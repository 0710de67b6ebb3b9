import { expect, test } from 'vitest';
import { cellsOf, leafIndex } from './leaves.ts';
import type { Row } from './row-table.ts';
import { shownLeaves, shownRows } from './shown-part.ts';

const row = (index: number, result: object, given: Partial<Row> = {}): Row => ({
  index,
  line: index + 2,
  status: 'ACCEPTED',
  duplicateOf: null,
  problems: [],
  cells: cellsOf(result),
  original: null,
  ...given,
});

test('rows that are right are left out, rows that were just mended stay', () => {
  const mended = row(1, { outcome: 'DETECTED' }, { original: cellsOf({}) });
  const wrong = row(2, {}, { status: 'REJECTED' });
  expect(shownRows([row(0, {}), mended, wrong], true)).toEqual([mended, wrong]);
  expect(shownRows([row(0, {}), mended, wrong], false)).toHaveLength(3);
});

test('columns are those that are used, have a problem, or are always asked for', () => {
  const problems = [{ field: 'run.kitLot', code: 'TOO_LONG', message: 'm', hint: 'h' }];
  const leaves = shownLeaves([row(0, { disease: '840539006' }, { problems })], false);
  expect(leaves).toContain(leafIndex('disease'));
  expect(leaves).toContain(leafIndex('run.kitLot'));
  expect(leaves).toContain(leafIndex('patient.phone'));
  expect(leaves).not.toContain(leafIndex('test.subId'));
  expect(shownLeaves([], true)).toHaveLength(23);
});

test('a name in two parts shows no empty column for the whole', () => {
  const patient = { familyName: 'Nguyễn', givenNames: 'Ánh' };
  expect(shownLeaves([row(0, { patient })], false)).not.toContain(leafIndex('patient.fullName'));
});
