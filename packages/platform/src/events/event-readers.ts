/** One reader of the event log in this process. */
export interface EventReader {
  readonly name: string;
  /** What it reads; absent: everything. */
  readonly topics: readonly string[] | undefined;
  /** Whether it keeps its place in the database (`events.consumer`). */
  readonly isDurable: boolean;
  /** When it last read up to the end of what can be told, in milliseconds of `performance.now()`. */
  caughtUpAt: number;
  /** How often reading has failed. */
  failures: number;
  /** A transaction number before which nothing of its topics waits: a search need not begin earlier. */
  searchedUntil: string;
}

/** Where this process's readers of the event log stand: kept beside the reading, told by the metrics. */
export class EventReaders {
  readonly #readers = new Set<EventReader>();
  #heard: ((secondsOld: number) => void) | undefined;

  /** Notes a reader that begins. */
  begin(name: string, { topics, isDurable }: Pick<EventReader, 'topics' | 'isDurable'>): EventReader {
    const reader = {
      name,
      topics,
      isDurable,
      caughtUpAt: performance.now(),
      failures: 0,
      searchedUntil: '0',
    };
    this.#readers.add(reader);
    return reader;
  }

  /** Forgets a reader that was stopped. */
  end(reader: EventReader): void {
    this.#readers.delete(reader);
  }

  /** Those that read now. */
  all(): readonly EventReader[] {
    return [...this.#readers];
  }

  /** Calls `heard` with the age in seconds of each event that the process's live stream reads. */
  onHeard(heard: (secondsOld: number) => void): void {
    this.#heard = heard;
  }

  /** Tells that the live stream read an event that was written then. The database's clock may be ahead of ours. */
  heard(occurredAt: Date): void {
    this.#heard?.(Math.max(0, Date.now() - occurredAt.getTime()) / 1_000);
  }
}
