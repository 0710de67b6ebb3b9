import { launchers } from '../environment.js';

/**
 * A signal that is aborted when this process is asked to end: by SIGTERM or SIGINT, or because whoever launched it
 * is gone, since npm hands no signal down.
 */
export function whenAskedToEnd(): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const end = () => controller.abort();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, end);
  const pids = launchers();
  const watch = setInterval(() => pids.every(isAlive) || end(), 500);
  watch.unref();
  return {
    signal: controller.signal,
    forget() {
      clearInterval(watch);
      for (const name of ['SIGTERM', 'SIGINT'] as const) process.off(name, end);
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
