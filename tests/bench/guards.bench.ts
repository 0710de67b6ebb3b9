import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alteredFile, type Guard } from './guards/guard.js';
import { guards } from './guards.js';

/*
 * Switches off one guard at a time, in a copy of the compiled platform, and runs the attack that is to notice. Where
 * none does, the guard is a decoration, or its attack is missing. `npm run bench -- guards` takes parts of names;
 * with DATABASE_URL also those that only several processes show.
 */

interface Finding {
  readonly guard: Guard;
  readonly said: 'stopped' | 'not noticed' | 'moved' | 'no such attack' | 'needs PostgreSQL';
}

const root = rootAbove(fileURLToPath(new URL('.', import.meta.url)));
const wanted = process.argv.slice(2);
const copy = mkdtempSync(join(tmpdir(), 'ketqua-guards-'));

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package-lock.json')) ? folder : rootAbove(dirname(folder));
}

/** Copies everything but the packages, which are linked: nothing is altered in them, nor is the copy by a later build. */
function copyEverything(): void {
  const left = new Set(['.git', '.ketqua', '.ci']);
  for (const name of readdirSync(root).filter((entry) => !left.has(entry))) {
    const how = name === 'node_modules' ? '-al' : '-a';
    const { status } = spawnSync('cp', [how, join(root, name), copy], { stdio: 'ignore' });
    if (status !== 0) spawnSync('cp', ['-a', join(root, name), copy], { stdio: 'inherit' });
  }
}

/** How an attack went: its test fails where it succeeded. */
async function run(where: string, ...attacks: string[]): Promise<'passed' | 'failed' | 'none'> {
  const patterns = attacks.map((attack) => attack.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = attacks.includes('') ? '' : patterns.join('|');
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const options = ['run', where, '--bail=1', '--reporter=json', `--outputFile=${report}`];
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, ...options, ...(pattern ? ['-t', pattern] : [])], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { KETQUA_ATTACKS: '10000', ...process.env },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  if (!existsSync(report)) throw new Error(`The attacks cannot be run: ${said.slice(-2_000)}`);
  const {
    numPassedTests: passed,
    numFailedTests: failed,
    success,
  } = JSON.parse(readFileSync(report, 'utf8'));
  if (failed > 0 || (!success && !passed)) return 'failed';
  return passed > 0 ? 'passed' : 'none';
}

async function judge(guard: Guard): Promise<Finding['said']> {
  if (guard.onPostgres && !process.env.DATABASE_URL) return 'needs PostgreSQL';
  const path = join(copy, alteredFile(guard));
  const text = readFileSync(path, 'utf8');
  if (text.split(guard.find).length !== 2) return 'moved';
  writeFileSync(
    path,
    text.replace(guard.find, () => guard.replace),
  );
  try {
    const outcome = await run(guard.where, guard.attack);
    if (outcome === 'failed') return 'stopped';
    return outcome === 'none' ? 'no such attack' : 'not noticed';
  } finally {
    writeFileSync(path, text);
  }
}

copyEverything();
const chosen = guards.filter(({ name }) => !wanted.length || wanted.some((part) => name.includes(part)));
// With every guard in its place no attack succeeds, or what follows would say nothing.
for (const where of new Set(chosen.map((guard) => guard.where))) {
  const outcome = await run(
    where,
    ...chosen.filter((one) => one.where === where).map(({ attack }) => attack),
  );
  if (outcome !== 'passed') throw new Error(`${where} fails with every guard in its place`);
  process.stdout.write(`passes with every guard: ${where}\n`);
}
const findings: Finding[] = [];
for (const guard of chosen) {
  const began = Date.now();
  const said = await judge(guard);
  findings.push({ guard, said });
  process.stdout.write(
    `${said.padEnd(17)} ${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${guard.name}\n`,
  );
}
rmSync(copy, { recursive: true, force: true });
const open = findings.filter(({ said }) => said !== 'stopped' && said !== 'needs PostgreSQL');
process.stdout.write(`${findings.length - open.length} of ${findings.length} guards are in order\n`);
process.exit(open.length ? 1 : 0);
