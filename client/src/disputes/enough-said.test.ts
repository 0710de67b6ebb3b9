import { expect, test } from 'vitest';
import { isEnoughSaid } from './enough-said.ts';

test('what speaks for itself needs no words, the rest does', () => {
  expect(isEnoughSaid('NOT_MINE', '')).toBe(true);
  expect(isEnoughSaid('WRONG_OUTCOME', '  ')).toBe(true);
  expect(isEnoughSaid('WRONG_DETAILS', ' \n ')).toBe(false);
  expect(isEnoughSaid('OTHER', 'Sai tên')).toBe(true);
});
