import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { knownTests } from './known-tests.ts';

test('the platform knows every test of the list', () => {
  const file = new URL('../../../../subgraphs/results/src/data/loinc-tests.json', import.meta.url);
  const { tests } = JSON.parse(readFileSync(fileURLToPath(file), 'utf8')) as { tests: object };
  expect(Object.keys(tests)).toEqual(expect.arrayContaining([...knownTests]));
});
