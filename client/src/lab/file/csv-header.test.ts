import { expect, test } from 'vitest';
import { csvHeader } from './csv-header.ts';

test.each([
  ['accessionNumber,outcome\n1,DETECTED', ['accessionNumber', 'outcome']],
  ['\r\nMã mẫu;Họ tên;Kết quả\r\n1;A;B', ['Mã mẫu', 'Họ tên', 'Kết quả']],
  ['"Mã, mẫu",Kết quả', ['Mã, mẫu', 'Kết quả']],
  ['a\tb\t\n', ['a', 'b']],
  ['', []],
])('%j has the columns %j', (text, names) => {
  expect(csvHeader(text)).toEqual(names);
});
