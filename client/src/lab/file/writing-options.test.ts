import { expect, test } from 'vitest';
import { optionsInput, startingOptions } from './writing-options.ts';

test("the form begins with what the lab saved, else with the lab's zone", () => {
  expect(startingOptions(undefined, 'Asia/Ho_Chi_Minh')).toEqual({
    timeZone: 'Asia/Ho_Chi_Minh',
    dateFormat: '',
    country: '',
    mapping: {},
  });
  const mapping = [{ __typename: 'ColumnMapping' as const, column: 'Mã mẫu', field: 'accessionNumber' }];
  const saved = {
    __typename: 'ImportDefaults' as const,
    timeZone: 'Asia/Tokyo',
    dateFormat: 'DD/MM/YYYY',
    country: null,
    mapping,
  };
  expect(startingOptions(saved, 'Asia/Ho_Chi_Minh')).toMatchObject({
    timeZone: 'Asia/Tokyo',
    mapping: { 'Mã mẫu': 'accessionNumber' },
  });
});

test('what is empty is not said, and a column without a meaning is left to the platform', () => {
  const mapping = { 'Mã mẫu': 'accessionNumber', Khác: '' };
  expect(optionsInput({ timeZone: ' ', dateFormat: 'dd/mm/yyyy', country: 'vn', mapping })).toEqual({
    timeZone: null,
    dateFormat: 'DD/MM/YYYY',
    country: 'VN',
    mapping: [{ column: 'Mã mẫu', field: 'accessionNumber' }],
  });
});
