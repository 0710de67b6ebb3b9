import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KetquaCommand } from './ketqua-command.js';
import { RunningPlatform } from './running-platform.js';

const run = promisify(execFile);
const example = (name: string) => fileURLToPath(new URL(`../../docs/examples/${name}`, import.meta.url));

describe("the examples of the laboratories' page", () => {
  let platform: RunningPlatform;
  let command: KetquaCommand;
  let folder: string;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
    command = new KetquaCommand(platform);
    folder = mkdtempSync(join(tmpdir(), 'ketqua-examples-'));
    mkdirSync(join(folder, '.ketqua'));
    writeFileSync(join(folder, '.ketqua', 'demo-credentials.json'), JSON.stringify(platform.credentials));
  });
  afterAll(async () => {
    command?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
    await platform?.stop();
  });
  const receiptsOf = async (...args: string[]) => {
    const { code, out } = await command.run(['submit', '--json', '--receipts', 'receipts', ...args]);
    return {
      code,
      receipts: out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    };
  };

  it('are accepted, each in its format, and read as the same by both senders', async () => {
    const { code, receipts } = await receiptsOf(
      ...['results.csv', 'results.hl7', 'results.fhir.json', 'results.fhir.ndjson'].map(example),
    );
    const clean = { rejected: 0, error: null };
    expect(receipts).toMatchObject([
      { format: 'CSV', rowCount: 1, accepted: 1, ...clean },
      { format: 'HL7V2', rowCount: 2, accepted: 2, ...clean },
      { format: 'FHIR_R4', rowCount: 1, accepted: 1, ...clean },
      // Its first line is the report of the file before.
      { format: 'FHIR_R4', rowCount: 2, accepted: 1, duplicates: 1, ...clean },
    ]);
    expect(
      receipts.flatMap(({ rows }) => (rows as { problems: unknown[] }[]).flatMap(({ problems }) => problems)),
    ).toEqual([]);
    expect(code).toBe(0);
  });

  it.each([
    ['csv', 'results.csv'],
    ['hl7v2', 'results.hl7'],
    ['fhir', 'results.fhir.json'],
  ])('are what ketqua template prints: %s', async (format, name) => {
    const { out } = await command.run(['template', '--format', format]);
    writeFileSync(command.path(name), out);
    const { receipts } = await receiptsOf(name);
    expect(receipts).toMatchObject([{ rejected: 0, error: null }]);
  });

  it.each([
    ['lab.mjs', []],
    ['lab-file.mjs', [example('results.csv'), 'CSV']],
    ['lab-file.mjs', [example('results.hl7'), 'HL7V2']],
    ['lab-file.mjs', [example('results.fhir.ndjson'), 'FHIR_R4']],
  ])('run as they are shown: %s %s', async (script, args) => {
    const { stdout } = await run(process.execPath, [example(script), ...args], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ rejected: 0 });
  });
});
