import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const app = fileURLToPath(new URL('../../client/dist/app/', import.meta.url));
const assets = readdirSync(join(app, 'assets'));

/** A script of the web app, and all that it cannot start without. */
function withImports(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(join(app, 'assets', name), 'utf8');
  for (const [, imported] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) {
    withImports(imported!, seen);
  }
  return seen;
}

it("a citizen's first load is under 150 kB of script, and holds nothing of the other doors", () => {
  const [, entry] = /src="\/assets\/([\w.-]+\.js)"/.exec(readFileSync(join(app, 'index.html'), 'utf8')) ?? [];
  const page = assets.find((name) => /^citizen-page-.*\.js$/.test(name));
  const scripts = [...withImports(page!, withImports(entry!))];
  const size = scripts.reduce(
    (sum, name) => sum + gzipSync(readFileSync(join(app, 'assets', name))).length,
    0,
  );
  expect(scripts.length).toBeGreaterThan(1);
  expect(size).toBeLessThan(150_000);
  expect(scripts.filter((name) => /^(authority|lab|verify)-page-/.test(name))).toEqual([]);
});
