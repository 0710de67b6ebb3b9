import { FolderInUseError } from '../database/folder-lock.js';
import { EnvironmentError, launcherPids } from '../environment/environment.js';
import { SealBrokenError } from '../sealing/key-ring.js';
import { startTracing, type TracingSettings } from '../telemetry/tracing.js';

/** How long closing may take, in milliseconds, before the process ends regardless. */
const closingDeadline = 14_500;

/** A signal within this time of the first is its echo, in milliseconds: a terminal tells the whole group, and npm again. */
const echo = 500;

/** Closes what was opened, last first, when the process is told to end. */
export class ProcessLife {
  readonly #closers: (() => Promise<unknown>)[] = [];
  #closing: Promise<void> | undefined;

  /** Remembers how to close something that was just opened. */
  opened(close: () => Promise<unknown>): void {
    this.#closers.push(close);
  }

  /** Traces the process, where it is told to, until everything else is closed. */
  async traced(settings: TracingSettings | undefined): Promise<void> {
    if (settings) this.opened(await startTracing(settings));
  }

  /** Closes everything, once; an error does not keep the rest open. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      for (const close of this.#closers.reverse()) await close().catch(() => undefined);
    })();
    return this.#closing;
  }

  /**
   * Runs a process until SIGTERM or SIGINT: what was opened then has 14.5 s to finish and close, and a second signal
   * ends it at once. A start that fails for a reason an operator can mend says so in one line on standard error, and
   * the process ends with code 1.
   */
  static async run(start: (life: ProcessLife) => Promise<void>): Promise<void> {
    const life = new ProcessLife();
    const end = (code: number) => {
      setTimeout(() => {
        process.stderr.write('Closing took too long: what still ran was cut off\n');
        process.exit(code);
      }, closingDeadline).unref();
      void life.close().then(() => process.exit(code));
    };
    endAtSignals(end);
    try {
      endWithLauncher(() => end(0));
      await start(life);
    } catch (error) {
      process.stderr.write(`${explain(error)}\n`);
      end(1);
    }
  }
}

/** The first signal ends in order, the next one at once. */
function endAtSignals(end: (code: number) => void): void {
  let toldAt: number | undefined;
  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const) {
    process.on(signal, () => {
      if (toldAt === undefined) {
        toldAt = performance.now();
        end(0);
      } else if (performance.now() - toldAt > echo) {
        process.exit(code);
      }
    });
  }
}

/** Ends when whoever launched this process is gone: `npm` hands no signal down to what it runs. */
function endWithLauncher(end: () => void): void {
  const launchers = launcherPids();
  if (!launchers.length) return;
  const watch = setInterval(() => {
    if (launchers.every(isAlive)) return;
    clearInterval(watch);
    end();
  }, 500);
  watch.unref();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** One line for the operator. What was not foreseen keeps its stack: there is no person's data at a start. */
export function explain(error: unknown): string {
  if (error instanceof EnvironmentError || error instanceof FolderInUseError) return error.message;
  const { code, port, path, message, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another process: stop that one, or set KETQUA_PORT to another port`;
  }
  if (code === 'EACCES' && port) return `Port ${port} may not be opened by this user: set KETQUA_PORT`;
  if (error instanceof SealBrokenError) {
    return 'The data was sealed under another master key: check KETQUA_MASTER_KEY, or the master-key file';
  }
  if (code === 'ENOENT') return `${path} does not exist`;
  if (code === '3D000' || code === '28P01' || code === '28000') {
    return `The database refuses: check DATABASE_URL (${message})`;
  }
  if (code === 'ECONNREFUSED') return `The database cannot be reached: check DATABASE_URL (${message})`;
  return stack ?? String(error);
}
