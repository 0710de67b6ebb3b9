import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { GraphqlClient } from '@ketqua/cli';
import { templateColumns, writeCsv } from '@ketqua/lab-file';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KetquaCommand, type RunningCommand } from './ketqua-command.js';
import { labOf, newPhone } from './people.js';
import { RunningPlatform } from './running-platform.js';

interface FileReceipt {
  readonly exitCode: number;
  readonly rowCount: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly submissions: { id: string }[];
  readonly rows: { line: number; status: string; resultId: string | null; problems: { code: string }[] }[];
}

const header = templateColumns.map(({ name }) => name);

/** A file of the template: a row for each accession number, its outcome where it is not NOT_DETECTED. */
function csvOf(rows: readonly (readonly [accessionNumber: string, outcome?: string])[]): string {
  const phone = newPhone();
  return writeCsv(
    header,
    rows.map(([accessionNumber, outcome = 'NOT_DETECTED']) => {
      const given: Record<string, string> = { accessionNumber, outcome, 'patient.phone': phone };
      return templateColumns.map(({ name, example }) => given[name] ?? example);
    }),
  );
}
const newNumbers = (count: number) => {
  const batch = randomUUID().slice(0, 8).toUpperCase();
  return Array.from({ length: count }, (_, position) => `C-${batch}-${position}`);
};

/** How many results the laboratory has under each accession number. */
async function resultsOf(lab: GraphqlClient, numbers: readonly string[]): Promise<number[]> {
  const query =
    'query ($number: String!) { testResults(filter: { accessionNumber: $number }) { edges { node { id } } } }';
  const counts: number[] = [];
  for (const number of numbers) {
    const { testResults } = await lab.ask<{ testResults: { edges: unknown[] } }>(query, { number });
    counts.push(testResults.edges.length);
  }
  return counts;
}

const saying = (command: RunningCommand, words: RegExp, timeout = 30_000) =>
  expect.poll(command.said, { timeout, interval: 50 }).toMatch(words);

describe('the ketqua command', () => {
  let platform: RunningPlatform;
  let lab: GraphqlClient;
  let command: KetquaCommand;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
    lab = await labOf(platform);
    command = new KetquaCommand(platform);
  });
  afterAll(async () => {
    command?.stop();
    await platform?.stop();
  });
  const write = (name: string, text: string) => {
    writeFileSync(command.path(name), text);
    return name;
  };
  const receiptOf = (name: string) =>
    JSON.parse(readFileSync(command.path(`${name}.receipt.json`), 'utf8')) as FileReceipt;

  describe('submit', () => {
    it('stores the good rows, tells the bad ones by their lines, and gives them back to be corrected and sent alone', async () => {
      const [first, second, third] = newNumbers(3) as [string, string, string];
      const file = write('mixed.csv', csvOf([[first], [second, 'perhaps'], [third]]));
      const { code, out } = await command.run(['submit', file]);
      expect(code).toBe(3);
      expect(out).toContain('3 rows: 2 accepted, 0 duplicates, 1 rejected');
      expect(out).toMatch(new RegExp(`^mixed\\.csv:3 {2}${second} {2}outcome {2}INVALID_OUTCOME {2}`, 'm'));
      expect(receiptOf(file)).toMatchObject({
        accepted: 2,
        rejected: 1,
        rows: [
          { line: 2, status: 'ACCEPTED' },
          { line: 3, status: 'REJECTED', resultId: null, problems: [{ code: 'INVALID_OUTCOME' }] },
          { line: 4, status: 'ACCEPTED' },
        ],
      });
      expect(await resultsOf(lab, [first, second, third])).toEqual([1, 0, 1]);

      const corrections = readFileSync(command.path('mixed.csv.corrections.csv'), 'utf8');
      expect(corrections).toContain(second);
      expect(corrections).not.toContain(first);
      const mended = write('mended.csv', corrections.replace('perhaps', 'DETECTED'));
      expect(await command.run(['submit', mended])).toMatchObject({
        code: 0,
        out: expect.stringContaining('1 rows: 1 accepted, 0 duplicates, 0 rejected'),
      });
      expect(await resultsOf(lab, [first, second, third])).toEqual([1, 1, 1]);
    });

    it('looks without storing with --dry-run, and tells the same problems', async () => {
      const [good, bad] = newNumbers(2) as [string, string];
      const file = write('dry.csv', csvOf([[good], [bad, 'perhaps']]));
      const { code, out } = await command.run(['submit', '--dry-run', file]);
      expect(code).toBe(3);
      expect(out).toContain('nothing stored: 1 would be accepted');
      expect(out).toContain(`dry.csv:3  ${bad}  outcome  INVALID_OUTCOME`);
      expect(await resultsOf(lab, [good, bad])).toEqual([0, 0]);
      expect(existsSync(command.path('dry.csv.receipt.json'))).toBe(false);
    });

    it('prints one JSON object a file with --json, and nothing else', async () => {
      const [number] = newNumbers(1) as [string];
      const file = write('json.csv', csvOf([[number]]));
      const unknown = write('unknown.bin', 'PK\u0003\u0004');
      const { code, out, err } = await command.run(['submit', '--json', file, unknown, 'missing.csv']);
      const printed = out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as FileReceipt);
      expect(printed).toMatchObject([
        { path: 'json.csv', exitCode: 0, accepted: 1, error: null },
        { path: 'unknown.bin', exitCode: 4, error: { code: 'UNKNOWN_FORMAT' } },
        { path: 'missing.csv', exitCode: 4, error: { code: 'FILE_UNREADABLE' } },
      ]);
      expect({ code, err }).toEqual({ code: 4, err: '' });
    });

    it('takes the same file from two places at once for one submission', async () => {
      const numbers = newNumbers(60);
      const text = csvOf(numbers.map((number) => [number]));
      mkdirSync(command.path('elsewhere'));
      const ends = await Promise.all(
        [write('same.csv', text), write('elsewhere/copy.csv', text)].map((file) =>
          command.run(['submit', '--json', file]),
        ),
      );
      const [one, other] = ends.map(({ out }) => JSON.parse(out) as FileReceipt) as [
        FileReceipt,
        FileReceipt,
      ];
      expect(one).toMatchObject({ accepted: 60, duplicates: 0 });
      expect(other.submissions).toEqual(one.submissions);
      expect(await resultsOf(lab, numbers)).toEqual(numbers.map(() => 1));
    });

    it('reads Windows-1258, and says which line of a file is broken', async () => {
      const [number] = newNumbers(1) as [string];
      // Trần Văn Bình, its tone mark behind its letter.
      const name = Buffer.from([0x54, 0x72, 0xe2, 0xcc, 0x6e, 0x20, 0x56, 0xe3, 0x6e]);
      const [before, after] = csvOf([[number]])
        .replace(/^\uFEFF/, '')
        .split('Nguyễn Thị Ánh');
      writeFileSync(
        command.path('old.csv'),
        Buffer.concat([Buffer.from(before!), name, Buffer.from(after!)]),
      );
      expect(await command.run(['submit', '--json', 'old.csv'])).toMatchObject({
        code: 0,
        out: expect.stringContaining('"encoding":"WINDOWS-1258"'),
      });
      const broken = write('broken.csv', `${header.join(',')}\r\n"1,2\r\n`);
      const { code, out } = await command.run(['submit', broken]);
      expect({ code, out }).toMatchObject({
        code: expect.any(Number),
        out: expect.stringContaining('broken.csv:2'),
      });
    });

    it('ends with the code of the table for what it was asked wrongly, a refused key, and no platform', async () => {
      const file = write('codes.csv', csvOf([[newNumbers(1)[0]!]]));
      const codeOf = async (args: string[], environment = {}) => (await command.run(args, environment)).code;
      expect(await codeOf([])).toBe(2);
      expect(await codeOf(['submit'])).toBe(2);
      expect(await codeOf(['submit', '--colour', file])).toBe(2);
      expect(await codeOf(['submit', '--url', 'http://ketqua.example.vn', file])).toBe(2);
      expect(await codeOf(['submit', file], { KETQUA_LAB_KEY: undefined })).toBe(5);
      expect(await codeOf(['submit', file], { KETQUA_LAB_KEY: `${command.key.slice(0, -1)}!` })).toBe(5);
      expect(await codeOf(['submit', '--retry-for', '1', file], { KETQUA_URL: 'http://127.0.0.1:9' })).toBe(
        6,
      );
    });

    it('is judged by the defaults that the laboratory saves meanwhile, and anew when that is asked for', async () => {
      const save = (input: object) =>
        lab.mutate('saveImportDefaults', '... on ImportDefaults { timeZone }', input);
      const [number] = newNumbers(1) as [string];
      const file = write('no-offset.csv', csvOf([[number]]).replaceAll('+07:00', ''));
      const refused = await command.run(['submit', file]);
      expect(refused).toMatchObject({ code: 3, out: expect.stringContaining('TIME_WITHOUT_OFFSET') });
      // Nothing has changed: it is the same submission, and answered with its receipt.
      expect((await command.run(['submit', file])).out).toBe(refused.out);
      await save({ timeZone: 'Asia/Ho_Chi_Minh' });
      expect(await command.run(['submit', file])).toMatchObject({
        code: 0,
        out: expect.stringContaining('1 accepted'),
      });
      await save({});
      expect(await command.run(['submit', '--time-zone', 'Asia/Ho_Chi_Minh', '--anew', file])).toMatchObject({
        code: 0,
        out: expect.stringContaining('0 accepted, 1 duplicates'),
      });
      expect(await resultsOf(lab, [number])).toEqual([1]);
    });

    it('runs from anywhere within the checkout, and takes names of files from where it was called', async () => {
      const bin = fileURLToPath(new URL('../../packages/cli/bin/ketqua.mjs', import.meta.url));
      const file = write('called.csv', csvOf([[newNumbers(1)[0]!]]));
      const { code, out } = await command.run(['submit', '--dry-run', '--json', file], {}, bin);
      expect({ code, printed: JSON.parse(out) }).toMatchObject({
        code: 0,
        printed: { path: 'called.csv', rowCount: 1 },
      });
    });

    it('ends with a conflict when its key was used for another content', async () => {
      const [one, other] = newNumbers(2) as [string, string];
      const file = write('conflict.csv', csvOf([[one]]));
      const { out } = await command.run(['submit', '--dry-run', '--json', file]);
      const { key } = JSON.parse(out) as { key: string };
      await lab.mutate('importResults', '... on SubmissionReceipt { id }', {
        idempotencyKey: key,
        format: 'CSV',
        content: csvOf([[other]]),
      });
      expect(await command.run(['submit', file])).toMatchObject({
        code: 7,
        out: expect.stringContaining('IDEMPOTENCY_CONFLICT'),
      });
    });
  });

  describe('the key', () => {
    it('is refused as an argument, and from a file that others can read, without being shown', async () => {
      const argument = await command.run(['submit', `--key=${command.key}`, 'x.csv']);
      expect(argument.code).toBe(2);
      const open = write('key', command.key);
      chmodSync(command.path(open), 0o644);
      const file = await command.run(['status', '--key-file', open], { KETQUA_LAB_KEY: undefined });
      expect(file.code).toBe(5);
      expect(file.err).toContain('chmod 600');
      for (const { out, err } of [argument, file]) expect(out + err).not.toContain(command.key);
      chmodSync(command.path(open), 0o600);
      expect((await command.run(['status', '--key-file', open], { KETQUA_LAB_KEY: undefined })).code).toBe(0);
      writeFileSync(command.path(open), '');
    });

    it('stands in no argument of a process, no output and no file', async () => {
      mkdirSync(command.path('secret'));
      const watch = command.start(['watch', 'secret', '--interval', '0.2']);
      await saying(watch, /watching/);
      if (process.platform === 'linux') {
        expect(readFileSync(`/proc/${watch.child.pid}/cmdline`, 'utf8')).not.toContain('ketqua_');
      }
      watch.child.kill('SIGTERM');
      const { out, err } = await watch.ended;
      expect(out + err).not.toContain('ketqua_');
      const files = readdirSync(command.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      for (const { parentPath, name } of files) {
        expect(readFileSync(`${parentPath}/${name}`).includes(command.key), name).toBe(false);
      }
    });
  });

  describe('watch', () => {
    const options = ['--interval', '0.2', '--settle', '0.3'];
    const folderOf = (name: string) => {
      mkdirSync(command.path(name), { recursive: true });
      return name;
    };
    const sentIn = (folder: string) => {
      const sent = command.path(folder, 'sent');
      return existsSync(sent) ? readdirSync(sent).sort() : [];
    };

    it('waits for a platform that is down, and submit goes on with --resume, when it comes back', async () => {
      const folder = folderOf('down');
      const numbers = newNumbers(3);
      const [resumed] = newNumbers(1) as [string];
      const file = write('resumed.csv', csvOf([[resumed]]));
      await platform.crash();
      const watch = command.start(['watch', folder, ...options]);
      write(`${folder}/night.csv`, csvOf(numbers.map((number) => [number])));
      write(`${folder}/scan.pdf`, '%PDF-1.7\n');
      await saying(watch, /cannot be reached/);
      expect((await command.run(['submit', '--retry-for', '1', file])).code).toBe(6);
      expect(existsSync(command.path(folder, 'night.csv'))).toBe(true);
      await platform.launch();
      lab = await labOf(platform);

      await saying(watch, /night\.csv: 3 rows: 3 accepted.*-> sent\/night\.csv/, 60_000);
      await saying(watch, /scan\.pdf: UNKNOWN_FORMAT.*-> failed\/scan\.pdf/);
      expect(sentIn(folder)).toEqual(['night.csv', 'night.csv.receipt.json']);
      expect(readdirSync(command.path(folder)).sort()).toEqual(['.ketqua', 'failed', 'sent']);
      watch.child.kill('SIGTERM');
      expect((await watch.ended).code).toBe(0);

      expect((await command.run(['status'])).out).toContain('resumed.csv');
      const again = await command.run(['submit', '--resume']);
      expect(again).toMatchObject({ code: 0, out: expect.stringContaining('1 accepted') });
      expect(await command.run(['submit', '--resume'])).toMatchObject({ code: 0, out: '' });
      expect(await resultsOf(lab, [...numbers, resumed])).toEqual([1, 1, 1, 1]);
    }, 180_000);

    it('stores each row once when two watchers are given a copy each of one file', async () => {
      const numbers = newNumbers(40);
      const text = csvOf(numbers.map((number) => [number]));
      const folders = [folderOf('left'), folderOf('right')];
      const watches = folders.map((folder) => command.start(['watch', folder, ...options]));
      await Promise.all(watches.map((watch) => saying(watch, /watching/)));
      for (const folder of folders) write(`${folder}/copy.csv`, text);
      await Promise.all(watches.map((watch) => saying(watch, /40 accepted, 0 duplicates.*-> sent/)));
      for (const { child } of watches) child.kill('SIGTERM');
      expect(await resultsOf(lab, numbers)).toEqual(numbers.map(() => 1));
    });

    it('loses and doubles nothing when it is killed at any moment and started again', async () => {
      const folder = folderOf('killed');
      const files = Array.from({ length: 6 }, () => newNumbers(30));
      for (const [position, numbers] of files.entries()) {
        write(`${folder}/file-${position}.csv`, csvOf(numbers.map((number) => [number])));
      }
      // Each run gets a little further: killed before, while and after a file is sent, and between receipt and move.
      for (let life = 0; life < 12 && sentIn(folder).length < 8; life++) {
        const watch = command.start(['watch', folder, ...options]);
        await saying(watch, /watching/);
        await pause(350 + 40 * life);
        watch.child.kill('SIGKILL');
        await watch.ended;
      }
      const last = command.start(['watch', folder, '--once', ...options]);
      expect((await last.ended).code).toBe(0);
      expect(sentIn(folder)).toEqual(
        files.flatMap((_, position) => [`file-${position}.csv`, `file-${position}.csv.receipt.json`]).sort(),
      );
      const numbers = files.flat();
      expect(await resultsOf(lab, numbers)).toEqual(numbers.map(() => 1));
    }, 180_000);

    it('is one for each folder, for as long as its process lives', async () => {
      const folder = folderOf('alone');
      const first = command.start(['watch', folder, ...options]);
      await saying(first, /watching/);
      expect((await command.run(['watch', folder, ...options])).code).toBe(8);
      first.child.kill('SIGKILL');
      await first.ended;
      expect((await command.run(['watch', folder, '--once', ...options])).code).toBe(0);
    });

    it('tells the platform that there is nothing to submit when nothing arrives', async () => {
      const sync = 'query { ownLab { sync { lastSyncedAt } } }';
      const last = async () =>
        (await lab.ask<{ ownLab: { sync: { lastSyncedAt: string } } }>(sync)).ownLab.sync.lastSyncedAt;
      const before = await last();
      const watch = command.start(['watch', folderOf('quiet'), ...options, '--heartbeat', '0.02']);
      await saying(watch, /nothing to submit/);
      await expect.poll(last, { timeout: 10_000 }).not.toBe(before);
      watch.child.kill('SIGTERM');
      expect((await watch.ended).code).toBe(0);
    });
  });

  it('tells the laboratory, its sync state and its last submissions by status', async () => {
    const { code, out } = await command.run(['status']);
    expect(code).toBe(0);
    expect(out).toContain(platform.credentials.labs[0]!.code);
    expect(out).toMatch(/ON_TIME/);
    expect(out).toMatch(/COMPLETE/);
    const { out: json } = await command.run(['status', '--json']);
    expect(JSON.parse(json)).toMatchObject({ lab: { code: platform.credentials.labs[0]!.code } });
    expect((await command.run(['status', '--lang', 'vi'])).out).toContain('đúng hạn');
  });
});
