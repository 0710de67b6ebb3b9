import { expect, it } from 'vitest';
import { BoundedLabel } from './bounded-label.js';

it('tells the first names, and no more of them than it was made for', () => {
  const label = new BoundedLabel(2);
  expect(['A', 'B', 'C', 'A'].map((name) => label.labelOf(name))).toEqual(['A', 'B', 'other', 'A']);
});

it.each(['P0912345678', '_79203001234', 'N'.repeat(61), '', undefined, 7])('tells no %s', (name) => {
  expect(new BoundedLabel(9).labelOf(name)).toBe('other');
});

it('tells only what it was taught, once it was taught', () => {
  const label = new BoundedLabel(9);
  label.labelOf('Stranger');
  label.knowOnly(['MyQr', 'Version2']);
  expect(['Stranger', 'MyQr', 'Version2', 'New'].map((name) => label.labelOf(name))).toEqual([
    'other',
    'MyQr',
    'Version2',
    'other',
  ]);
});
