import { refusalsOfNobody } from '@ketqua/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ResultsHouse } from './testing/results-house.js';

/** What verifiers of any authority work with. */
const open: readonly string[] = ['Query.trustBundle', 'Query.publishedTrustList'];

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
