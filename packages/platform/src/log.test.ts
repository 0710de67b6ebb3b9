import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type LogFields, type Logger, openLog } from './log.js';

/** A log, and what it has written. */
function openedLog(level = 'info'): {
  log: Logger;
  said: () => string;
  lines: () => Record<string, unknown>[];
} {
  const written: string[] = [];
  const log = openLog('test', level, { write: (line) => void written.push(line) });
  const said = () => written.join('');
  return { log, said, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const secret = '+84912345678';

/** What would be written by a careless hand: the types forbid it, and so does the log. */
const careless = (fields: object) => fields as LogFields;

describe('the log', () => {
  it('tells the fields of its list, and counts what it withholds', () => {
    const { log, lines } = openedLog();
    const requestId = randomUUID();
    const fields = { requestId, operation: 'MyQr', codes: ['FORBIDDEN'], status: 200, milliseconds: 12 };
    log.info(careless({ ...fields, variables: { phone: secret } }), 'request');
    expect(lines()[0]).toMatchObject({ name: 'test', level: 30, msg: 'request', ...fields, withheld: 1 });
  });

  it.each<[string, (log: Logger) => void]>([
    ['an unknown field', (log) => log.info(careless({ phone: secret }), 'request')],
    ['the name of an unknown field', (log) => log.info(careless({ [secret]: 1 }), 'request')],
    ['a field that is known', (log) => log.info({ operation: `P${secret}` }, 'request')],
    ['a name that is all digits but one', (log) => log.info({ operation: 'P0912345678' }, 'request')],
    ['a list', (log) => log.info({ codes: ['FORBIDDEN', secret] }, 'request')],
    ['a number', (log) => log.info({ status: 84912345678 }, 'request')],
    ['a field within a field', (log) => log.info({ status: { phone: secret } }, 'request')],
    ["a child's field", (log) => log.child(careless({ phone: secret })).info('request')],
    [
      "a grandchild's field",
      (log) =>
        log
          .child({ room: 'a' })
          .child(careless({ phone: secret }))
          .info('request'),
    ],
    ["an error's message", (log) => log.error({ error: new Error(secret) }, 'failed')],
    [
      "an error's message of several lines",
      (log) => log.error({ error: new Error(`a\n    at ${secret} (x:1:1)`) }, 'failed'),
    ],
    [
      "an error's cause",
      (log) => log.error({ error: new Error('a', { cause: new Error(secret) }) }, 'failed'),
    ],
    [
      "an error's property",
      (log) => log.error({ error: Object.assign(new Error('a'), { variables: secret }) }, 'failed'),
    ],
    [
      "an error's name",
      (log) => log.error({ error: Object.assign(new Error('a'), { name: secret }) }, 'failed'),
    ],
    [
      "an error's code",
      (log) => log.error({ error: Object.assign(new Error('a'), { code: 'E0912345678' }) }, 'failed'),
    ],
    ['what was thrown and is no error', (log) => log.error({ error: { phone: secret } }, 'failed')],
    ['an error alone', (log) => log.error(new Error(secret) as never)],
    ['an argument too many', (log) => (log.info as (...given: unknown[]) => void)('request of %s', secret)],
  ])('never tells %s', (_place, write) => {
    const { log, said } = openedLog();
    write(log);
    expect(said()).not.toBe('');
    expect(said()).not.toContain('912345678');
  });

  it("tells a grandchild's fields with those of its parents", () => {
    const { log, lines } = openedLog();
    log.child({ room: 'citizens' }).child({ keeper: 'house' }).info({ count: 1 }, 'kept');
    expect(lines()[0]).toMatchObject({ name: 'test', room: 'citizens', keeper: 'house', count: 1 });
  });

  it('tells where an error came from, its kind and its code, and those of its cause', () => {
    const { log, lines } = openedLog();
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    log.error({ error: new TypeError('x', { cause }) }, 'failed');
    const { error } = lines()[0] as { error: { frames: string[] } };
    expect(error).toMatchObject({ name: 'TypeError', cause: { name: 'Error', code: 'ECONNREFUSED' } });
    expect(error.frames[0]).toContain('log.test.ts');
  });

  it("tells an error's message to whoever asks for level debug", () => {
    const { log, lines } = openedLog('debug');
    log.error({ error: new Error('why') }, 'failed');
    expect(lines()[0]).toMatchObject({ error: { message: 'why' } });
  });
});
