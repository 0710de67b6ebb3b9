import type { Logger } from '../log.js';
import type { Position } from './event.js';
import type { Batch, EventLog } from './event-log.js';
import type { EventReader } from './event-readers.js';

const pollMilliseconds = 1_000;
const horizonRetryMilliseconds = 15;

/** Takes a batch of events; says whether more wait already. */
export type BatchReader = () => Promise<{ more: boolean }>;

export interface Tail {
  /** Resolves when the batch at hand is done and no further one begins. */
  stop(): Promise<void>;
}

/**
 * Calls `readBatch` whenever the log may have grown: at a notification, every second in case one was lost, and
 * soon again while events wait behind an open transaction. One batch at a time; an error is logged and the
 * batch tried again after a pause that grows to a minute.
 */
async function follow(
  log: EventLog,
  logger: Logger,
  reader: EventReader,
  readBatch: BatchReader,
): Promise<Tail> {
  let stopped = false;
  let due = true;
  let sleeper: { wake: () => void; timer: NodeJS.Timeout } | undefined;
  const wake = () => {
    due = true;
    sleeper?.wake();
  };
  const sleep = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        sleeper = undefined;
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      sleeper = { wake: done, timer };
    });
  const unlisten = await log.onWake(wake);
  const run = async () => {
    let failures = 0;
    while (!stopped) {
      due = false;
      let pause = pollMilliseconds;
      try {
        const { more } = await readBatch();
        failures = 0;
        if (more) pause = horizonRetryMilliseconds;
        else reader.caughtUpAt = performance.now();
      } catch (error) {
        if (stopped) break;
        failures++;
        reader.failures++;
        pause = Math.min(60_000, 100 * 2 ** failures);
        due = false;
        logger.error({ consumer: reader.name, error }, 'reading the event log failed');
      }
      if (!stopped && !due) await sleep(pause);
    }
  };
  const running = run();
  return {
    async stop() {
      stopped = true;
      sleeper?.wake();
      await unlisten().catch(() => undefined);
      await running;
      log.readers.end(reader);
    },
  };
}

/**
 * Reads the log for a consumer that keeps no place of its own. Reads from `source` after `cursor`, filtered by topic, and hands
 * each batch, in commit order and also when it is empty, to `handler`.
 */
export async function tail(
  source: { log: EventLog; logger: Logger; name: string; topics?: readonly string[] },
  cursor: { load(): Promise<Position> | Position },
  handler: (batch: Batch) => Promise<void> | void,
): Promise<Tail> {
  let position = await cursor.load();
  const reader = source.log.readers.begin(source.name, { topics: source.topics, isDurable: false });
  return follow(source.log, source.logger, reader, async () => {
    const batch = await source.log.read(position, source.topics ? { topics: source.topics } : {});
    await handler(batch);
    position = batch.events.at(-1)?.position ?? position;
    return batch;
  });
}

/** The reader with a cursor of its own in the database, moved in the transaction of what the events cause. */
export function durableTail(
  source: { log: EventLog; logger: Logger },
  reader: EventReader,
  readBatch: BatchReader,
): Promise<Tail> {
  return follow(source.log, source.logger, reader, readBatch);
}
