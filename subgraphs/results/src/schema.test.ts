import { refusalsOfNobody } from '@ketqua/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ResultsHouse } from './testing/results-house.js';

const open: readonly string[] = [];

let house: ResultsHouse;
beforeAll(async () => {
  house = await ResultsHouse.open();
});
afterAll(() => house.close());

it('answers nobody who is not signed in, whatever they ask', async () => {
  const codes = Object.entries(await refusalsOfNobody(house.subgraph));
  expect(codes.length).toBeGreaterThan(15);
  expect(codes.filter(([name, code]) => code !== 'UNAUTHENTICATED' && !open.includes(name))).toEqual([]);
});
