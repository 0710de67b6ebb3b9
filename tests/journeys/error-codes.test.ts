import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The sources of what answers clients, without tests. */
function sources(): { path: string; text: string }[] {
  return [
    'subgraphs/citizens',
    'subgraphs/labs',
    'subgraphs/results',
    'gateway',
    'packages/platform',
  ].flatMap((room) =>
    readdirSync(join(root, room, 'src'), { recursive: true, encoding: 'utf8' })
      .filter(
        (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/(^|[\\/])testing[\\/]/.test(path),
      )
      .map((path) => ({ path: join(room, 'src', path), text: read(join(room, 'src', path)) })),
  );
}

/** The keys of an object literal, or the members of a set, that a declaration is given. */
function named(path: string, declaration: RegExp, member: RegExp): string[] {
  const text = read(path);
  const from = text.search(declaration);
  if (from < 0) throw new Error(`${path} no longer declares ${declaration}`);
  const found = [...text.slice(from, text.indexOf('\n}', from) + 1 || undefined).matchAll(member)].map(
    ([, code]) => code!,
  );
  if (!found.length) throw new Error(`${declaration} of ${path} names no code`);
  return found;
}

/** The codes in the first cells of the tables. */
const listed = new Set(
  read('docs/error-codes.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .flatMap((line) => line.split(' | ')[0]!.match(/(?<=`)[A-Z_0-9]+(?=`)|(?<=^\| )\d{3,4}/g) ?? []),
);

describe("the help desk's table", () => {
  const code = /(?:override )?\bcode(?: =|:) '([A-Z_]+)'(?! \|)/g;
  const written = sources().flatMap(({ path, text }) =>
    [...text.matchAll(code)].map(([, name]) => ({ path, name: name! })),
  );

  it('finds the codes at all', () => {
    expect(written.length).toBeGreaterThan(30);
    expect(listed.size).toBeGreaterThan(80);
  });

  it('has every code that the ketqua command adds', () => {
    const added = readdirSync(join(root, 'packages/cli/src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .flatMap((path) => [
        ...read(join('packages/cli/src', path)).matchAll(/new Failure\(\s*'[A-Z_]+',\s*'([A-Z_]+)'/g),
      ])
      .map(([, name]) => name!);
    expect(added.length).toBeGreaterThan(8);
    // How a command is written, and what is for the demo, is told in words alone.
    expect(added.filter((name) => !listed.has(name) && !['USAGE', 'NO_DEMO'].includes(name))).toEqual([]);
  });

  it('has every code that a source writes', () => {
    const missing = written.filter(({ name, path }) => !listed.has(name) && !path.includes('demo'));
    expect(missing).toEqual([]);
  });

  it.each([
    [
      'problems of a row',
      'subgraphs/results/src/modules/submission/problem.ts',
      /const wordings/,
      /^ {2}([A-Z_]+): /gm,
    ],
    [
      'reasons of an unreadable file',
      'subgraphs/results/src/modules/submission/import/unreadable-file.ts',
      /const reasons/,
      /^ {2}([A-Z_]+): /gm,
    ],
    [
      "the subgraphs' own codes",
      'packages/platform/src/subgraph/subgraph.ts',
      /const knownCodes/,
      /'([A-Z_]+)'/g,
    ],
    ["the gateway's own codes", 'gateway/src/errors/format-error.ts', /const gatewayCodes/, /'([A-Z_]+)'/g],
    [
      'the close codes of a socket',
      'gateway/src/sockets/close-codes.ts',
      /const closeCodes/,
      /\bcode: (\d{4})\b/g,
    ],
    [
      'the reasons to distrust a signature',
      'packages/health-cert/src/verify-signature.ts',
      /type SignatureReason/,
      /'([A-Z_]+)'/g,
    ],
  ])('has %s', (_what, path, declaration, member) => {
    expect(named(path, declaration, member).filter((name) => !listed.has(name))).toEqual([]);
  });
});
