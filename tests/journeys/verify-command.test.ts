import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Vector {
  readonly PREFIX: string;
  readonly TESTCTX: { readonly CERTIFICATE: string; readonly VALIDATIONCLOCK: string };
  readonly EXPECTEDRESULTS: Readonly<Record<string, boolean>>;
}

interface VerdictLine {
  readonly decode: string;
  readonly signature: string;
  readonly validity: string;
  readonly schema: { readonly isValid: boolean } | null;
}

const require = createRequire(import.meta.url);
const vectorFolder = join(dirname(require.resolve('@ketqua/health-cert')), '../fixtures/vectors');
const command = join(dirname(require.resolve('@ketqua/cli')), 'main.js');

const vectors = ['AT', 'DE', 'common'].flatMap((country) =>
  readdirSync(join(vectorFolder, country)).map(
    (file) => JSON.parse(readFileSync(join(vectorFolder, country, file), 'utf8')) as Vector,
  ),
);

async function verify(args: readonly string[], input: string) {
  const child = spawn(process.execPath, [command, 'verify', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  child.stdout.on('data', (piece) => {
    out += piece;
  });
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return {
    code,
    lines: out
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as VerdictLine),
  };
}

describe('ketqua verify', () => {
  it('keeps every expectation of the official test data, and their order, over one standard input', async () => {
    const asked = vectors.map(({ PREFIX, TESTCTX }) =>
      JSON.stringify({ qr: PREFIX, keys: [TESTCTX.CERTIFICATE], at: TESTCTX.VALIDATIONCLOCK }),
    );
    const { code, lines } = await verify(['--json-lines'], `${asked.join('\n')}\n`);
    expect(code).toBe(0);
    expect(lines).toHaveLength(46);
    const checks: Readonly<Record<string, (line: VerdictLine) => boolean>> = {
      EXPECTEDVERIFY: ({ signature }) => signature === 'VALID',
      EXPECTEDKEYUSAGE: ({ signature }) => signature === 'VALID',
      EXPECTEDEXPIRATIONCHECK: ({ validity }) => validity === 'VALID',
      EXPECTEDSCHEMAVALIDATION: ({ schema }) => schema?.isValid === true,
      EXPECTEDDECODE: ({ decode }) => decode === 'OK',
      EXPECTEDB45DECODE: ({ decode }) => !['LENGTH', 'PREFIX', 'BASE45'].includes(decode),
      EXPECTEDCOMPRESSION: ({ decode }) => !['LENGTH', 'PREFIX', 'BASE45', 'ZLIB'].includes(decode),
      EXPECTEDUNPREFIX: ({ decode }) => !['LENGTH', 'PREFIX'].includes(decode),
    };
    const broken = vectors.flatMap(({ EXPECTEDRESULTS }, position) =>
      Object.entries(EXPECTEDRESULTS).filter(
        ([name, isExpected]) => checks[name] && checks[name](lines[position]!) !== isExpected,
      ),
    );
    expect(broken).toEqual([]);
  });

  it('answers a program that waits for each line', async () => {
    const child = spawn(process.execPath, [command, 'verify'], { stdio: ['pipe', 'pipe', 'inherit'] });
    for (const text of ['HC1:GGW', 'no certificate']) {
      child.stdin.write(`${text}\n`);
      const [piece] = await once(child.stdout, 'data');
      expect(JSON.parse(String(piece))).toMatchObject({ verdict: 'FAIL' });
    }
    child.stdin.end();
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('ends with the code of what went wrong', async () => {
    expect((await verify(['--json-lines'], 'no JSON\n')).code).toBe(9);
    expect((await verify(['--at', '2026-11-23'], '')).code).toBe(2);
    expect((await verify(['--keys', '/nowhere'], '')).code).toBe(4);
    expect(await verify([], '')).toEqual({ code: 0, lines: [] });
  });
});
