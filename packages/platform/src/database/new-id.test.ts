import { expect, it } from 'vitest';
import { newId } from './new-id.js';

it('sorts identifiers as they were made, also within a millisecond', () => {
  const made = Array.from({ length: 5_000 }, newId);
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(5_000);
  expect(made[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
