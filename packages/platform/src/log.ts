import { type DestinationStream, pino } from 'pino';
import { allowedFields, type LogFields } from './log-fields.js';

export type { LogFields } from './log-fields.js';

/** Writes one line: fields of the list, and a message that is a constant of ours. */
interface Write {
  (fields: LogFields, message: string): void;
  (message: string): void;
}

/** The log as servers write it. */
export interface Logger {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  /** An alarm: somebody is to be woken. */
  readonly fatal: Write;
  /** A log whose lines have these fields, too. */
  child(fields: LogFields): Logger;
}

/** What an error may say in a log: its kind, its code and where it came from, never what it was given. */
function describeError(error: unknown, withMessage: boolean): object {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { cause } = error;
  return {
    ...kindOf(error),
    ...(withMessage && { message: error.message }),
    frames: framesOf(error),
    ...(cause instanceof Error && { cause: kindOf(cause) }),
  };
}

/** Names and codes are words of programs; what is none may hold something else. */
function kindOf({ name, code }: Error & { code?: unknown }): { name: string; code?: string } {
  const isWord = (text: unknown): text is string =>
    typeof text === 'string' && /^(?!.*\d{6})[A-Za-z0-9]\w{0,63}$/.test(text);
  return { name: isWord(name) ? name : 'Error', ...(isWord(code) && { code }) };
}

/** The places on the stack: what stands before them repeats the message, which may have lines like theirs. */
function framesOf({ stack = '', message }: Error): string[] {
  const said = stack.indexOf(message);
  const places = said < 0 ? '' : stack.slice(said + message.length);
  return places
    .split('\n')
    .filter((line) => /^\s+at .*(:\d+:\d+\)?|\(<anonymous>\))$/.test(line))
    .slice(0, 8);
}

/** How long a line may wait for others before it is written, in milliseconds, and how many bytes may. */
const longestWait = 100;
const gathered = 16_000;

/**
 * Standard error, written to in batches: a line alone costs a busy gateway as much as a third of a request. What has gathered
 * is written at a process's end, also where an error ends it.
 */
function gatheredLines(): DestinationStream {
  return pino.destination({ fd: 2, sync: false, minLength: gathered, periodicFlush: longestWait });
}

/**
 * A JSON-lines log on standard error, or where `destination` writes. It writes the fields of a list (`log-fields.ts`)
 * and drops all others, so that no variable, header or error can bring something personal into it. An error's message
 * is told at level `debug` only: it may quote what a person typed.
 */
export function openLog(
  name: string,
  level: string,
  destination: DestinationStream = gatheredLines(),
): Logger {
  const allow = (fields: Record<string, unknown>) =>
    allowedFields(fields, (error) => describeError(error, level === 'debug'));
  const log = pino(
    {
      name,
      level,
      base: { name },
      formatters: { log: allow, bindings: allow },
      hooks: {
        // An error alone would be told by its message, and further arguments by what they are.
        logMethod([first, message], write) {
          if (typeof first === 'string') write.call(this, first);
          else if ((first as unknown) instanceof Error)
            write.call(this, { error: first }, message ?? 'an error');
          else write.call(this, first, message ?? '');
        },
      },
    },
    destination,
  );
  return withAllowedChildren(
    log as Bearing,
    log.child as (this: Logger, fields: LogFields) => Bearing,
    allow,
  );
}

/** A log of pino's as far as it matters here: its own type names the levels of each of its children. */
interface Bearing extends Logger {
  child: (fields: LogFields) => Logger;
}

/** pino writes a child's own fields as they come: they go through the list first. */
function withAllowedChildren(
  log: Bearing,
  bear: (this: Logger, fields: LogFields) => Bearing,
  allow: (fields: Record<string, unknown>) => Record<string, unknown>,
): Logger {
  log.child = (fields) => withAllowedChildren(bear.call(log, allow({ ...fields })), bear, allow);
  return log;
}
