import { refusalsOfNobody } from '@ketqua/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LabsBench, openLabsBench } from './testing/labs-bench.js';

const open: readonly string[] = ['Mutation.createLabSession'];

let bench: LabsBench;
beforeAll(async () => {
  bench = await openLabsBench();
});
afterAll(() => bench.close());

it('answers nobody who is not signed in, but opens a session for a key', async () => {
  const codes = Object.entries(await refusalsOfNobody(bench.subgraph));
  expect(codes.length).toBeGreaterThan(6);
  expect(codes.filter(([name, code]) => code !== 'UNAUTHENTICATED' && !open.includes(name))).toEqual([]);
});
