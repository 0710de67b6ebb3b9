/** What whoever opens a stream wants of it beside the operation itself. */
export interface StreamWishes {
  /** The cursor of the last event that is wanted; without one the stream goes on. */
  readonly until?: string | undefined;
}

/**
 * What is noted about one subscription beside its events: how far it is to go, where it began, and where its last event
 * stands. It belongs to the signal that ends the subscription, which resolvers hand on anyway.
 */
export class StreamNotes {
  /** The cursor at which the stream begins; it resolves before the first event is told. */
  readonly begun: Promise<string>;
  /** The cursor of the event that was told last. */
  cursor: string | undefined;
  /** Whether that event was committed before the subscription began. */
  isEarlier = false;
  readonly #begin: (cursor: string) => void;

  constructor(readonly until: string | undefined) {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.begun = promise;
    this.#begin = resolve;
  }

  begin(cursor: string): void {
    this.#begin(cursor);
  }

  /** Notes where the event stands that is told now. */
  tell(cursor: string, isEarlier = false): void {
    this.cursor = cursor;
    this.isEarlier = isEarlier;
  }
}

const notes = new WeakMap<AbortSignal, StreamNotes>();

/** Has notes taken about the subscription that ends with `signal`. */
export function takeNotes(signal: AbortSignal, { until }: StreamWishes): StreamNotes {
  const taken = new StreamNotes(until);
  notes.set(signal, taken);
  return taken;
}

/** The notes about a subscription, where somebody wants them. */
export function notesOf(signal: AbortSignal | undefined): StreamNotes | undefined {
  return signal && notes.get(signal);
}
