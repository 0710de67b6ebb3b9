import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { vi } from './vi.ts';

const subgraphs = fileURLToPath(new URL('../../../../../subgraphs/', import.meta.url));

/** How the sources say an act, in TypeScript and in SQL. */
const said = /(?:acted(?:By)?\(\s*[\w']+,|'act',)\s*'([A-Z_]+)'/g;

test('every act that the audit log may hold is told in words, and no other', () => {
  const sources = globSync('*/src/**/*.ts', { cwd: subgraphs }).filter((file) => !file.endsWith('.test.ts'));
  const acts = sources.flatMap((file) =>
    [...readFileSync(join(subgraphs, file), 'utf8').matchAll(said)].map(([, act]) => act!),
  );
  expect([...new Set(acts)].sort()).toEqual(Object.keys(vi.acts).sort());
});
