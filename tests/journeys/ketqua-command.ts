import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunningPlatform } from './running-platform.js';

/** How a command ended, and what it said. */
export interface CommandEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command that is under way. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<CommandEnd>;
  /** What it has said so far, on both outputs. */
  said(): string;
}

/** The `ketqua` command of one laboratory: real processes, in a folder of their own. */
export class KetquaCommand {
  readonly folder = mkdtempSync(join(tmpdir(), 'ketqua-lab-'));
  readonly key: string;
  readonly #started: ChildProcess[] = [];

  constructor(
    private readonly platform: RunningPlatform,
    position = 0,
  ) {
    this.key = platform.credentials.labs[position]!.apiKey;
  }

  /** Starts a command; what is given for the environment replaces what it has, and `undefined` takes it away. */
  start(
    args: readonly string[],
    environment: Record<string, string | undefined> = {},
    script = join(root, 'packages/cli/dist/main.js'),
    input: 'ignore' | 'pipe' = 'ignore',
  ): RunningCommand {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: this.folder,
      env: {
        ...process.env,
        KETQUA_HOME: this.platform.home,
        KETQUA_URL: this.platform.url,
        KETQUA_LAB_KEY: this.key,
        KETQUA_STATE_FOLDER: join(this.folder, '.state'),
        LC_ALL: 'en_US.UTF-8',
        // Where the suite was called is not where the command is.
        INIT_CWD: undefined,
        ...environment,
      },
      stdio: [input, 'pipe', 'pipe'],
    });
    this.#started.push(child);
    let out = '';
    let err = '';
    child.stdout!.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr!.on('data', (chunk) => {
      err += chunk;
    });
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
    return { child, ended, said: () => out + err };
  }

  /** Runs a command to its end. */
  run(
    args: readonly string[],
    environment: Record<string, string | undefined> = {},
    script?: string,
  ): Promise<CommandEnd> {
    return this.start(args, environment, script).ended;
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Ends what still runs, and takes the folder away. */
  stop(): void {
    for (const child of this.#started) if (child.exitCode === null) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const root = rootAbove(fileURLToPath(new URL('.', import.meta.url)));

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package-lock.json')) ? folder : rootAbove(dirname(folder));
}
