import type { Logger } from '../log.js';
import { positionOf } from './cursor.js';
import { isAfter, type LoggedEvent, type Position } from './event.js';
import type { Batch, EventLog } from './event-log.js';
import { noteTold } from './last-told.js';
import { notesOf } from './stream-notes.js';
import { type Tail, tail } from './tail.js';

/** How many events a subscriber may fall behind before it is cut off; it can resume with its cursor. */
const subscriberBuffer = 2_000;

/** A subscriber read too slowly and was cut off, so that it does not hold the memory of everybody else. */
export class SlowSubscriberError extends Error {
  override readonly name = 'SlowSubscriberError';
}

interface Subscriber {
  readonly topics: ReadonlySet<string>;
  readonly queue: LoggedEvent[];
  overflowed: boolean;
  wake: () => void;
}

/** Live events for the subscriptions of one process: the log is read once, whoever listens. */
export class EventStream {
  readonly #subscribers = new Set<Subscriber>();
  #position: Position;
  #isCommitted: Batch['isCommitted'] = () => false;
  #tail: Tail | undefined;
  #closed = false;

  private constructor(
    private readonly log: EventLog,
    start: Position,
  ) {
    this.#position = start;
  }

  static async open(log: EventLog, logger: Logger): Promise<EventStream> {
    const stream = new EventStream(log, await log.end());
    stream.#tail = await tail(
      { log, logger, name: 'event-stream' },
      { load: () => stream.#position },
      (batch) => stream.#publish(batch),
    );
    return stream;
  }

  /**
   * Yields the events of some topics in commit order, at least once: from after the cursor `after`, else from
   * now on. Ends when `signal` aborts, behind the cursor that its notes name as the end, or when the stream closes.
   * Where notes are taken, it begins for all readers of one stream: events that were committed before and could not be
   * read yet are told too, and noted as earlier.
   * @throws CursorExpiredError at the first step; SlowSubscriberError when the reader falls too far behind.
   */
  async *subscribe(
    topics: readonly string[],
    { after, signal }: { after?: string | null; signal?: AbortSignal } = {},
  ) {
    const notes = notesOf(signal);
    if (after && notes?.until) {
      yield* this.#between(topics, { after, until: notes.until, signal });
      return;
    }
    const subscriber: Subscriber = {
      topics: new Set(topics),
      queue: [],
      overflowed: false,
      wake: () => undefined,
    };
    const joined = this.#position;
    // Without a cursor nothing is told of what was committed before, even where it could not be read yet.
    const isCommitted = this.#isCommitted;
    this.#subscribers.add(subscriber);
    const onAbort = () => subscriber.wake();
    signal?.addEventListener('abort', onAbort);
    try {
      let last = after ? await this.log.positionOf(after) : joined;
      notes?.begin(this.log.cursorAt(last));
      if (after) {
        for await (const event of this.#backlog(topics, last, joined)) {
          if (signal?.aborted) return;
          last = event.position;
          noteTold(signal, undefined);
          notes?.tell(this.log.cursorAt(last));
          yield event;
        }
      }
      while (!signal?.aborted && !this.#closed) {
        if (subscriber.overflowed) throw new SlowSubscriberError('The subscriber fell too far behind');
        const event = subscriber.queue.shift();
        if (!event) {
          await new Promise<void>((resolve) => {
            subscriber.wake = resolve;
          });
          continue;
        }
        const isEarlier = !after && isCommitted(event.position.txid);
        if (isAfter(event.position, last) && (notes || !isEarlier)) {
          last = event.position;
          noteTold(signal, event.occurredAt);
          notes?.tell(this.log.cursorAt(last), isEarlier);
          yield event;
        }
      }
    } finally {
      this.#subscribers.delete(subscriber);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** How many events the subscriber that is furthest behind has still to read: a flood of events can wait for it. */
  get backlog(): number {
    return Math.max(0, ...[...this.#subscribers].map(({ queue }) => queue.length));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#tail?.stop();
    for (const subscriber of this.#subscribers) subscriber.wake();
  }

  /** The events behind one cursor up to another, which somebody has read already: none of them is to be waited for. */
  async *#between(
    topics: readonly string[],
    { after, until, signal }: { after: string; until: string; signal: AbortSignal | undefined },
  ) {
    const notes = notesOf(signal);
    const begin = await this.log.positionOf(after);
    const end = positionOf(this.log.epoch, until);
    notes?.begin(after);
    for await (const event of this.#backlog(topics, begin, end)) {
      if (signal?.aborted) return;
      noteTold(signal, undefined);
      notes?.tell(this.log.cursorAt(event.position));
      yield event;
    }
  }

  async *#backlog(topics: readonly string[], after: Position, until: Position) {
    let last = after;
    for (;;) {
      const { events } = await this.log.read(last, { topics });
      for (const event of events) {
        if (isAfter(event.position, until)) return;
        yield event;
        last = event.position;
      }
      if (!events.length) return;
    }
  }

  #publish({ events, isCommitted }: Batch): void {
    this.#isCommitted = isCommitted;
    if (!events.length) return;
    this.#position = events.at(-1)!.position;
    for (const { occurredAt } of events) this.log.readers.heard(occurredAt);
    for (const subscriber of this.#subscribers) {
      const heard = events.filter(({ topic }) => subscriber.topics.has(topic));
      if (!heard.length) continue;
      if (subscriber.queue.length + heard.length > subscriberBuffer) {
        subscriber.overflowed = true;
        subscriber.queue.length = 0;
      } else {
        subscriber.queue.push(...heard);
      }
      subscriber.wake();
    }
  }
}
