import type { Logger } from '@ketqua/platform';

/** Work that is looked for again and again. */
export interface Keeper {
  /** Looks now, or as soon as the pass at hand is done. */
  wake(): void;
  /** Resolves when the pass at hand is done and no further one begins. */
  end(): Promise<void>;
}

/**
 * Runs `pass` at the start, every so often, and when woken; one at a time. A pass that fails is logged and tried again
 * the next time: what it left undone must stand in the database. `isEnding` tells a long pass to stop early.
 */
export function keep(
  { name, log, everyMilliseconds }: { name: string; log: Logger; everyMilliseconds: number },
  pass: (isEnding: () => boolean) => Promise<void>,
): Keeper {
  let ending = false;
  let isDue = false;
  let running: Promise<void> | undefined;
  const run = async () => {
    while (isDue && !ending) {
      isDue = false;
      await pass(() => ending).catch((error: unknown) => log.error({ keeper: name, error }, 'keeper failed'));
    }
    running = undefined;
  };
  const wake = () => {
    isDue = true;
    if (!ending) running ??= run();
  };
  const timer = setInterval(wake, everyMilliseconds);
  wake();
  return {
    wake,
    async end() {
      ending = true;
      clearInterval(timer);
      await running;
    },
  };
}
