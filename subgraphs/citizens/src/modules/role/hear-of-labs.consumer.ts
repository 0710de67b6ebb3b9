import {
  consume,
  type EventLog,
  insertRows,
  type Logger,
  type Orm,
  payloadOf,
  queryIn,
  type Tail,
} from '@ketqua/platform';

/** The consumer's name and what it hears. */
export const labsConsumer = { name: 'citizens.labs', topics: ['lab.registered'] } as const;

/**
 * Hears which laboratories there are. labs tells all of them anew each day, within what the log keeps: who hears
 * for the first time hears of old ones too.
 */
export function hearOfLabs(parts: { log: EventLog; logger: Logger; orm: Orm }): Promise<Tail> {
  return consume({ ...parts, ...labsConsumer }, async (batch, em) => {
    const ids = new Set(batch.map((event) => payloadOf('lab.registered', event).labId));
    await insertRows(
      queryIn(em),
      'citizens.known_lab',
      { id: { type: 'uuid', values: [...ids] } },
      'on conflict (id) do nothing',
    );
  });
}
