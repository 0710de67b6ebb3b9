import { expect, it } from 'vitest';
import { randomFromPool } from './random-pool.js';

it('never gives the same bytes twice, over many fillings of the pool', () => {
  const seen = new Set<string>();
  for (let n = 0; n < 20_000; n++) seen.add(randomFromPool(12).toString('hex'));
  expect(seen.size).toBe(20_000);
});
