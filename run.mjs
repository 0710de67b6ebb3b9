// The first script of every command: installs what is missing, builds what is stale, then hands over to Node 24,
// which the locked platform package brings. It runs under whatever Node the machine has (20 or newer), so it
// imports nothing that must be installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const isWindows = process.platform === 'win32';
const bin = join(root, 'node_modules', '.bin');
const node = join(bin, isWindows ? 'node.cmd' : 'node');
const environment = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };

const servers = {
  'start:gateway': 'gateway/dist/main.js',
  'start:citizens': 'subgraphs/citizens/dist/main.js',
  'start:labs': 'subgraphs/labs/dist/main.js',
  'start:results': 'subgraphs/results/dist/main.js',
};

/** What Node itself is told for a server: how much room the gateway's youngest objects get (docs/decisions/0039). */
function nodeOptionsOf(command) {
  return command === 'start:gateway'
    ? JSON.parse(readFileSync(join(root, 'gateway/node-options.json'), 'utf8'))
    : [];
}

function must(command, ...rest) {
  const { status, error } = spawnSync(command, rest, {
    cwd: root,
    env: environment,
    // What a command itself prints may be read by a program.
    stdio: ['inherit', 2, 'inherit'],
    shell: isWindows,
  });
  if (error) process.stderr.write(`${command}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs by the lock file, once for each state of it. */
function install() {
  const lockState = () =>
    createHash('sha256')
      .update(readFileSync(join(root, 'package-lock.json')))
      .digest('hex');
  const stamp = join(root, 'node_modules', '.ketqua-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockState()) return;
  process.stderr.write('Installing the packages of package-lock.json …\n');
  must('npm', existsSync(bin) ? 'install' : 'ci', '--no-audit', '--no-fund', '--loglevel=error');
  if (!existsSync(node)) {
    process.stderr.write(
      `There is no packaged Node 24 for ${process.platform}-${process.arch}: put one first in PATH.\n`,
    );
    process.exit(1);
  }
  writeFileSync(stamp, lockState());
}

function newestIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((newest, entry) => Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}

/** The compiler knows by itself what is stale; the web app is built when a source is newer than its page. */
function build() {
  must('tsc', '-b');
  const page = join(root, 'client/dist/app/index.html');
  const sources = Math.max(
    newestIn(join(root, 'client/src')),
    newestIn(join(root, 'client/service-worker')),
    newestIn(join(root, 'packages/lab-file/src')),
    newestIn(join(root, 'packages/health-cert/src')),
    statSync(join(root, 'client/package.json')).mtimeMs,
  );
  // The root keys of trust bundles are pinned in the page: another root is another page.
  environment.VITE_TRUST_ROOTS ??= environment.KETQUA_TRUST_ROOT ?? '';
  const roots = environment.VITE_TRUST_ROOTS;
  const pinned = join(root, 'client/dist/pinned-roots');
  const isPinned = existsSync(pinned) && readFileSync(pinned, 'utf8') === roots;
  if (existsSync(page) && statSync(page).mtimeMs >= sources && isPinned) return;
  must('npm', 'run', 'build', '-w', '@ketqua/client', '--silent', '--', '--logLevel', 'warn');
  writeFileSync(pinned, roots);
}

/**
 * The npm that started this, and the shell between: a server ends when one of them is gone. npm hands no signal
 * down, and an orphan would hold the port and the data folder.
 */
function launchers() {
  if (!process.env.npm_lifecycle_event) return '';
  try {
    const [, grandparent] =
      /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${process.ppid}/status`, 'utf8')) ?? [];
    return `${process.ppid},${grandparent}`;
  } catch {
    return String(process.ppid);
  }
}

/** Runs Node 24 in the foreground, in place of this process where the platform can, until it ends. */
function handOver(...rest) {
  handOverIn(root, ...rest);
}

function handOverIn(folder, ...rest) {
  environment.KETQUA_LAUNCHERS = launchers();
  if (typeof process.execve === 'function' && !isWindows) {
    process.chdir(folder);
    process.execve(process.execPath, [process.execPath, ...rest], environment);
  }
  const child = spawn(node, rest, { cwd: folder, env: environment, stdio: 'inherit', shell: isWindows });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

/** Rebuilds on change, and restarts what runs. */
function dev() {
  build();
  const watchers = [
    ['tsc', ['-b', '--watch', '--preserveWatchOutput']],
    ['npm', ['run', 'watch', '-w', '@ketqua/client', '--silent']],
    [node, ['--watch', '--watch-preserve-output', 'gateway/dist/embedded.js']],
  ].map(([command, rest]) =>
    spawn(command, rest, { cwd: root, env: environment, stdio: 'inherit', shell: isWindows }),
  );
  const stop = () => {
    for (const watcher of watchers) watcher.kill('SIGTERM');
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

const [command = 'start', ...rest] = process.argv.slice(2);
install();
if (command === 'start') {
  build();
  handOver('gateway/dist/embedded.js', ...rest);
} else if (command in servers) {
  build();
  // npm goes to the root: a file is meant where the command was given.
  const at = rest.indexOf('--supergraph') + 1;
  if (at && rest[at]) rest[at] = resolve(process.env.INIT_CWD ?? process.cwd(), rest[at]);
  handOver(...nodeOptionsOf(command), servers[command], ...rest);
} else if (command === 'dev') {
  dev();
} else if (command === 'demo') {
  build();
  handOver('packages/cli/dist/main.js', 'demo', ...rest);
} else if (command === 'ketqua') {
  must('tsc', '-b', 'packages/cli');
  environment.KETQUA_HOME ??= join(root, '.ketqua');
  // npm goes to the root: names of files are meant where it was called.
  handOverIn(process.env.INIT_CWD ?? process.cwd(), join(root, 'packages/cli/dist/main.js'), ...rest);
} else if (command === 'audit:verify') {
  build();
  environment.KETQUA_HOME ??= join(root, '.ketqua');
  handOver('subgraphs/results/dist/audit-verify.js', ...rest);
} else if (command === 'test') {
  build();
  handOver('node_modules/vitest/vitest.mjs', 'run', ...rest);
} else if (command === 'bench') {
  const name = rest[0] ?? 'start';
  if (!existsSync(join(root, 'tests/bench', `${name}.bench.ts`))) {
    process.stderr.write(
      'Name a bench: start, push, pixels, interactive, scan, issue, verify, verdict, revocation, submit, import, parse, recall, trust-bundle, hostile, gateway, subscribers, soak or guards\n',
    );
    process.exit(1);
  }
  build();
  handOver(`tests/dist/bench/${name}.bench.js`, ...rest.slice(1));
} else if (command === 'build') {
  build();
} else if (command === 'schema') {
  must('tsc', '-b');
  must(node, 'schema/dist/main.js', rest[0] ?? 'write');
  must('npm', 'run', 'schema', '-w', '@ketqua/client', '--silent');
  must(node, 'gateway/trusted-documents.mjs');
} else if (command === 'check') {
  build();
  must('biome', 'check', '--error-on-warnings');
  must(node, 'schema/dist/main.js', 'check');
  must(node, 'gateway/trusted-documents.mjs', 'check');
  process.stdout.write('Types, lint, import rules and schema are in order.\n');
} else {
  process.stderr.write(`There is no command "${command}"\n`);
  process.exit(1);
}
