import { expect, test } from 'vitest';
import { correctedFile } from './corrected-file.ts';
import { cellsOf, leafPaths } from './leaves.ts';

test('corrected rows are written as the template, names whole and formulas escaped', () => {
  const cells = cellsOf({
    accessionNumber: '=1+1',
    patient: { fullName: 'Nguyễn Thị "Ánh", Tuyết', phone: '+84912345678' },
    outcome: 'NOT_DETECTED',
  });
  const row = {
    index: 0,
    line: 2,
    status: 'PENDING' as const,
    duplicateOf: null,
    problems: [],
    original: null,
  };
  const [header, line, end] = correctedFile([{ ...row, cells }]).split('\r\n');
  expect(header).toBe(`\uFEFF${leafPaths.join(',')}`);
  expect(line).toMatch(/^'=1\+1,"Nguyễn Thị ""Ánh"", Tuyết",,,,,,'\+84912345678,,,NOT_DETECTED,/);
  expect(end).toBe('');
});
