import {
  type EventLog,
  type Logger,
  type Orm,
  type Outbox,
  type Query,
  queryIn,
  unitOfWork,
  unreadBy,
} from '@ketqua/platform';
import { contactsDue } from '../lab-contact/tell-contacts.js';
import { registerDue } from '../laboratory/tell-register.js';
import { announceChanges } from './announce-changes.js';
import { boardConsumer } from './count-submissions.consumer.js';

/** An open submission's event may wait behind another transaction: soon it can be read. */
const unreadPause = 250;
const afterDeadline = 5;

/** What the keeper works with. */
export interface KeeperParts {
  readonly orm: Orm;
  readonly events: EventLog;
  readonly log: Logger;
  /** The longest time between two looks, in case the clock was set or another process changed a deadline. */
  readonly pauseMilliseconds: number;
}

/**
 * Looks after the board: wakes at the next deadline, records which laboratories turned late or silent and tells it
 * in the same transaction, then their contacts. Every process has one; a row lock lets one work at a time, and what was recorded is not
 * told again, so a restart tells once what happened meanwhile.
 */
export class SyncKeeper {
  #stopped = false;
  #due = false;
  #wake: () => void = () => undefined;
  readonly #running: Promise<void>;

  constructor(private readonly parts: KeeperParts) {
    this.#running = this.#run();
  }

  /** Looks now: a deadline may lie nearer than was known. */
  hurry(): void {
    this.#due = true;
    this.#wake();
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#due = false;
      let pause = this.parts.pauseMilliseconds;
      try {
        pause = Math.min(pause, await this.#look());
      } catch (error) {
        if (!this.#stopped) this.parts.log.error({ error }, 'the sync board could not be kept');
        pause = Math.min(pause, 1_000);
      }
      if (!this.#stopped && !this.#due) await this.#sleep(pause);
    }
  }

  /** Milliseconds until the next look. */
  async #look(): Promise<number> {
    const { events, log } = this.parts;
    const pause = await this.#alone(async (query, outbox) => {
      // Whose submissions were stored and not counted yet, while this process was down, is not late.
      const waiting = await unreadBy(events, { ...boardConsumer, field: 'labId' }, query);
      outbox(...(await announceChanges(query, waiting)));
      outbox(...(await registerDue(query)));
      return waiting.length ? unreadPause : untilNextDeadline(query);
    });
    // In a transaction of its own: each locks laboratories once, in their order, as whoever hears of them does.
    await this.#alone(async (query, outbox) => outbox(...(await contactsDue(query, log))));
    return pause;
  }

  /** Works in a transaction while no other process does. */
  #alone<Result>(work: (query: Query, outbox: Outbox) => Promise<Result>): Promise<Result> {
    const { orm, events } = this.parts;
    return unitOfWork({ em: orm.em.fork(), events }, async (em, outbox) => {
      const query = queryIn(em);
      await query('select from labs.keeper for update');
      return work(query, outbox);
    });
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function untilNextDeadline(query: Query): Promise<number> {
  const [row] = await query<{ milliseconds: number | null }>(
    `select (extract(epoch from min(at) - clock_timestamp()) * 1000)::float8 as milliseconds
       from labs.lab cross join lateral (values (due_at), (silent_at)) as deadline (at) where at >= now()`,
  );
  return Math.max(0, row?.milliseconds ?? Number.POSITIVE_INFINITY) + afterDeadline;
}
