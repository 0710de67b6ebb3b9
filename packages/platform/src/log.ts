import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** What an error may say in a log: its kind, its code and where it came from, never what it was given. */
function describeError(error: unknown, withMessage: boolean): object {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { name, code, stack, message } = error as Error & { code?: unknown };
  const frames = stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8);
  return { name, ...(withMessage && { message }), ...(typeof code === 'string' && { code }), frames };
}

/**
 * A JSON-lines log on standard error. An error's message is told at level `debug` only: it may quote what a
 * person typed.
 */
export function openLog(name: string, level: string): Logger {
  const error = (error: unknown) => describeError(error, level === 'debug');
  return pino(
    { name, level, base: { name }, serializers: { error, err: error } },
    pino.destination({ fd: 2, sync: false }),
  );
}
