import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FolderInUseError, lockFolder } from '@ketqua/platform/folder-lock';
import {
  type CommandContext,
  connectionOptions,
  labConnection,
  numberIn,
  optionsIn,
  usage,
} from '../command.js';
import type { ExitName } from '../console/exit-code.js';
import { Failure } from '../console/failure.js';
import { fileOptions, formatNamed, importOptionsOf } from '../submit/submit.command.js';
import { Arrivals } from './arrivals.js';
import { FolderWatch } from './folder-watch.js';
import { Heartbeat } from './heartbeat.js';
import { clearBroken } from './put-away.js';
import { whenAskedToEnd } from './when-asked-to-end.js';

const watchOptions = {
  ...connectionOptions,
  ...fileOptions,
  interval: { type: 'string' },
  settle: { type: 'string' },
  heartbeat: { type: 'string' },
  once: { type: 'boolean' },
} as const;

const defaults = { interval: 5, settle: 5, heartbeat: 50 };
const second = 1_000;
const minute = 60_000;
/** How long one request is tried before the round ends; the next one begins anew. */
const patience = { total: 10 * second, longest: 5 * second };

/** `ketqua watch FOLDER`: sends what arrives until it is told to end. @throws Failure */
export async function watchCommand(context: CommandContext, args: readonly string[]): Promise<ExitName> {
  const { values, positionals } = optionsIn(args, watchOptions);
  const folder = folderIn(positionals);
  const log = (line: string) => context.console.print(`${new Date().toISOString()} ${onOneLine(line)}`);
  const ended = whenAskedToEnd();
  const lab = labConnection(context, values, {
    patience,
    signal: ended.signal,
  });
  const settle = numberIn('settle', values.settle, defaults.settle) * second;
  const period = heartbeatPeriod(values.heartbeat);
  const state = join(folder, '.ketqua');
  const release = hold(state);
  try {
    clearBroken(folder);
    const watch = new FolderWatch({
      folder,
      lab,
      arrivals: new Arrivals(folder, settle),
      heartbeat: period ? new Heartbeat(lab, join(state, 'last-contact'), period) : null,
      format: formatNamed(values.format),
      options: importOptionsOf(values),
      language: context.language,
      interval: numberIn('interval', values.interval, defaults.interval) * second,
      log,
      signal: ended.signal,
    });
    log(`watching ${folder}`);
    if (values.once) return (await watch.runOnce()) ? 'DONE' : 'NOT_REACHABLE';
    await watch.run();
    log('ended');
    return 'DONE';
  } finally {
    ended.forget();
    release();
  }
}

/** Whoever puts a file into the folder chooses its name: it must not write lines of the log, or to a terminal. */
function onOneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

function heartbeatPeriod(written: string | undefined): number | null {
  return written === '0' ? null : numberIn('heartbeat', written, defaults.heartbeat) * minute;
}

function folderIn(positionals: readonly string[]): string {
  const [written] = positionals;
  if (!written || positionals.length > 1) throw usage('watch takes one FOLDER', 'watch cần một FOLDER');
  const folder = resolve(written);
  try {
    if (statSync(folder).isDirectory()) return folder;
  } catch {
    // Told below.
  }
  throw usage(`There is no folder ${folder}`, `Không có thư mục ${folder}`);
}

/** One watcher a folder: a kernel lock, which ends with the process however that ends. @throws Failure */
function hold(state: string): () => void {
  mkdirSync(state, { recursive: true, mode: 0o700 });
  try {
    return lockFolder(join(state, 'watch'));
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    throw new Failure('FOLDER_IN_USE', 'FOLDER_IN_USE', {
      vi: 'Thư mục này đang được một tiến trình khác theo dõi.',
      en: 'Another process watches this folder.',
    });
  }
}
