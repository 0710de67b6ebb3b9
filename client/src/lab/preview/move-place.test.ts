import { expect, test } from 'vitest';
import { movePlace } from './move-place.ts';

const leaves = [0, 4, 10];
const at = (position: number, leaf: number) => ({ position, leaf });
const press = (key: string, isControl = false) => ({ key, isControl });

test.each([
  ['ArrowDown', at(5, 4), at(6, 4)],
  ['ArrowUp', at(0, 4), at(0, 4)],
  ['ArrowRight', at(5, 4), at(5, 10)],
  ['ArrowRight', at(5, 10), at(5, 10)],
  ['ArrowLeft', at(5, 0), at(5, -1)],
  ['Home', at(5, 10), at(5, -1)],
  ['End', at(5, -1), at(5, 10)],
  ['PageDown', at(95, 4), at(99, 4)],
  ['PageUp', at(20, 4), at(8, 4)],
])('%s leads on', (key, from, to) => {
  expect(movePlace(from, press(key), 100, leaves)).toEqual(to);
});

test('with Control the ends of the table are one key away', () => {
  expect(movePlace(at(5, 4), press('End', true), 20_000, leaves)).toEqual(at(19_999, 10));
  expect(movePlace(at(19_999, 10), press('Home', true), 20_000, leaves)).toEqual(at(0, -1));
});

test('a column that is hidden meanwhile counts as the first; other keys lead nowhere', () => {
  expect(movePlace(at(5, 7), press('ArrowRight'), 100, leaves)).toEqual(at(5, 0));
  expect(movePlace(at(5, 4), press('a'), 100, leaves)).toBeNull();
});
